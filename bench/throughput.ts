/**
 * What the pipeline costs a page, beside a bare loop on the same libraries:
 * `node bench/throughput.ts [pages=2000] [kb=150] [concurrency=20] [pairs=3]`.
 *
 * Both fetch the same generated pages, without latency, from a demonstration site in a third process; both run as
 * child processes, in turn, after a warm-up of each that is not counted, and measure themselves without their
 * start-up. The pipeline gets the flags of node that `npm run pipeline` gives it, the bare loop none. Two cores
 * are needed, one of them for the site. Nothing is asserted: the table says what was measured.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeFlags } from './pipeline-command.ts';
import { startSiteProcess } from './site-process.ts';
import type { Spent } from './stopwatch.ts';

/** Milliseconds after which a child is taken to hang. */
const longestRun = 600_000;

type Measured<Part extends string> = Readonly<Record<Part, Spent>>;
type Pair = { readonly bare: Measured<'loop'>; readonly pipeline: Measured<'loop' | 'all'> };

async function measure<Part extends string>(
  program: string,
  flags: readonly string[],
  parameters: readonly string[],
): Promise<Measured<Part>> {
  const words = [...flags, join(import.meta.dirname, program), ...parameters];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: { ...process.env, SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true', OTEL_METRICS_EXPORTER: 'none' },
    timeout: longestRun,
    killSignal: 'SIGKILL',
  });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Measured<Part>;
}

async function measurePairs(parameters: readonly string[], pairs: number): Promise<readonly Pair[]> {
  const bare = () => measure<'loop'>('throughput-bare.ts', [], parameters);
  const pipeline = () => measure<'loop' | 'all'>('throughput-pipeline.ts', nodeFlags, parameters);
  await bare();
  await pipeline();
  const measured: Pair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) measured.push({ bare: await bare(), pipeline: await pipeline() });
  return measured;
}

/** Median, with the least and the most. */
function spread(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return `${median.toFixed(digits)} (${sorted[0]?.toFixed(digits)} to ${sorted.at(-1)?.toFixed(digits)})`;
}

function row(name: string, runs: readonly Spent[], pages: number): string {
  const rate = runs.map(({ wall }) => (pages * 1_000) / wall);
  const cost = runs.map(({ cpu }) => cpu / pages);
  return `| ${name} | ${spread(rate, 0)} | ${spread(cost, 2)} |`;
}

const [pages = '2000', kilobytes = '150', concurrency = '20', pairs = '3'] = process.argv.slice(2);
const site = await startSiteProcess();
try {
  const measured = await measurePairs([site.origin, pages, kilobytes, concurrency], Math.max(3, Number(pairs)));
  const count = Number(pages);
  const loops = measured.map(({ bare, pipeline }) => ({ bare: bare.loop, pipeline: pipeline.loop }));
  console.log(`${pages} pages of ${kilobytes} KB, ${concurrency} at once, ${measured.length} pairs\n`);
  console.log('| | pages/s, median (min to max) | CPU ms a page, median (min to max) |\n|---|---|---|');
  const spent = (part: (pair: Pair) => Spent) => measured.map(part);
  console.log(
    row(
      'bare loop',
      spent(({ bare }) => bare.loop),
      count,
    ),
  );
  console.log(
    row(
      'pipeline',
      spent(({ pipeline }) => pipeline.loop),
      count,
    ),
  );
  console.log(
    row(
      'pipeline and its outputs',
      spent(({ pipeline }) => pipeline.all),
      count,
    ),
  );
  const ratios = (value: (spent: Spent) => number) =>
    loops.map(({ bare, pipeline }) => (value(pipeline) / value(bare)).toFixed(2)).join(', ');
  console.log(
    `\nPipeline over bare loop, pair by pair: time ${ratios(({ wall }) => wall)}; CPU ${ratios(({ cpu }) => cpu)}`,
  );
} finally {
  await site.close();
}
