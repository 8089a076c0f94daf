import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { FactTotal, RunCounts } from '#core/run-store.ts';

/** What a run wrote, without what is different every time: when pages were fetched, and the ids of traces. */
export type RunOutcome = {
  readonly state: string;
  readonly counts: RunCounts;
  /** One line a product. */
  readonly products: readonly string[];
  /** Each row as JSON. */
  readonly productsCsv: readonly string[];
  readonly failuresCsv: readonly string[];
  /** The source line and URL of every product and failure. */
  readonly items: readonly string[];
  /** `outcome in stage: count` of every settlement. */
  readonly settlements: readonly string[];
  /** Page requests and model calls on record. */
  readonly recorded: { readonly fetches: number; readonly modelCalls: number };
};

type Row = Readonly<Record<string, string>>;
type Product = { readonly line: number; readonly url: string };
type RunFile = Pick<RunOutcome, 'state' | 'counts'> & { readonly factTotals: readonly FactTotal[] };

/** Reads the files of the only run in the output directory. */
export async function readOutcome(outputDirectory: string): Promise<RunOutcome> {
  const [run = '', ...others] = await readdir(outputDirectory);
  if (others.length > 0) throw new Error(`more than one run in the output: ${[run, ...others].join(', ')}`);
  const read = (name: string) => readFile(join(outputDirectory, run, name), 'utf8');
  const { state, counts, factTotals } = JSON.parse(await read('run.json')) as RunFile;
  const products = (await read('products.jsonl')).trimEnd().split('\n').filter(Boolean);
  const failures = rowsOf(await read('failures.csv'));
  const parsed = products.map((line) => JSON.parse(line) as Product);
  const total = (kind: string) =>
    factTotals.filter((fact) => fact.kind === kind).reduce((sum, { count }) => sum + count, 0);
  return {
    state,
    counts,
    products: parsed.map((product) => JSON.stringify({ ...product, traceId: '', fetchedAt: '' })),
    productsCsv: rowsOf(await read('products.csv')).map((row) => without(row, 'fetched_at')),
    failuresCsv: failures.map((row) => without(row, 'trace id')),
    items: [
      ...parsed.map(({ line, url }) => `line ${line} ${url}`),
      ...failures.map((row) => `line ${row['line']} ${row['url']}`),
    ],
    settlements: factTotals
      .filter(({ kind }) => kind === 'settlement')
      .map(({ stage, outcome, count }) => `${outcome} in ${stage === '' ? 'no stage' : stage}: ${count}`)
      .toSorted(),
    recorded: { fetches: total('fetch'), modelCalls: total('model_call') },
  };
}

/** In what two outcomes of the same input differ, in words; empty when they are the same. */
export function differences(expected: RunOutcome, actual: RunOutcome): readonly string[] {
  return [
    ...(actual.state === expected.state ? [] : [`the run is ${actual.state}, not ${expected.state}`]),
    ...firstDifference('run.json counts', [JSON.stringify(expected.counts)], [JSON.stringify(actual.counts)]),
    ...firstDifference('products.jsonl', expected.products, actual.products),
    ...firstDifference('products.csv', expected.productsCsv, actual.productsCsv),
    ...firstDifference('failures.csv', expected.failuresCsv, actual.failuresCsv),
    ...firstDifference('run.json settlements', expected.settlements, actual.settlements),
    ...repeated(actual.items).map((item) => `${item} is there more than once`),
  ];
}

function firstDifference(name: string, expected: readonly string[], actual: readonly string[]): readonly string[] {
  const length = Math.max(expected.length, actual.length);
  for (let index = 0; index < length; index += 1) {
    const [wanted = '(none)', got = '(none)'] = [expected[index], actual[index]];
    if (wanted !== got) return [`${name}, entry ${index + 1}: ${aroundChange(got, wanted)}`];
  }
  return [];
}

/** The part where two texts begin to differ: whole records would fill the screen. */
function aroundChange(got: string, wanted: string): string {
  let at = 0;
  while (at < got.length && got[at] === wanted[at]) at += 1;
  const part = (text: string) => text.slice(Math.max(0, at - 40), at + 60);
  return `"…${part(got)}…" instead of "…${part(wanted)}…"`;
}

function repeated(items: readonly string[]): readonly string[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}

function rowsOf(csv: string): readonly Row[] {
  return parse(csv, { columns: true, bom: true }) as readonly Row[];
}

function without(row: Row, column: string): string {
  return JSON.stringify({ ...row, [column]: '' });
}
