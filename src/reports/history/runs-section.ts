import { type Csv, heading, type Section, section, table, text } from './blocks.ts';
import { count, nothing, score } from './figures.ts';
import type { Ending, MeasuredRun } from './measured-run.ts';
import { momentOf } from './period.ts';
import { spentPer, spentText } from './spent.ts';
import { settledPages, summarise } from './summary.ts';

/** The latest runs that are shown; all of the period are in runs.csv. */
const mostRuns = 20;

/** The latest runs, and how each came out by the limits that it was started with. */
export function runsSection(runs: readonly MeasuredRun[]): Section {
  const latest = runs.toReversed().slice(0, mostRuns);
  const rows = latest.map((run) => {
    const summary = summarise([run]);
    const { records, valid, pages, spent, scores } = summary;
    const overall = scores.get('overall')?.mean;
    return [
      run.id,
      momentOf(run.startedAt),
      count(settledPages(summary)),
      `${count(records)} (${count(valid)} valid)`,
      count(pages.failed),
      spentText(spent),
      overall === undefined ? nothing : score(overall),
      endingWord(run.ending),
    ];
  });
  const why = latest.flatMap(({ id, ending }) =>
    ending.kind === 'failed' ? ending.reasons.map((reason) => [id, reason]) : [],
  );
  return section(
    [
      heading('Recent runs'),
      text(
        `The latest ${count(latest.length)} of ${count(runs.length)}. A run passes when it came to its end, no more ` +
          'pages failed than it was told to put up with, and no quality threshold that counts was missed.',
      ),
      ...table(['run', 'began (UTC)', 'pages', 'records', 'failed', 'cost', 'overall score', 'result'], rows),
      ...(why.length === 0 ? [] : [heading('Why runs did not pass', 3), ...table(['run', 'reason'], why)]),
    ],
    { tables: new Map([['runs.csv', runsTable(runs)]]) },
  );
}

const endingWord = (ending: Ending) =>
  ending.kind === 'passed' ? 'pass' : ending.kind === 'failed' ? 'FAIL' : ending.state;

function runsTable(runs: readonly MeasuredRun[]): Csv {
  const rows = runs.map((run) => {
    const summary = summarise([run]);
    const { pages, records, valid, spent, calls, inputTokens, outputTokens, scores } = summary;
    return {
      run: run.id,
      project: run.project,
      started: new Date(run.startedAt).toISOString(),
      finished: run.finishedAt === undefined ? undefined : new Date(run.finishedAt).toISOString(),
      result: endingWord(run.ending),
      reasons: run.ending.kind === 'failed' ? run.ending.reasons.join('; ') : undefined,
      ...pages,
      records,
      valid,
      // Empty and not 0 when some of it is not known.
      usd: spentPer(spent, 1e9),
      'known usd': spent.nano / 1e9,
      'calls of unknown price': spent.unpriced,
      calls,
      'input tokens': inputTokens,
      'output tokens': outputTokens,
      'overall score': scores.get('overall')?.mean,
    };
  });
  return { columns: Object.keys(rows[0] ?? { run: '' }), rows };
}
