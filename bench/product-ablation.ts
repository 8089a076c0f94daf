// Scores the structured extractor on a corpus of product pages with sources taken away, as a shop that does not have
// them would look: what falls then is brittle.
//   node bench/product-ablation.ts [CORPORA_DIR] [--part open|sealed|all] [--without SOURCE,…] [--output FILE]
// SOURCE is one of those below. Without the option each is taken away by itself, then all for machines but one, then
// all of them, which leaves what a reader sees. Prints F1 by field, a line an ablation.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { StageContext } from '#core/stage.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import { decodeHtml } from '#html/decode.ts';
import type { Document } from '#html/document.ts';
import { reduceHtml } from '#html/reduce.ts';
import { productTarget } from '#pipelines/specbook/target.ts';
import { corpusParts } from './corpus-part.ts';
import { corporaFolder, f1Scores, goldUrls, type Prediction, predictionOf, scoreTable } from './product-gold.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const none = { jsonLd: [], microdata: [], rdfa: [], state: [], meta: {} };
/** What a document is without a source. */
const removals: Readonly<Record<string, (document: Document) => Document>> = {
  'json-ld': (document) => ({ ...document, structured: { ...document.structured, jsonLd: [] } }),
  microdata: (document) => ({ ...document, structured: { ...document.structured, microdata: [], rdfa: [] } }),
  meta: (document) => ({ ...document, structured: { ...document.structured, meta: {} } }),
  state: (document) => ({ ...document, structured: { ...document.structured, state: [] } }),
  attributes: (document) => ({ ...document, marks: [] }),
  tables: (document) => ({ ...document, specifications: [] }),
  machines: (document) => ({ ...document, structured: none, marks: [] }),
};
const forMachines = ['json-ld', 'microdata', 'meta', 'state', 'attributes'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { without: { type: 'string' }, output: { type: 'string' }, part: { type: 'string', default: 'open' } },
});
const corpora = corporaFolder(positionals[0]);
const part = corpusParts.find((name) => name === values.part);
const wanted = values.without?.split(',');
const unknown = wanted?.find((name) => !Object.hasOwn(removals, name));
if (part === undefined || unknown !== undefined) {
  console.error(`parts: ${corpusParts.join(', ')}; sources: ${Object.keys(removals).join(', ')}`);
  process.exit(2);
}

const ablations =
  wanted === undefined
    ? [
        [],
        ...Object.keys(removals).map((name) => [name]),
        ['machines', 'tables'],
        ...forMachines.map((kept) => [...forMachines.filter((name) => name !== kept), 'tables']),
      ]
    : [wanted];
const documents = [...goldUrls(corpora, part)].map(([id, url]): readonly [string, Document] => {
  const body = gunzipSync(readFileSync(join(corpora, 'product-pages', 'html', `${id}.html.gz`)));
  return [id, reduceHtml({ url, html: decodeHtml(body, undefined) })];
});

/** The structured extractor reads the document only. */
const context = {} as StageContext;
const extractor = structuredExtractor();

async function predicted(document: Document): Promise<Prediction> {
  const { fields } = await extractor.extract(document, productTarget, context);
  const entries = Object.entries(fields);
  return predictionOf(
    Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
    Object.fromEntries(entries.map(([name, { provenance }]) => [name, provenance])),
  );
}

const columns = ['price', 'sku', 'availability', 'brand', 'currency'];
console.log(`${columns.map((name) => name.padEnd(13)).join('')}without`);
await withTemporaryDirectory(async (directory) => {
  const output = values.output ?? join(directory, 'predictions.json');
  for (const without of ablations) {
    const rows: (readonly [string, Prediction])[] = [];
    for (const [id, document] of documents) {
      const left = without.reduce((rest, name) => removals[name]?.(rest) ?? rest, document);
      rows.push([id, await predicted(left)]);
    }
    writeFileSync(output, JSON.stringify(Object.fromEntries(rows), null, 2));
    const scores = f1Scores(scoreTable(corpora, output, directory, part));
    const line = columns.map((name) => (scores[name] ?? 0).toFixed(3).padEnd(13)).join('');
    console.log(`${line}${without.join(', ') || 'nothing'}`);
  }
});
