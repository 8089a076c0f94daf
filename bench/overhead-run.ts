/**
 * One run for bench/overhead.ts: `node bench/overhead-run.ts ORIGIN PAGES KB CONCURRENCY`. Prints, as JSON, what was
 * spent from when the first of them were done to the run's end, telemetry sent and outputs written.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startRun } from '#app/start-run.ts';
import { warmUp } from './overhead-share.ts';
import { type Spent, stopwatch } from './stopwatch.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const [origin = '', pages = '', kilobytes = '', concurrency = ''] = process.argv.slice(2);

/** One page in twenty is behind a login. */
const urlOf = (number: number) =>
  number % 20 === 19 ? `${origin}/faults/login-wall/${number}` : `${origin}/generated/${number}?kb=${kilobytes}`;

await withTemporaryDirectory(async (directory) => {
  const input = join(directory, 'input.txt');
  await writeFile(input, Array.from({ length: Number(pages) }, (_, number) => urlOf(number)).join('\n'));
  const given = {
    'run.input': input,
    'run.dataDirectory': join(directory, 'data'),
    'run.outputDirectory': join(directory, 'output'),
    'run.concurrency': Number(concurrency),
    'run.formats': 'jsonl',
    'scraping.hostConcurrency': Number(concurrency),
    'scraping.hostPace': 'fixed',
    'scraping.fetchers': 'http',
    'extraction.strategy': 'structured',
  };
  const flags = new Map(Object.entries(given).map(([name, value]) => [name, { value, origin: 'bench' }] as const));
  const never = new AbortController().signal;
  let spent: (() => Spent) | undefined;
  let settled = 0;
  const request = { said: { flags, file: undefined }, resume: undefined, standardInput: process.stdin } as const;
  const { counts } = await startRun({ ...request, drain: never, stop: never }, () => {
    return ({ kind }) => {
      if (kind !== 'item_settled') return;
      settled += 1;
      if (settled >= Number(pages) * warmUp) spent ??= stopwatch();
    };
  });
  const failing = Math.floor(Number(pages) / 20);
  if (counts.failed !== failing) throw new Error(`${counts.failed} of ${pages} pages failed, not ${failing}`);
  console.log(JSON.stringify(spent?.()));
});
