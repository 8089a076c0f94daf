import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofLedger, ofTraces, type Queries } from '../queries.ts';
import { figures } from './asked.ts';

export const history = ({ ledger, traces }: Queries): Row => ({
  title: 'What did the runs come to?',
  panels: [
    panels.table({
      title: 'History of runs',
      description:
        'Each run, as far as one process took it. Its trace leads to those of its pages. `nano_usd`: a billion of them are one US dollar.',
      unit: 'string',
      none: 'no run has ended in this time',
      queries: [ofTraces(traces.spans({ span: 'run', select: [...figures, 'specbook.project', 'process.cpu.time'] }))],
    }),
    panels.lines({
      title: 'Rows of the latest run over time',
      description: 'Each run begins anew. What is left to do should fall to 0.',
      ...panels.counted,
      none: 'there are no runs yet',
      queries: [ofLedger(ledger.gauge('specbook.run.last.items', { by: ['outcome'] }), { legend: '{{outcome}}' })],
    }),
    panels.lines({
      title: 'How long runs take',
      description: 'From the beginning to the end of the run that ended last: a step is a new run.',
      ...panels.seconds,
      none: 'no run has come to its end yet',
      queries: [ofLedger(ledger.gauge('specbook.run.last.duration'), { legend: 'duration' })],
    }),
  ],
});
