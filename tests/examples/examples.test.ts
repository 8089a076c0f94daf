import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { demoRows } from '#demo/site/rows.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fromRoot = (path: string) => readFile(join(root, path), 'utf8');
const demoOrigin = 'http://127.0.0.1:4380';

/** Only what a program needs: a model that the developer has configured is not asked. */
// The pages of the examples are the demonstration's, on this machine.
const environment = {
  PATH: process.env['PATH'],
  SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true',
  OTEL_METRICS_EXPORTER: 'none',
};

/** What the program prints on its standard output. Rejects when it ends with another exit code than 0. */
async function run(...command: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, env: environment });
  return stdout;
}

async function startedSite() {
  const { origin, close } = await startDemoSite({ port: 0 });
  return { origin, [Symbol.asyncDispose]: close };
}

/** The first block of code in the document that begins with the given text. */
function blockThatBegins(document: string, beginning: string): string {
  const blocks = [...document.matchAll(/^```\w*\n([\s\S]+?)^```$/gmu)].map(([, code = '']) => code);
  const block = blocks.find((code) => code.startsWith(beginning));
  if (block === undefined) throw new Error(`no block of code begins with ${beginning}`);
  return block;
}

const table = (text: string) => parse<Record<string, string>>(text, { columns: true });

describe('own-schema', () => {
  test.each(['own-schema.json', 'own-schema.ts'])('%s gives the records that the documents show', async (name) => {
    await using site = await startedSite();
    const directory = await mkdtemp(join(tmpdir(), 'specbook-own-'));
    const input = join(directory, 'urls.csv');
    await writeFile(input, (await fromRoot('examples/urls.csv')).replaceAll(demoOrigin, site.origin));
    const folders = ['--data', join(directory, 'data'), '--output', join(directory, 'output')];
    await run('src/cli/main.ts', 'pipeline', '--input', input, '--schema', `examples/${name}`, ...folders);

    const [id = ''] = await readdir(join(directory, 'output'));
    const products = table(await readFile(join(directory, 'output', id, 'products.csv'), 'utf8'));
    const document = await fromRoot(name.endsWith('.json') ? 'docs/outputs.md' : 'examples/README.md');
    const shown = table(blockThatBegins(document, 'room,item code,quantity,name'));
    expect(shown.length).toBeGreaterThan(1);
    for (const row of shown) expect(products).toContainEqual(expect.objectContaining(row));
    await rm(directory, { recursive: true });
  });
});

test('custom-pipeline.ts prints what its description says', async () => {
  const description = await fromRoot('examples/README.md');
  const [, ...command] = blockThatBegins(description, 'npx node ').trim().split(' ').slice(1);
  expect(await run(...command)).toBe(blockThatBegins(description, 'LICENSE '));
});

describe('urls.csv', () => {
  let directory: string;
  let list: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'specbook-examples-'));
    list = await fromRoot('examples/urls.csv');
  });
  afterAll(() => rm(directory, { recursive: true }));

  test('is what README.md shows', async () => {
    expect(blockThatBegins(await fromRoot('README.md'), 'room,item code,quantity,product url')).toBe(list);
  });

  test('names pages that the demonstration fetches', () => {
    const pages = new Set(demoRows(demoOrigin, { all: false }).map(({ url }) => url));
    const unknown = table(list).filter((row) => !pages.has(row['product url'] ?? ''));
    expect(unknown).toEqual([]);
  });

  test('becomes what the documents show', async () => {
    // On a port of its own, lest it meet a demonstration that is running.
    await using site = await startedSite();
    const input = join(directory, 'urls.csv');
    await writeFile(input, list.replaceAll(demoOrigin, site.origin));
    const folders = ['--data', join(directory, 'data'), '--output', join(directory, 'output')];
    const printed = await run('src/cli/main.ts', 'pipeline', '--input', input, ...folders);

    expect(printed).toContain(blockThatBegins(await fromRoot('examples/README.md'), '5 rows = '));
    expect(printed).toContain('no model is asked');
    const [id = ''] = await readdir(join(directory, 'output'));
    const products = table(await readFile(join(directory, 'output', id, 'products.csv'), 'utf8'));
    const shown = table(blockThatBegins(await fromRoot('README.md'), 'room,item code,quantity,name'));
    expect(shown.length).toBeGreaterThan(1);
    for (const row of shown) expect(products).toContainEqual(expect.objectContaining(row));
  });
});
