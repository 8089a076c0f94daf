import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofLedger, overTime, type Queries } from '../queries.ts';

export const speed = ({ ledger }: Queries): Row => ({
  title: 'How fast is it?',
  panels: [
    panels.lines({
      title: 'Time for an attempt',
      description: 'From the request to the last byte, redirects included. The marks are traces.',
      ...panels.seconds,
      none: 'no page was asked for in this time',
      queries: [0.5, 0.95, 0.99].map((quantile) =>
        ofLedger(ledger.quantile(quantile, 'specbook.scrape.duration', overTime), {
          legend: `${quantile * 100} % take at most`,
          exemplars: quantile === 0.99,
        }),
      ),
    }),
    panels.lines({
      title: 'Time for an attempt by fetcher',
      description: '95 of 100 attempts of the fetcher take at most so long.',
      ...panels.seconds,
      none: 'no page was asked for in this time',
      queries: [
        ofLedger(ledger.quantile(0.95, 'specbook.scrape.duration', overTime, { by: ['fetcher'] }), {
          legend: '{{fetcher}}',
          exemplars: true,
        }),
      ],
    }),
    panels.lines({
      title: 'Bytes received',
      description: 'Bodies of pages as they were received, compressed.',
      unit: 'Bps',
      min: 0,
      none: 'no page was brought in this time',
      width: 24,
      height: 7,
      queries: [
        ofLedger(ledger.rate('specbook.scrape.received', overTime, { by: ['fetcher'] }), { legend: '{{fetcher}}' }),
      ],
    }),
  ],
});
