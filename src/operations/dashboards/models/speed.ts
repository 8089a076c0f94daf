import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofLedger, overTime, type Queries } from '../queries.ts';
import { byModel, chosen, name } from './asked.ts';

const latency = 'gen_ai.client.inference.duration';

export const speed = ({ ledger }: Queries): Row => ({
  title: 'How fast do they answer?',
  panels: [
    panels.lines({
      title: 'Time for a call',
      description:
        'From sending the request to the last byte of the answer. The marks are traces: open one to see the call in its page.',
      ...panels.seconds,
      none: 'no model was asked in this time',
      queries: [0.5, 0.95, 0.99].map((quantile) =>
        ofLedger(ledger.quantile(quantile, latency, overTime, { where: chosen }), {
          legend: `${quantile * 100} % take at most`,
          exemplars: quantile === 0.99,
        }),
      ),
    }),
    panels.lines({
      title: 'Time for a call by model',
      description: '95 of 100 calls of the model take at most so long.',
      ...panels.seconds,
      none: 'no model was asked in this time',
      queries: [
        ofLedger(ledger.quantile(0.95, latency, overTime, { where: chosen, by: byModel }), {
          ...name,
          exemplars: true,
        }),
      ],
    }),
  ],
});
