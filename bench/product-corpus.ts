import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provenance } from '#extraction/extraction.ts';
import type { CorpusPart } from './corpus-part.ts';
import { nodeFlags, pipelineCommand } from './pipeline-command.ts';
import { goldUrls, type Prediction, predictionOf } from './product-gold.ts';

type Product = {
  readonly columns: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly provenance: Readonly<Record<string, Provenance>>;
};

export type CorpusRun = {
  /** Rows of the run by outcome. */
  readonly counts: Readonly<Record<string, number>>;
  /** What the program printed. */
  readonly summary: string;
};

/**
 * Brings the corpus into a cache of its own, runs it without a request and without a model, and writes what came
 * out as predictions.
 *
 * @param directory an empty one to work in.
 */
export async function runCorpus(
  corpora: string,
  directory: string,
  predictions: string,
  part: CorpusPart = 'all',
): Promise<CorpusRun> {
  const [program = '', command = ''] = pipelineCommand;
  const specbook = (...words: string[]) =>
    execFileSync(process.execPath, [...nodeFlags, program, ...words], { cwd: directory, encoding: 'utf8' });
  const rows = [...goldUrls(corpora, part)];
  const html = join(corpora, 'product-pages', 'html');
  const manifest = rows.map(([id, url]) => `"${url}",${join(html, `${id}.html.gz`)}`);
  writeFileSync(join(directory, 'pages.csv'), ['url,file', ...manifest].join('\n'));
  writeFileSync(join(directory, 'urls.csv'), ['url,page', ...rows.map(([id, url]) => `"${url}",${id}`)].join('\n'));
  specbook('cache', 'import', '--manifest', 'pages.csv');
  const words = ['--input', 'urls.csv', '--cache-only', '--extractor', 'structured', '--max-failure-rate', '1'];
  const summary = specbook(command, ...words);
  const [run = ''] = readdirSync(join(directory, 'output'));
  const read = (file: string) => readFileSync(join(directory, 'output', run, file), 'utf8');
  const products = read('products.jsonl')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Product);
  const found = products.map(({ columns, values, provenance }): [string, Prediction] => [
    columns['page'] ?? '',
    predictionOf(values, provenance),
  ]);
  writeFileSync(predictions, JSON.stringify(Object.fromEntries(found), null, 2));
  const { counts } = JSON.parse(read('run.json')) as Pick<CorpusRun, 'counts'>;
  return { counts, summary };
}
