import { ratio, shareOf } from '../../promql/promql.ts';
import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { inAll, ofLedger, overTime, type Queries } from '../queries.ts';

export const cache = ({ ledger }: Queries): Row => ({
  title: 'What does the cache save, and what does a service cost?',
  panels: [
    panels.stat({
      title: 'Pages from the cache',
      description:
        'The share of looks into the cache of pages that did without the site, or with its word that nothing has changed.',
      ...panels.share,
      none: 'nobody looked into the cache',
      width: 6,
      height: 8,
      steps: panels.plain,
      queries: [
        ofLedger(
          ratio(
            ledger.increase('specbook.cache.requests', inAll, {
              where: { cache: 'html', result: ['hit', 'revalidated', 'negative'] },
            }),
            ledger.increase('specbook.cache.requests', inAll, {
              where: { cache: 'html', result: { not: 'bypassed' } },
            }),
          ),
        ),
      ],
    }),
    panels.lines({
      title: 'Looks into the cache of pages',
      description: 'What came of them, as shares. `stale`: an old page stands in for one that could not be brought.',
      ...panels.share,
      none: 'nobody looked into the cache in this time',
      queries: [
        ofLedger(
          shareOf(
            ledger.increase('specbook.cache.requests', overTime, { where: { cache: 'html' }, by: ['result'] }),
            ledger.increase('specbook.cache.requests', overTime, { where: { cache: 'html' } }),
          ),
          { legend: '{{result}}' },
        ),
      ],
    }),
    panels.stat({
      title: 'Credits of scraping services',
      description: 'What services said that they charged, in their own credits.',
      ...panels.counted,
      none: 'no service was asked',
      width: 6,
      height: 8,
      steps: panels.plain,
      queries: [
        ofLedger(ledger.increase('specbook.scraping_service.credits', inAll, { by: ['fetcher'] }), {
          legend: '{{fetcher}}',
        }),
      ],
    }),
  ],
});
