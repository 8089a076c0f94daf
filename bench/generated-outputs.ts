import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import type { RunCounts } from '#core/run-store.ts';
import { generatedProduct } from '#demo/site/generated.ts';

type Product = { readonly url: string; readonly values: { readonly name?: string } };

/** Checks the files of the only run in the output directory, whose pages are generated ones, against what must be. */
export async function checkOutputs(
  output: string,
  origin: string,
): Promise<{ readonly products: number; readonly problems: readonly string[] }> {
  const [run = ''] = await readdir(output);
  const file = (name: string) => join(output, run, name);
  const { counts } = JSON.parse(await readFile(file('run.json'), 'utf8')) as { readonly counts: RunCounts };
  const lines = await checkProducts(file('products.jsonl'), origin);
  const records = await countRecords(file('products.csv'));
  const failures = await countRecords(file('failures.csv'));
  const { rows, ...others } = counts;
  const sum = Object.values(others).reduce((total, count) => total + count, 0);
  const expected = counts.succeeded;
  return {
    products: lines.count,
    problems: [
      ...lines.problems,
      ...(lines.count === expected ? [] : [`products.jsonl has ${lines.count} lines for ${expected} products`]),
      ...(records === expected ? [] : [`products.csv has ${records} records for ${expected} products`]),
      ...(failures === 0 && counts.failed === 0 ? [] : [`${counts.failed} failed, ${failures} rows in failures.csv`]),
      ...(sum === rows ? [] : [`${rows} rows are not the sum of the others, ${sum}`]),
    ],
  };
}

async function checkProducts(path: string, origin: string) {
  const problems: string[] = [];
  const seen = new Set<string>();
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    count += 1;
    const problem = problemOf(line, origin, seen);
    if (problem !== undefined && problems.length < 10) problems.push(`products.jsonl, line ${count}: ${problem}`);
  }
  return { count, problems };
}

function problemOf(line: string, origin: string, seen: Set<string>): string | undefined {
  try {
    const { url, values } = JSON.parse(line) as Product;
    if (seen.has(url)) return `${url} for the second time`;
    seen.add(url);
    const { name } = generatedProduct(Number(url.split('/').at(-1)), origin).expected;
    return values.name === name ? undefined : `${url} is named ${values.name}, not ${name}`;
  } catch (error) {
    return String(error);
  }
}

async function countRecords(path: string): Promise<number> {
  let count = 0;
  for await (const _ of createReadStream(path).pipe(parse({ columns: true, bom: true }))) count += 1;
  return count;
}
