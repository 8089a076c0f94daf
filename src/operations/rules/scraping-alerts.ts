import { type Promql, ratio } from '../promql/promql.ts';
import { all, compare, enough } from './conditions.ts';
import type { Alert } from './rule.ts';
import { minute, recent, type Timing } from './timing.ts';

/** Sites: what they refuse, what they no longer have, and how often they are asked at all. */
export function scrapingAlerts(promql: Promql, timing: Timing): readonly Alert[] {
  return [botDetectionSpike, siteRateLimitStorm, notFoundSurge, cacheHitRatioDown].map((make) => make(promql, timing));
}

function botDetectionSpike(promql: Promql, { window }: Timing): Alert {
  const detections = promql.increase('specbook.bot_detections', window(recent));
  const attempts = promql.increase('specbook.scrape.attempts', window(recent));
  return {
    name: 'bot-detection-spike',
    severity: 'warning',
    expr: all(`${ratio(detections, attempts)} > 0.2`, `${detections} >= 5`),
    for: minute,
    summary: 'Sites answer with bot checks instead of pages',
    description:
      '{{ $value | humanizePercentage }} of the attempts of the last hour met a bot check or a deny page. The alert is due above 20 %, and 5 of them.',
    action:
      'Run `npm run failures -- --category bot_detected`: one host, or all? Do not run the list again until that is known.',
    dashboard: 'scraping',
  };
}

function siteRateLimitStorm(promql: Promql, { window }: Timing): Alert {
  const limits = promql.increase('specbook.rate_limits', window(recent), { where: { source: ['site', 'service'] } });
  const attempts = promql.increase('specbook.scrape.attempts', window(recent));
  return {
    name: 'site-rate-limit-storm',
    severity: 'warning',
    expr: all(`${ratio(limits, attempts)} > 0.1`, `${limits} >= 10`),
    for: minute,
    summary: 'Sites keep asking to slow down',
    description:
      '{{ $value | humanizePercentage }} of the attempts of the last hour were answered with 429 or the like. The alert is due above 10 %, and 10 of them.',
    action:
      'Nothing is lost: those hosts are waited for. Run `npm run failures -- --category rate_limited` for hosts that were given up, and raise `--host-interval`.',
    dashboard: 'scraping',
  };
}

function notFoundSurge(promql: Promql, { window }: Timing): Alert {
  const missing = promql.increase('specbook.items', window(recent), { where: { outcome: 'not_found' } });
  const items = promql.increase('specbook.items', window(recent));
  return {
    name: 'not-found-surge',
    severity: 'warning',
    expr: all(`${ratio(missing, items)} > 0.2`, `${missing} >= 10`),
    for: minute,
    summary: 'Many pages of the list do not exist any more',
    description:
      '{{ $value | humanizePercentage }} of the pages of the last hour were answered with 404 or 410. The alert is due above 20 %, and 10 of them.',
    action:
      'Run `npm run failures -- --category not_found`: pages of one host that were there before mean that it has new addresses.',
    dashboard: 'failures',
  };
}

function cacheHitRatioDown(promql: Promql, timing: Timing): Alert {
  const metric = 'specbook.cache.requests';
  const hit = ['hit', 'revalidated', 'negative'];
  const bypassed = { result: { not: 'bypassed' } };
  const compared = compare(
    timing,
    (window, offset) =>
      ratio(
        promql.increase(metric, window, { where: { result: hit }, by: ['cache'], ...(offset && { offset }) }),
        promql.increase(metric, window, { where: bypassed, by: ['cache'], ...(offset && { offset }) }),
      ),
    (window, offset) => promql.increase(metric, window, { where: bypassed, by: ['cache'], ...(offset && { offset }) }),
  );
  return {
    name: 'cache-hit-ratio-down',
    severity: 'info',
    expr: all(`${compared.recent} < (${compared.usual}) - 0.3`, ...enough(compared, 20)),
    for: minute,
    summary: 'The {{ $labels.cache }} cache answers less than it used to',
    description:
      '{{ $value | humanizePercentage }} of what was looked for in the last hour was in the {{ $labels.cache }} cache, 30 percentage points less than in the 7 days before.',
    action:
      'Run `npm run cache -- stats`: is the cache still there? A new list, prompt or model also begins without one.',
    dashboard: 'scraping',
  };
}
