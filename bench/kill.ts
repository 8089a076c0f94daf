/**
 * Whether a run survives `kill -9`: `node bench/kill.ts [count=30] [seed=1]`.
 *
 * An undisturbed run of the demonstration is the reference. Each trial starts the same run, kills it at a moment
 * drawn uniformly over the reference's duration (one trial in three kills the resumed run once more), resumes it
 * until it ends, and compares: products, failures, counts and settlements must be those of the reference, no item
 * may be there twice, and no page or answer that was stored when the run was killed may be requested again: what the
 * model is asked more often is what the kills cut off. The site and
 * the model run in this process, so that they and their logs outlive the killed one.
 *
 * Prints a line a trial and a summary; exit code 1 when anything differs.
 */
import { type Kill, type KillTrial, killTrial, measureReference, timesOf } from './kill-trial.ts';
import { seededDraw } from './seeded-draw.ts';

function row(number: number, { kills, problems, recordedMore, receivedMore }: KillTrial): string {
  const each = (value: (kill: Kill) => string | number) => kills.map(value).join(', ');
  const cells = [
    number,
    each(({ after }) => Math.round(after)),
    each(({ settled }) => settled),
    each(({ stored }) => stored),
    each(({ answered }) => answered),
    each(({ unanswered }) => unanswered),
    each(({ resumedIn }) => (resumedIn === undefined ? '-' : Math.round(resumedIn))),
    signed(recordedMore.fetches),
    signed(receivedMore.pages),
    signed(recordedMore.modelCalls),
    signed(receivedMore.modelCalls),
    signed(receivedMore.files),
    problems.length === 0 ? 'ok' : `FAILED: ${problems.join('; ')}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const signed = (difference: number) => (difference > 0 ? `+${difference}` : String(difference));

const columns = [
  'trial',
  'killed after ms',
  'settled by then',
  'pages stored by then',
  'answers stored by then',
  'calls cut off',
  'first settled after resume, ms',
  'fetches on record',
  'pages at the site',
  'model calls on record',
  'model calls at the model',
  'files at the site',
  'verdict',
];

async function main(count: number, seed: number): Promise<void> {
  const reference = await measureReference();
  const { counts, recorded } = reference.outcome;
  console.log(
    `Undisturbed: ${Math.round(reference.duration)} ms, ${counts.rows} rows, ${recorded.fetches} page requests, ${recorded.modelCalls} model calls. Seed ${seed}.`,
  );
  console.log('Counts are given as differences from the undisturbed run.\n');
  console.log(`| ${columns.join(' | ')} |\n${'|---'.repeat(columns.length)}|`);
  const draw = seededDraw(seed);
  const trials: KillTrial[] = [];
  for (let number = 1; number <= count; number += 1) {
    const trial = await killTrial(reference, timesOf(number), draw);
    trials.push(trial);
    console.log(row(number, trial));
  }
  const failed = trials.filter(({ problems }) => problems.length > 0);
  const kills = trials.flatMap((trial) => trial.kills);
  console.log(`\n${kills.length} kills in ${trials.length} trials; ${failed.length} trials failed.`);
  if (failed.length > 0) process.exitCode = 1;
}

const [count = '30', seed = '1'] = process.argv.slice(2);
await main(Number(count), Number(seed));
