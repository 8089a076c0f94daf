import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoRows } from '#demo/site/rows.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = await readFile(join(root, 'examples/README.md'), 'utf8');
const demoOrigin = 'http://127.0.0.1:4380';

/** Only what a program needs: a model that the developer has configured is not asked. */
const environment = { PATH: process.env['PATH'] };

/** What the program prints on its standard output. Rejects when it ends with another exit code than 0. */
async function run(...command: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, env: environment });
  return stdout;
}

test('custom-pipeline.ts prints what its description says', async () => {
  const [, command = '', printed] = /^npx node (.+)$[\s\S]+?^prints$\s+^```$\n([\s\S]+?)^```$/mu.exec(readme) ?? [];
  expect(await run(...command.split(' '))).toBe(printed);
});

describe('urls.csv', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'specbook-examples-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test('names pages that the demonstration fetches', async () => {
    const pages = demoRows(demoOrigin, { withTimeout: false }).map(({ url }) => url);
    const rows = (await readFile(join(root, 'examples/urls.csv'), 'utf8')).trim().split('\n').slice(1);
    expect(rows.map((row) => row.split(',').at(-1)).filter((url) => url === undefined || !pages.includes(url))).toEqual(
      [],
    );
  });

  test('becomes a spec book', async () => {
    // On a port of its own, lest it meet a demonstration that is running.
    const site = await startDemoSite({ port: 0 });
    const input = join(directory, 'urls.csv');
    const list = await readFile(join(root, 'examples/urls.csv'), 'utf8');
    await writeFile(input, list.replaceAll(demoOrigin, site.origin));
    const folders = ['--data', join(directory, 'data'), '--output', join(directory, 'output')];
    const printed = await run('src/cli/main.ts', 'pipeline', '--input', input, ...folders).finally(site.close);

    const [, summary = ''] = /^(\d+ rows = .+)$/mu.exec(readme) ?? [];
    expect(printed.split('\n')).toContain(summary);
    expect(printed).toContain('no model is asked');
    const [id = ''] = await readdir(join(directory, 'output'));
    const table = await readFile(join(directory, 'output', id, 'products.csv'), 'utf8');
    expect(table.split(/\r?\n/u)[1]).toMatch(/^Dining room,CH-01,8,Spindle Back Dining Chair,Halden & Roe,/u);
  });
});
