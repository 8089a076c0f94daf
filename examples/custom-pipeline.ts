import { readFile } from 'node:fs/promises';
import { systemClock, systemRandom } from '#app/system.ts';
import { observers } from '#app/observers.ts';
import { type Pipeline, steps } from '#core/pipeline.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { SourceRow } from '#core/run-store.ts';
import type { Stage } from '#core/stage.ts';
import { factRecorder } from '#engine/fact-recorder.ts';
import { runPipeline } from '#engine/run-pipeline.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';

// The pipeline: a file is read, then its words are counted. A stage is given what the one before it made.

type Count = { readonly words: number; readonly longest: string };

const reading: Stage<string, string> = {
  name: 'reading',
  run: async (path) => {
    try {
      return await readFile(path, 'utf8');
    } catch (cause) {
      throw new PipelineError('not_found', `there is no file ${path}`, { cause });
    }
  },
};

const counting: Stage<string, Count> = {
  name: 'counting',
  run: async (text) => {
    const words = text.match(/\p{L}+/gu) ?? [];
    return { words: words.length, longest: words.reduce((longest, word) => (word.length > longest.length ? word : longest), '') };
  },
};

const wordCount: Pipeline<string, Count> = {
  name: 'word-count',
  recordSchema: 'word-count/1',
  steps: steps<string>().each(reading).each(counting),
};

// Its input: one item a file. Items with the same key take turns with those of other keys.

async function* source(paths: readonly string[]): AsyncGenerator<SourceRow> {
  for (const [index, path] of paths.entries()) yield { line: index + 1, item: { id: path, key: 'disk', input: path } };
}

// The run. Its store is in memory, so nobody else can hold its items: there is no owner to ask for.

const run = 'example';
const store = sqliteRunStore(':memory:');
await store.begin({ id: run, pipeline: wordCount.name, startedAt: systemClock.now(), configuration: {}, environment: {} });
const recorder = factRecorder(run, store);
const never = new AbortController().signal;
await runPipeline(
  wordCount,
  { run, source: source(process.argv.slice(2)), alreadyRead: 0, concurrency: 4, drain: never, stop: never },
  { store, recorder, observer: observers(recorder), clock: systemClock, random: systemRandom, owner: 'example', isAlive: async () => true },
);

for await (const { item, record } of store.records(run)) console.log(item.id, JSON.stringify(record));
for await (const { item, failure } of store.failures(run)) console.log(item.id, `${failure.category} in ${failure.stage}: ${failure.message}`);
const { rows, succeeded, failed, not_found } = await store.counts(run);
console.log(`${rows} files = ${succeeded} counted + ${failed} failed + ${not_found} not found`);
await store.close();
