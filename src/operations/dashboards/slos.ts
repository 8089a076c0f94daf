import type { Slo } from '#catalogue/slo.ts';
import { recordedSlo, sloRecords, type SloWindow } from '../slos/slo-records.ts';
import type { Dashboard, Row } from './panel.ts';
import * as panels from './panels.ts';
import { recorded } from './queries.ts';

const of = (record: string) => recordedSlo(record, '$pipeline');
const byName = { legend: '{{slo}}' };

/** What is promised, how much of what may go wrong is left, and how fast it goes. */
export function objectives(slos: readonly Slo[]): Dashboard {
  return {
    name: 'slos',
    title: 'Specbook / SLOs',
    description:
      'What is promised over 30 days, what is left of the error budget of each promise, and how fast it is used up.',
    variables: [],
    rows: [kept, promised(slos), burning, events],
  };
}

const budgetSteps = panels.higherIsBetter(0, 0.25);

const kept: Row = {
  title: 'Are the promises kept?',
  panels: [
    panels.ranking({
      title: 'Error budget that is left',
      description:
        'Of 30 days: at 100 % nothing has gone wrong, at 0 % as much as may, below it the promise is broken.',
      unit: 'percentunit',
      max: 1,
      none: 'no objective has been measured yet',
      width: 10,
      height: 9,
      steps: budgetSteps,
      queries: [recorded(`sort(${of(sloRecords.budgetLeft)})`, byName)],
    }),
    panels.table({
      title: 'Objectives',
      description:
        'What is promised, what is left, and how fast it goes: at a burn rate of 1 the budget lasts exactly 30 days.',
      unit: 'short',
      none: 'no objective has been measured yet',
      width: 14,
      queries: [
        recorded(of(sloRecords.objective)),
        recorded(of(sloRecords.budgetLeft)),
        recorded(of(sloRecords.burn('1h'))),
        recorded(of(sloRecords.burn('1d'))),
        recorded(of(sloRecords.events('30d'))),
        recorded(of(sloRecords.bad('30d'))),
      ],
      columns: [
        { of: 'slo', title: 'Objective' },
        { of: 0, title: 'Promised', unit: 'percentunit' },
        { of: 1, title: 'Budget left', unit: 'percentunit', steps: budgetSteps },
        { of: 2, title: 'Burn rate, 1 h', steps: panels.lowerIsBetter(1, 6) },
        { of: 3, title: 'Burn rate, 1 day', steps: panels.lowerIsBetter(1, 6) },
        { of: 4, title: 'Events in 30 days' },
        { of: 5, title: 'Bad ones' },
      ],
    }),
  ],
};

const promised = (slos: readonly Slo[]): Row => ({
  title: 'What is promised?',
  panels: [
    panels.text({
      title: 'The objectives in words',
      description: 'As the catalogue has them; `npm run generate` writes rules and this text from it.',
      width: 24,
      height: 7,
      text: [
        '| objective | promise |',
        '| --- | --- |',
        ...slos.map(({ name, title, help }) => `| \`${name}\` | **${title}.** ${help} |`),
        '',
        'A budget that is used up too fast is an alert, with a runbook in docs/runbooks.',
      ].join('\n'),
    }),
  ],
});

const burnPanel = (window: SloWindow, words: string) =>
  panels.lines({
    title: `Burn rate over ${words}`,
    description:
      'How many times as fast as 30 days allow the error budget is used up. There is no curve while nothing happens.',
    unit: 'short',
    min: 0,
    none: 'nothing has happened in this time',
    queries: [recorded(of(sloRecords.burn(window)), byName)],
  });

const burning: Row = {
  title: 'How fast are the budgets used up?',
  panels: [
    burnPanel('1h', '1 hour'),
    burnPanel('6h', '6 hours'),
    burnPanel('1d', '1 day'),
    burnPanel('3d', '3 days'),
    panels.lines({
      title: 'Error budget left over time',
      description: 'It comes back as what went wrong falls out of the 30 days.',
      unit: 'percentunit',
      max: 1,
      none: 'no objective has been measured yet',
      width: 24,
      queries: [recorded(of(sloRecords.budgetLeft), byName)],
    }),
  ],
};

const events: Row = {
  title: 'What counts?',
  panels: [
    panels.lines({
      title: 'Events of each objective in 6 hours',
      description:
        'What the promise is about: pages, calls, records. With few of them one failure is a large share: alerts wait for more.',
      ...panels.counted,
      none: 'nothing has happened in this time',
      queries: [recorded(of(sloRecords.events('6h')), byName)],
    }),
    panels.lines({
      title: 'Bad ones among them',
      description: 'Those that break the promise.',
      ...panels.counted,
      none: 'nothing has happened in this time',
      queries: [recorded(of(sloRecords.bad('6h')), byName)],
      link: { title: 'The pages that failed', to: 'failures' },
    }),
  ],
};
