import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { inAll, largestFirst, ofLedger, overTime, type Queries } from '../queries.ts';

export const categories = ({ ledger }: Queries): Row => ({
  title: 'What fails?',
  panels: [
    panels.ranking({
      title: 'Failures by category',
      description: 'The most frequent first. Click one: the tables below then show the pages of that category alone.',
      ...panels.counted,
      none: 'nothing failed in this time',
      steps: [['orange']],
      queries: [
        ofLedger(largestFirst(ledger.increase('specbook.failures', inAll, { by: ['error.type'] })), {
          legend: '{{error_type}}',
        }),
      ],
      link: { title: 'Only this category', to: 'failures', set: { category: '${__field.labels.error_type}' } },
    }),
    panels.bars({
      title: 'Failures over time',
      description: 'By category. A step says when it began; the marks of runs say in which run.',
      ...panels.counted,
      none: 'nothing failed in this time',
      queries: [
        ofLedger(ledger.increase('specbook.failures', overTime, { by: ['error.type'] }), { legend: '{{error_type}}' }),
      ],
      link: { title: 'Only this category', to: 'failures', set: { category: '${__field.labels.error_type}' } },
    }),
    panels.text({
      title: 'From here to the reason',
      description: 'The shortest way from a failure to what to do.',
      width: 24,
      height: 5,
      text: [
        '1. Choose a **category** above, or click it in the chart: docs/failures.md says of each what it means and what to do.',
        '2. Click the **trace** of a page below: the innermost red span is what failed, with the answer, its evidence and every attempt before it.',
        '3. `npm run trace -- <trace id or URL>` shows the same in a terminal, `npm run failures` all failures of a run with advice.',
        '4. `npm run pipeline -- --resume` gives what failed another chance, when the reason is gone.',
      ].join('\n'),
    }),
  ],
});
