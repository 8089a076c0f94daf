/**
 * Whether `kill -9` makes anybody pay twice: `node bench/kill-calls.ts [kills=200] [seed=1]`.
 *
 * An undisturbed run asks the demonstration's model about each of 40 pages, 8 at once, with a budget, and then again,
 * about what its first answer got wrong: between the two, the first is kept nowhere but in the cache of answers. That is
 * the reference. Each trial starts the same run, kills it at a moment drawn uniformly over the reference's duration
 * (every third kills the resumed run once more), and resumes it until it ends. By the model's own log of what it
 * was asked, no question whose answer was kept may be asked again, and what is asked again was under way at a kill.
 * Products and failures are those of the reference; the model's bill is higher by exactly the calls made again, and
 * the budget's account is not below it. The site and the model run in this process, so that they outlive the killed one.
 *
 * Prints a line a trial and a summary; exit code 1 when anything differs.
 */
import { startDemoModel } from '#demo/model/server.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { startCarelessModel } from './careless-model.ts';
import { killTrial, measureReference, questionsAPage, type Trial } from './kill-calls-trial.ts';
import { seededDraw } from './seeded-draw.ts';

const pages = 40;
const concurrency = 8;
/** Milliseconds; long enough for most kills to cut calls off. */
const latency = { median: 120, spread: 0.4 };

const columns = [
  'trial',
  'killed after ms',
  'answers kept by then',
  'of them only in the cache',
  'calls under way',
  'calls made again',
  'of them on record',
  'billed more, nano-dollars',
  'charged as uncertain',
  'verdict',
];

function row(number: number, { kills, problems, ...trial }: Trial): string {
  const cells = [
    number,
    kills.map(({ after }) => Math.round(after)).join(', '),
    kills.map(({ kept }) => kept).join(', '),
    kills.map(({ inCacheOnly }) => inCacheOnly).join(', '),
    kills.map(({ underWay }) => underWay).join(', '),
    trial.extraCalls,
    trial.extraOnRecord,
    trial.extraBilled,
    trial.uncertain,
    problems.length === 0 ? 'ok' : `FAILED: ${problems.join('; ')}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

async function main(wanted: number, seed: number): Promise<void> {
  const site = await startDemoSite({ port: 0 });
  const model = await startDemoModel({ port: 0, latency });
  const careless = await startCarelessModel(model.baseUrl);
  try {
    const around = { siteOrigin: site.origin, model, carelessUrl: careless.baseUrl, pages, concurrency };
    const reference = await measureReference(around);
    console.log(
      `Undisturbed: ${Math.round(reference.duration)} ms, ${pages} pages, ${pages * questionsAPage} calls. Seed ${seed}.\n`,
    );
    console.log(`| ${columns.join(' | ')} |\n${'|---'.repeat(columns.length)}|`);
    const draw = seededDraw(seed);
    const trials: Trial[] = [];
    const kills = () => trials.flatMap((trial) => trial.kills);
    while (kills().length < wanted) {
      const trial = await killTrial(around, reference, trials.length % 3 === 2 ? 2 : 1, draw);
      trials.push(trial);
      console.log(row(trials.length, trial));
    }
    const failed = trials.filter(({ problems }) => problems.length > 0);
    const total = (count: (trial: Trial) => number) => trials.reduce((sum, trial) => sum + count(trial), 0);
    const inCacheOnly = kills().reduce((sum, kill) => sum + kill.inCacheOnly, 0);
    const underWay = kills().map((kill) => kill.underWay);
    console.log(
      `\n${kills().length} kills in ${trials.length} trials; ${failed.length} trials failed. Kept in the cache of answers only: ${inCacheOnly}. Under way at a kill: ` +
        `${underWay.reduce((sum, count) => sum + count, 0)} calls in all, at most ${Math.max(...underWay)}; made again: ` +
        `${total(({ extraCalls }) => extraCalls)}, ${total(({ extraOnRecord }) => extraOnRecord)} of them on record twice.`,
    );
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    await Promise.all([site.close(), careless.close(), model.close()]);
  }
}

const [kills = '200', seed = '1'] = process.argv.slice(2);
await main(Number(kills), Number(seed));
