import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofLedger, ofRun, type Queries } from '../queries.ts';

export const process = ({ ledger, run }: Queries): Row => ({
  title: 'What do the machines say?',
  panels: [
    panels.lines({
      title: 'Memory of the run in progress',
      description: 'Memory that the process has resident.',
      unit: 'bytes',
      min: 0,
      none: 'no run is in progress',
      width: 8,
      queries: [ofRun(run.gauge('process.memory.usage'), { legend: 'resident' })],
    }),
    panels.lines({
      title: 'Delay of the event loop',
      description: 'How late the process is in 99 of 100 cases. Above a second it has more to do than one core can.',
      ...panels.seconds,
      none: 'no run is in progress',
      width: 8,
      queries: [ofRun(run.gauge('nodejs.eventloop.delay.p99'), { legend: '99 %' })],
    }),
    panels.stat({
      title: 'Most memory of the latest run',
      description: 'The most that one of its processes had resident.',
      unit: 'bytes',
      none: 'no run has come to its end yet',
      steps: panels.plain,
      height: 8,
      queries: [ofLedger(ledger.gauge('specbook.run.last.peak_memory'))],
    }),
    panels.stat({
      title: 'CPU time of the latest run',
      description: 'Over all its processes.',
      ...panels.seconds,
      none: 'no run has come to its end yet',
      steps: panels.plain,
      height: 8,
      queries: [ofLedger(ledger.gauge('specbook.run.last.cpu_time'))],
    }),
  ],
});
