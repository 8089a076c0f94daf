// Scores the structured extractor on a corpus of product pages, the way a person would: the pages are brought into
// the cache with `cache import --manifest`, and run with `--cache-only --extractor structured`.
//   node bench/product-pages.ts [CORPORA_DIR] [--part open|sealed|all] [--output FILE]
// The parts are those of corpus-part.ts.
// Prints the table of scores, and the CPU time a page of decoding, reducing and extracting alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { StageContext } from '#core/stage.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import { decodeHtml } from '#html/decode.ts';
import { reduceHtml } from '#html/reduce.ts';
import { productTarget } from '#pipelines/specbook/target.ts';
import { corpusParts } from './corpus-part.ts';
import { runCorpus } from './product-corpus.ts';
import { corporaFolder, goldUrls, scoreTable } from './product-gold.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { output: { type: 'string' }, part: { type: 'string', default: 'all' } },
});
const corpora = corporaFolder(positionals[0]);
const part = corpusParts.find((name) => name === values.part);
if (part === undefined || goldUrls(corpora, part).size === 0) {
  console.error(`there are no pages of the part "${values.part}" in ${corpora}; parts: ${corpusParts.join(', ')}`);
  process.exit(2);
}

await withTemporaryDirectory(async (directory) => {
  const output = values.output ?? join(directory, 'predictions.json');
  const { counts, summary } = await runCorpus(corpora, directory, output, part);
  console.log(summary);
  console.log(`${JSON.stringify(counts)}\n\n${scoreTable(corpora, output, directory, part)}`);
});

/** The structured extractor reads the document only. */
const context = {} as StageContext;
const extractor = structuredExtractor();
const milliseconds: number[] = [];
for (const [id, url] of goldUrls(corpora, part)) {
  const body = gunzipSync(readFileSync(join(corpora, 'product-pages', 'html', `${id}.html.gz`)));
  const read = () => extractor.extract(reduceHtml({ url, html: decodeHtml(body, undefined) }), productTarget, context);
  await read();
  // Timed the second time, when the code is compiled as it is in the midst of a run.
  const before = process.cpuUsage();
  await read();
  const used = process.cpuUsage(before);
  milliseconds.push((used.user + used.system) / 1_000);
}
const median = milliseconds.toSorted((one, other) => one - other)[Math.floor(milliseconds.length / 2)] ?? 0;
console.log(`${milliseconds.length} pages, ${median.toFixed(1)} ms CPU a page (median) to decode, reduce and extract`);
