/**
 * Runs the pipeline once over generated pages, for bench/throughput.ts:
 * `node bench/throughput-pipeline.ts ORIGIN PAGES KB CONCURRENCY`. The cache is cold; nothing but structured data is
 * read. Prints, as JSON, what was spent from the opening of the run to its last settlement (`loop`), and to the end
 * of writing its outputs (`all`). Start-up is in neither.
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startRun } from '#app/start-run.ts';
import { type Spent, stopwatch } from './stopwatch.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

async function writeInput(path: string, origin: string, pages: number, kilobytes: number): Promise<void> {
  const lines = Array.from({ length: pages }, (_, number) => `${origin}/generated/${number}?kb=${kilobytes}\n`);
  await pipeline(Readable.from(['url\n', ...lines]), createWriteStream(path));
}

async function measure(directory: string, pages: number, concurrency: number): Promise<Record<'loop' | 'all', Spent>> {
  const given = {
    'run.input': join(directory, 'input.csv'),
    'run.dataDirectory': join(directory, 'data'),
    'run.outputDirectory': join(directory, 'output'),
    'run.concurrency': concurrency,
    'scraping.hostConcurrency': concurrency,
    'extraction.strategy': 'structured',
  };
  const flags = new Map(Object.entries(given).map(([name, value]) => [name, { value, origin: 'bench' }] as const));
  const never = new AbortController().signal;
  let spent = stopwatch();
  let loop = spent();
  const request = {
    said: { flags, file: undefined },
    resume: undefined,
    standardInput: process.stdin,
    drain: never,
    stop: never,
  };
  const { counts } = await startRun(request, () => {
    spent = stopwatch();
    return ({ kind }) => {
      if (kind === 'item_settled') loop = spent();
    };
  });
  if (counts.succeeded !== pages) throw new Error(`only ${counts.succeeded} of ${pages} pages succeeded`);
  return { loop, all: spent() };
}

const [origin = '', pages = '', kilobytes = '', concurrency = ''] = process.argv.slice(2);
await withTemporaryDirectory(async (directory) => {
  await writeInput(join(directory, 'input.csv'), origin, Number(pages), Number(kilobytes));
  console.log(JSON.stringify(await measure(directory, Number(pages), Number(concurrency))));
});
