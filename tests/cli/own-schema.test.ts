import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { type Desk, desk } from './specbook.ts';

let site: DemoSite;
let model: DemoModel;
let own: Desk;
const write = (name: string, text: string) => writeFileSync(join(own.directory, name), text);
const words = ['pipeline', '--input', 'urls.txt'];

beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  model = await startDemoModel({ port: 0 });
});
afterAll(async () => {
  await site.close();
  await model.close();
});
beforeEach(() => {
  own = desk();
  write('urls.txt', `${site.origin}/products/halden-roe-spindle-chair\n`);
});
afterEach(() => own.clear());

const schema = (properties: object) =>
  JSON.stringify({
    type: 'object',
    title: 'Chair',
    required: ['name'],
    properties: { name: { type: 'string' }, ...properties },
  });

describe('--schema', () => {
  test('asks the model for what page data lacks, in the shape of the schema', async () => {
    write('chair.json', schema({ description: { type: 'string' }, leadTime: { type: 'string' } }));
    write('urls.txt', `${site.origin}/products/weidenhaupt-konferenztisch\n`);
    const asked = ['--extractor', 'llm', '--model', 'demo-model', '--model-base-url', model.baseUrl];
    expect(await own.run([...words, '--schema', 'chair.json', ...asked])).toMatchObject({ code: 0 });
    const [product] = own.outputs().products;
    expect(Object.keys(product?.values ?? {})).toEqual(['name', 'description', 'leadTime']);
    expect(product?.provenance['description']).toMatchObject({ source: 'model' });
  });

  test('whose file is wrong is said before anything is done, with the place', async () => {
    write('chair.json', schema({ weight: { type: 'decimal' } }));
    const { code, stderr } = await own.run([...words, '--schema', 'chair.json']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/extraction\.schema \(--schema\): chair\.json, properties\.weight\.type: .*"number"/u);
    expect(existsSync(join(own.directory, 'output'))).toBe(false);
  });

  test('belongs to the run: resuming takes it up, and refuses another one', async () => {
    write('chair.json', schema({ brand: { type: 'string' } }));
    write('urls.txt', `${site.origin}/products/halden-roe-spindle-chair\n${site.origin}/faults/denied\n`);
    expect(await own.run([...words, '--schema', 'chair.json'])).toMatchObject({ code: 3 });
    const { environment } = JSON.parse(own.outputs().text('run.json')) as {
      readonly environment: { readonly schema: string; readonly schemaHash: string };
    };
    expect(environment.schema).toBe(`chair/${environment.schemaHash.slice(0, 12)}`);

    const resumed = await own.run(['pipeline', '--resume']);
    expect(resumed.code).toBe(3);
    expect(own.outputs().products[0]?.values).toEqual({ name: 'Spindle Back Dining Chair', brand: 'Halden & Roe' });

    write('chair.json', schema({ brand: { type: 'string', maxLength: 3 } }));
    const refused = await own.run(['pipeline', '--resume']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/began with chair\/[\da-f]{12}, but .*chair\.json is now chair\/[\da-f]{12}/u);
  });

  test('of another run leaves its results alone', async () => {
    write('chair.json', schema({ weight: { type: 'number' } }));
    expect(await own.run([...words])).toMatchObject({ code: 0 });
    expect(await own.run([...words, '--schema', 'chair.json', '--cache-only'])).toMatchObject({ code: 0 });
    expect(own.outputs().products[0]?.values).toEqual({ name: 'Spindle Back Dining Chair', weight: 11.5 });
  });
});

describe('--format', () => {
  const files = () => readdirSync(own.outputs().directory).toSorted();
  const always = ['failures.csv', 'invalid-rows.csv', 'run.json'];

  test('left out gives all of them', async () => {
    expect((await own.run(words)).stdout).toContain('specbook.html');
    expect(files()).toEqual(
      [...always, 'products.csv', 'products.jsonl', 'products.xlsx', 'specbook.html', 'specbook.md'].toSorted(),
    );
  });

  test('writes only what is asked for', async () => {
    const { code, stdout } = await own.run([...words, '--format', 'jsonl, xlsx']);
    expect(code).toBe(0);
    expect(files()).toEqual([...always, 'products.jsonl', 'products.xlsx'].toSorted());
    expect(stdout).not.toContain('specbook.html');
  });

  test.each(['pdf', 'csv,', ''])('"%s" is complained about', async (names) => {
    const { code, stderr } = await own.run([...words, `--format=${names}`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /run\.formats \(from --format\) is .* is no format; expected some of csv, jsonl, html, md, xlsx/u,
    );
  });

  test('may be a list in the file', async () => {
    write('specbook.yaml', 'run:\n  formats: [jsonl]\n');
    expect(await own.run(words)).toMatchObject({ code: 0 });
    expect(files()).toEqual([...always, 'products.jsonl'].toSorted());
  });
});
