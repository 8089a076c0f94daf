import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofLedger, ofRun, overTime, type Queries } from '../queries.ts';

export const runs = ({ ledger, run }: Queries): Row => ({
  title: 'What are the runs doing?',
  panels: [
    panels.stat({
      title: 'The last that came to its end',
      description: 'When a run last did all that it was to do.',
      unit: 'dateTimeFromNow',
      none: 'no run has come to its end yet',
      steps: panels.plain,
      queries: [ofLedger(`${ledger.gauge('specbook.run.last_success_time')} * 1000`)],
      link: { title: 'The history of runs', to: 'failures' },
    }),
    panels.stat({
      title: 'It took',
      description: 'From its beginning to its end.',
      ...panels.seconds,
      none: 'no run has come to its end yet',
      steps: panels.plain,
      queries: [ofLedger(ledger.gauge('specbook.run.last.duration'))],
    }),
    panels.stat({
      title: 'Nothing has happened for',
      description:
        'In a run that is under way although it has something to do. Up to a minute or two is usual; much more means that it is stuck.',
      ...panels.seconds,
      none: 'there are no runs yet',
      steps: panels.lowerIsBetter(300, 900),
      queries: [ofLedger(ledger.gauge('specbook.run.stalled'))],
    }),
    panels.stat({
      title: 'The next is due',
      description: 'By the cadence that is configured for the service (serve.cadence).',
      unit: 'dateTimeFromNow',
      none: 'no cadence is configured',
      steps: panels.plain,
      queries: [ofLedger(`${ledger.gauge('specbook.run.due_time')} * 1000`)],
    }),
    panels.stat({
      title: 'One is due every',
      description: 'The cadence that is configured (serve.cadence): an alert says when a run does not come.',
      ...panels.seconds,
      none: 'no cadence is configured',
      steps: panels.plain,
      queries: [ofLedger(ledger.gauge('specbook.run.cadence'))],
    }),
    panels.stat({
      title: 'Runs by state',
      description: 'All runs that the store knows. A stopped one can be continued with --resume.',
      ...panels.counted,
      none: 'there are no runs yet',
      steps: panels.plain,
      queries: [ofLedger(ledger.gauge('specbook.runs', { by: ['state'] }), { legend: '{{state}}' })],
    }),
    panels.ranking({
      title: 'Rows of the latest run',
      description: 'What has become of them so far; `remaining` is what is left to do.',
      ...panels.counted,
      none: 'there are no runs yet',
      steps: panels.plain,
      width: 8,
      queries: [ofLedger(ledger.gauge('specbook.run.last.items', { by: ['outcome'] }), { legend: '{{outcome}}' })],
    }),
    panels.lines({
      title: 'Under way, and left to do',
      description: 'Of the run in progress, from its own page: it is gone when the run ends.',
      ...panels.counted,
      none: 'no run is in progress',
      width: 8,
      queries: [
        ofRun(run.gauge('specbook.items.in_flight', {}, 'sum'), { legend: 'under way' }),
        ofRun(run.gauge('specbook.queue.items'), { legend: 'left to do' }),
      ],
    }),
    panels.lines({
      title: 'Pages a minute',
      description: 'How fast the pages settle, whichever way they end.',
      ...panels.counted,
      decimals: 1,
      none: 'nothing was done in this time',
      width: 8,
      queries: [ofLedger(`60 * ${ledger.rate('specbook.items', overTime)}`, { legend: 'pages a minute' })],
    }),
  ],
});
