import { type Promql, ratio } from '../promql/promql.ts';
import type { Window } from '../promql/window.ts';
import { all, any, compare, enough } from './conditions.ts';
import type { Alert } from './rule.ts';
import { minute, type Timing } from './timing.ts';

/** What the records are worth. */
export function qualityAlerts(promql: Promql, timing: Timing): readonly Alert[] {
  return [qualityDown, groundingDown, fieldCoverageDown].map((make) => make(promql, timing));
}

const ago = (offset: Window | undefined) => (offset === undefined ? {} : { offset });

function qualityDown(promql: Promql, timing: Timing): Alert {
  const where = { dimension: 'overall' };
  const compared = compare(
    timing,
    (window, offset) => promql.mean('specbook.quality.score', window, { where, ...ago(offset) }),
    (window, offset) => promql.increase('specbook.quality.score', window, { where, ...ago(offset) }),
  );
  const { recent, usual, recentCount } = compared;
  return {
    name: 'quality-down',
    severity: 'warning',
    expr: any(
      all(`${recent} < 0.6`, `${recentCount} >= 20`),
      all(`${recent} < (${usual}) - 0.1`, ...enough(compared, 20)),
    ),
    for: minute,
    summary: 'Records are worse than they used to be',
    description:
      'The average score of the records of the last hour is {{ $value | printf "%.2f" }}: below 0.6, or more than 0.1 below that of the 7 days before.',
    action: 'Run `npm run evaluate` against your gold file, and see which dimension fell: `npm run runs -- <run-id>`.',
    dashboard: 'quality',
  };
}

function groundingDown(promql: Promql, timing: Timing): Alert {
  const by = ['source'];
  const compared = compare(
    timing,
    (window, offset) =>
      ratio(
        promql.increase('specbook.values', window, { where: { result: 'grounded' }, by, ...ago(offset) }),
        promql.increase('specbook.values', window, { by, ...ago(offset) }),
      ),
    (window, offset) => promql.increase('specbook.values', window, { by, ...ago(offset) }),
  );
  const { recent, usual, recentCount } = compared;
  return {
    name: 'grounding-down',
    severity: 'warning',
    expr: any(
      all(`${recent} < 0.7`, `${recentCount} >= 50`),
      all(`${recent} < (${usual}) - 0.1`, ...enough(compared, 50)),
    ),
    for: minute,
    summary: 'Values do not stand in the pages that they are said to be from',
    description:
      '{{ $value | humanizePercentage }} of the values of the last hour (proposed by: {{ $labels.source }}) stand in their page: below 70 %, or more than 10 percentage points below the 7 days before.',
    action:
      'Do not pass on the records of that run. Values of a model that are not in the page are made up or misread: see which fields with `npm run trace -- <url>`.',
    dashboard: 'quality',
  };
}

function fieldCoverageDown(promql: Promql, timing: Timing): Alert {
  const by = ['field'];
  const compared = compare(
    timing,
    (window, offset) =>
      ratio(
        promql.increase('specbook.record.fields', window, { where: { result: 'found' }, by, ...ago(offset) }),
        promql.increase('specbook.record.fields', window, { by, ...ago(offset) }),
      ),
    (window, offset) => promql.increase('specbook.record.fields', window, { by, ...ago(offset) }),
  );
  return {
    name: 'field-coverage-down',
    severity: 'warning',
    expr: all(`${compared.recent} < (${compared.usual}) - 0.25`, ...enough(compared, 20)),
    for: minute,
    summary: 'The field {{ $labels.field }} is found less often than it used to be',
    description:
      '{{ $value | humanizePercentage }} of the records of the last hour have a value for {{ $labels.field }}, more than 25 percentage points less than in the 7 days before.',
    action:
      'Open a page of the run that lacks it: has the site changed its layout? `npm run trace -- <url>` shows what was read.',
    dashboard: 'quality',
  };
}
