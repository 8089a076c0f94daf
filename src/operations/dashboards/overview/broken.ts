import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { inAll, largestFirst, ofLedger, overTime, type Queries } from '../queries.ts';

export const broken = ({ ledger }: Queries): Row => ({
  title: 'What broke?',
  panels: [
    panels.bars({
      title: 'Pages by how they ended',
      description: 'Items that settled: what gave a record, failed, does not exist, or was left out.',
      ...panels.counted,
      none: 'nothing was done in this time',
      queries: [ofLedger(ledger.increase('specbook.items', overTime, { by: ['outcome'] }), { legend: '{{outcome}}' })],
      link: { title: 'What failed', to: 'failures' },
    }),
    panels.ranking({
      title: 'Failures by category',
      description: 'What went wrong, the most frequent first. docs/failures.md says of each category what to do.',
      ...panels.counted,
      none: 'nothing failed in this time',
      steps: [['orange']],
      queries: [
        ofLedger(largestFirst(ledger.increase('specbook.failures', inAll, { by: ['error.type'] })), {
          legend: '{{error_type}}',
        }),
      ],
      link: { title: 'The pages of this category', to: 'failures', set: { category: '${__field.labels.error_type}' } },
    }),
    panels.ranking({
      title: 'What ended the latest run before its time',
      description:
        'The category of the failure that ended it, if one did. It can be continued with --resume when the reason is gone.',
      ...panels.counted,
      none: 'nothing did',
      height: 5,
      steps: [['red']],
      queries: [
        ofLedger(`${ledger.gauge('specbook.run.last.aborted', { by: ['error.type'] })} > 0`, {
          legend: '{{error_type}}',
        }),
      ],
    }),
    panels.ranking({
      title: 'Telemetry of the latest run that was lost',
      description:
        'Traces that are not kept, spans and metrics that no collector took, lines of the log that were not written. What is shown above is not touched by it.',
      ...panels.counted,
      none: 'no run has come to an end yet',
      height: 5,
      steps: panels.noneIsBest,
      queries: [
        ofLedger(ledger.gauge('specbook.run.last.telemetry_dropped', { by: ['signal'] }), { legend: '{{signal}}' }),
      ],
    }),
  ],
});
