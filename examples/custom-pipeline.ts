import { readFile } from 'node:fs/promises';
import { runOnce } from '#app/run-once.ts';
import { type Pipeline, steps } from '#core/pipeline.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { SourceRow } from '#core/run-store.ts';
import type { Stage } from '#core/stage.ts';

// The pipeline: a file is read, then its words are counted. A stage is given what the one before it made, and
// what it throws is a PipelineError, whose category decides what becomes of the item.

const reading: Stage<string, string> = {
  name: 'reading',
  run: async (path) => {
    try {
      return await readFile(path, 'utf8');
    } catch (cause) {
      throw new PipelineError('not_found', `cannot read ${path}`, { cause });
    }
  },
};

const counting: Stage<string, { readonly words: number }> = {
  name: 'counting',
  run: async (text) => ({ words: text.match(/\p{L}+/gu)?.length ?? 0 }),
};

const wordCount: Pipeline<string, { readonly words: number }> = {
  name: 'word-count',
  recordSchema: 'word-count/1',
  steps: steps<string>().each(reading).each(counting),
};

// Its input: an item for each file. Keys take turns; here there is only one.

async function* source(paths: readonly string[]): AsyncGenerator<SourceRow> {
  for (const [index, path] of paths.entries()) yield { line: index + 1, item: { id: path, key: 'disk', input: path } };
}

const { run, store } = await runOnce(wordCount, source(process.argv.slice(2)));

for await (const { item, record } of store.records(run)) console.log(item.id, JSON.stringify(record));
for await (const { item, failure } of store.failures(run)) {
  console.log(item.id, `${failure.category} in ${failure.stage}: ${failure.message}`);
}
const { rows, succeeded, not_found, duplicate } = await store.counts(run);
console.log(`${rows} files = ${succeeded} counted + ${not_found} not found + ${duplicate} named twice`);
await store.close();
