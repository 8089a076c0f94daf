import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofLedger, overTime, type Queries } from '../queries.ts';

export const speed = ({ ledger }: Queries): Row => ({
  title: 'How long does it take?',
  panels: [
    panels.lines({
      title: 'Time for a page',
      description:
        'From when a page was last taken up until it settled. The marks are traces: open one to see where the time went.',
      ...panels.seconds,
      none: 'nothing was done in this time',
      queries: [0.5, 0.95, 0.99].map((quantile) =>
        ofLedger(ledger.quantile(quantile, 'specbook.item.duration', overTime), {
          legend: `${quantile * 100} % take at most`,
          exemplars: quantile === 0.99,
        }),
      ),
    }),
    panels.lines({
      title: 'Time in each stage',
      description: '95 of 100 pages are through the stage in so much time, retries and waits in place included.',
      ...panels.seconds,
      none: 'nothing was done in this time',
      queries: [
        ofLedger(ledger.quantile(0.95, 'specbook.stage.duration', overTime, { by: ['stage'] }), {
          legend: '{{stage}}',
          exemplars: true,
        }),
      ],
    }),
  ],
});
