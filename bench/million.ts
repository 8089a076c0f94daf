/**
 * Whether a list of a million pages fits: `node bench/million.ts [rows=1000000] [processed=20000]`.
 *
 * Writes a CSV of so many rows, pointing at the generated pages of a demonstration site in another process, and
 * starts the pipeline on it. Once so many items have settled it sends SIGINT, as Ctrl-C does, and looks at what
 * was written; then it resumes the run, waits for the first newly settled item, and stops it again. Memory is the
 * peak of the pipeline's resident set (VmHWM), which only Linux tells; elsewhere it is not measured.
 *
 * Asserted: less than 400 MB, exit code 130, outputs that are complete and valid, and a resumed run that works
 * within 3 s. The rates are measured and not asserted. Exit code 1 when an assertion does not hold.
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Memory, memorySampling } from './memory.ts';
import { startPipeline, type PipelineProcess } from './pipeline-process.ts';
import { checkOutputs } from './generated-outputs.ts';
import { openRunDatabase, type RunDatabase } from './run-database.ts';
import { startSiteProcess } from './site-process.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

/** Megabytes (1,000,000 bytes). */
const mostMemory = 400;
/** Milliseconds from the start of the resumed process until it has settled an item. */
const longestResume = 3_000;
/** Milliseconds after which a process is taken to hang. */
const longestRun = 3_600_000;

type Check = { readonly what: string; readonly measured: string; readonly holds: boolean | undefined };

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;
const noted = (what: string, measured: string): Check => ({ what, measured, holds: undefined });
const checked = (what: string, measured: string, holds: boolean): Check => ({ what, measured, holds });

async function writeInput(path: string, origin: string, rows: number): Promise<void> {
  const chunk = 1_000;
  async function* lines(): AsyncGenerator<string> {
    yield 'url,item code\n';
    for (let from = 0; from < rows; from += chunk) {
      const numbers = Array.from({ length: Math.min(chunk, rows - from) }, (_, index) => from + index);
      yield numbers.map((number) => `${origin}/generated/${number},G-${number}\n`).join('');
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
}

/** How far the run was at some time, in milliseconds since it opened. */
type Look = { readonly at: number; readonly settled: number; readonly rowsRead: number };

/**
 * Looks at the run four times a second until so many items are settled, or the process ends.
 *
 * @returns the last look, and the one at which the whole input had been read (the last, if it never was).
 */
async function untilProcessed(child: PipelineProcess, run: RunDatabase, processed: number, memory: Memory) {
  const started = performance.now();
  let read: Look | undefined;
  for (let looks = 1; ; looks += 1) {
    const ending = await child.endedWithin(250);
    const { rowsRead, complete } = run.source();
    const look = { at: performance.now() - started, settled: run.settled(), rowsRead };
    if (complete) read ??= look;
    if (looks % 40 === 0) {
      const peak = Math.round(memory.peak() ?? 0);
      console.error(`${seconds(look.at)}: ${rowsRead} rows read, ${look.settled} settled, peak ${peak} MB`);
    }
    if (ending !== undefined || look.settled >= processed) return { read: read ?? look, last: look };
  }
}

function rates({ read, last }: { readonly read: Look; readonly last: Look }): readonly Check[] {
  const rate = (count: number, time: number) =>
    time > 0 ? `${Math.round((count * 1_000) / time)}/s (${count} in ${seconds(time)})` : 'nothing';
  return [
    noted('rows enqueued', rate(read.rowsRead, read.at)),
    noted('pages settled meanwhile', rate(read.settled, read.at)),
    noted('pages settled after that', rate(last.settled - read.settled, last.at - read.at)),
  ];
}

async function interrupt(child: PipelineProcess, when: string): Promise<readonly Check[]> {
  const started = performance.now();
  child.kill('SIGINT');
  const { code, signal, output } = await child.ended;
  if (code !== 130) console.error(output);
  return [
    noted(`${when}: from SIGINT to the end`, seconds(performance.now() - started)),
    checked(`${when}: exit code is 130`, String(code ?? signal), code === 130),
  ];
}

function memoryCheck(when: string, memory: Memory): Check {
  memory.end();
  const peak = memory.peak();
  if (peak === undefined) return noted(`${when}: peak memory`, 'not measured on this system');
  return checked(`${when}: peak memory below ${mostMemory} MB`, `${Math.round(peak)} MB`, peak < mostMemory);
}

type Place = { readonly directory: string; readonly data: string; readonly output: string; readonly input: string };

async function firstRun({ directory, data, output, input }: Place, processed: number): Promise<readonly Check[]> {
  const parameters = ['--input', input, '--extractor', 'structured', '--concurrency', '20'];
  const places = ['--data', data, '--output', output];
  const child = startPipeline([...parameters, ...places], { directory, longest: longestRun });
  const memory = memorySampling(child.pid);
  await child.firstLine;
  const run = openRunDatabase(data);
  try {
    const progress = await untilProcessed(child, run, processed, memory);
    return [
      ...rates(progress),
      noted('first run: peak memory before SIGINT', `${Math.round(memory.peak() ?? 0)} MB`),
      ...(await interrupt(child, 'first run')),
      memoryCheck('first run', memory),
    ];
  } finally {
    run.close();
  }
}

async function resumedRun({ directory, data }: Place): Promise<readonly Check[]> {
  const run = openRunDatabase(data);
  try {
    const before = run.settled();
    const child = startPipeline(['--resume', '--data', data], { directory, longest: longestRun });
    const memory = memorySampling(child.pid);
    while (run.settled() === before && (await child.endedWithin(20)) === undefined);
    const elapsed = performance.now() - child.startedAt;
    const works = run.settled() > before && elapsed < longestResume;
    return [
      checked('resumed: first item settled within 3 s', seconds(elapsed), works),
      ...(await interrupt(child, 'resumed')),
      memoryCheck('resumed', memory),
    ];
  } finally {
    run.close();
  }
}

async function outputsCheck(when: string, output: string, origin: string): Promise<readonly Check[]> {
  const { products, problems } = await checkOutputs(output, origin);
  for (const problem of problems) console.error(`${when}: ${problem}`);
  return [checked(`${when}: outputs are complete and valid`, `${products} products`, problems.length === 0)];
}

async function main(rows: number, processed: number): Promise<void> {
  const site = await startSiteProcess();
  try {
    const checks = await withTemporaryDirectory(async (directory) => {
      const inside = (name: string) => join(directory, name);
      const place = { directory, data: inside('data'), output: inside('output'), input: inside('input.csv') };
      await writeInput(place.input, site.origin, rows);
      return [
        ...(await firstRun(place, processed)),
        ...(await outputsCheck('first run', place.output, site.origin)),
        ...(await resumedRun(place)),
        ...(await outputsCheck('resumed', place.output, site.origin)),
      ];
    });
    console.log(`${rows} rows, stopped after ${processed} settled items\n\n| what | measured | holds |\n|---|---|---|`);
    for (const { what, measured, holds } of checks) {
      console.log(`| ${what} | ${measured} | ${holds === undefined ? '' : holds ? 'yes' : 'NO'} |`);
    }
    if (checks.some(({ holds }) => holds === false)) process.exitCode = 1;
  } finally {
    await site.close();
  }
}

const [rows = '1000000', processed = '20000'] = process.argv.slice(2);
await main(Number(rows), Number(processed));
