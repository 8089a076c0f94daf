import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { desk } from './specbook.ts';

/** What a run is worth is said at its end wherever one looks, and counts as much as one wants it to. */
describe('quality', () => {
  const { directory, run, outputs, clear } = desk();
  let site: DemoSite;
  beforeAll(async () => {
    site = await startDemoSite({ port: 0 });
    const urls = site.rows.filter(({ expected }) => expected.outcome === 'product').slice(0, 20);
    const lamp = site.rows.find(({ url }) => url.endsWith('/verrain-lampadaire-roseau'));
    writeFileSync(
      join(directory, 'urls.txt'),
      [...urls, ...(lamp === undefined ? [] : [lamp])].map(({ url }) => url).join('\n'),
    );
    writeFileSync(
      join(directory, 'specbook.yaml'),
      JSON.stringify({
        run: { formats: 'jsonl' },
        extraction: { strategy: 'structured' },
        quality: {
          thresholds: [
            { measure: 'score', minimum: 0.1 },
            { measure: 'clarity', minimum: 1.0, severity: 'warning' },
            {
              measure: 'field:energyLabel',
              minimum: 0.5,
              severity: 'critical',
              message: 'lamps need one',
              action: 'ask',
            },
          ],
        },
      }),
    );
  });
  afterAll(async () => {
    await site.close();
    clear();
  });

  test('thresholds are in the summary, in run.json, in the store and in the log, and leave the exit code alone', async () => {
    const { code, stdout, stderr } = await run(['pipeline', 'urls.txt', '--log', 'run.log']);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/quality 0\.\d\d of 1: accuracy 0\.\d\d, completeness/u);
    expect(stdout).toContain(
      'critical: field:energyLabel is 0.00, and should be 0.50 or more (lamps need one)\n    ask',
    );
    const { quality } = JSON.parse(outputs().text('run.json')) as {
      quality: { records: number; thresholds: { met: boolean }[] };
    };
    expect(quality.records).toBe(outputs().products.length);
    expect(quality.thresholds.map(({ met }) => met)).toEqual([true, expect.any(Boolean), false]);
    const log = readFileSync(join(directory, 'run.log'), 'utf8');
    expect(log).toMatch(/"level":"error".*"measure":"field:energyLabel".*quality threshold not met/u);
    const shown = await run(['runs', outputs().run.id, '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      quality: { thresholds: [{ measure: 'score' }, {}, { met: false }] },
    });
  });

  test('and make it 3 when they are to count', async () => {
    const { code, stdout } = await run(['pipeline', 'urls.txt', '--fail-on', 'critical', '--json']);
    expect(code).toBe(3);
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as {
      quality: { measures: Record<string, number> };
    };
    expect(last).toMatchObject({
      event: 'summary',
      exit_code: 3,
      quality: { thresholds: [{ met: true }, {}, { met: false }] },
    });
    const quiet = await run(['pipeline', 'urls.txt', '--quiet']);
    expect([quiet.code, quiet.stderr]).toEqual([0, expect.stringContaining('critical: field:energyLabel')]);
  });

  test('what only looks like a picture or a data sheet is not in the record, and the record says why', () => {
    const lamp = outputs().products.find(({ url }) => url.endsWith('/verrain-lampadaire-roseau'));
    const { images, documents } = (lamp?.values ?? {}) as { images: string[]; documents: { url: string }[] };
    expect(images.every((url) => url.includes('/verrain-lampadaire-roseau/'))).toBe(true);
    expect(documents.every(({ url }) => url.includes('/verrain-lampadaire-roseau/'))).toBe(true);
    const problems = ((lamp?.quality ?? { issues: [] }) as unknown as { issues: { problem: string }[] }).issues.map(
      ({ problem }) => problem,
    );
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/visit\.gif is not a picture of the product: a tracking pixel \(1 x 1\)/u),
        expect.stringMatching(/no-image\.png is not a picture of the product: a placeholder/u),
        expect.stringMatching(/on-request\.pdf is not a document of the product: a web page, not PDF/u),
      ]),
    );
  });

  test('evaluate holds a run against a gold file, by URL or by the id in a column', async () => {
    const lamp = site.rows.find(({ url }) => url.endsWith('/verrain-lampadaire-roseau'))?.url;
    const gold = {
      'AV-1': { url: lamp, brand: ['Atelier Verrain'], price: 1290, currency: '€', sku: ['another', 'one'] },
      'https://elsewhere.example/lamp': { brand: 'Nobody' },
    };
    writeFileSync(join(directory, 'gold.json'), JSON.stringify(gold));
    const { code, stdout } = await run(['evaluate', '--gold', 'gold.json', '--json']);
    expect(code).toBe(0);
    const {
      gold: read,
      fields,
      compliance,
    } = JSON.parse(stdout) as {
      gold: unknown;
      fields: { field: string; f1: number }[];
      compliance: { records: number; fields: { field: string; records: number }[] };
    };
    expect(read).toEqual({ pages: 2, inRun: 1, withRecord: 1, unknownFields: [] });
    const byField = Object.fromEntries(fields.map(({ field, f1 }) => [field, f1]));
    expect(byField).toEqual({ brand: 1, price: 1, currency: 1, sku: 0 });
    expect(compliance.records).toBe(outputs().products.length);
    expect(compliance.fields.find(({ field }) => field === 'name')?.records).toBe(compliance.records);
    const table = await run(['evaluate', '--gold', 'gold.json', '--run', outputs().run.id]);
    expect(table.stdout).toMatch(/brand +1\.000 +1\.000 \(0\.21 to 1\.00\)/u);
    expect(table.stdout).toMatch(/has name +20 +100 %/u);
  });

  test.each([
    ['{', /gold\.json: it is not JSON/u],
    ['[]', /names no page/u],
    ['{"a": 5}', /"a" is a number, expected an object of fields/u],
    ['{"a": {"price": [[1]]}}', /"a", price holds a list/u],
    ['[{"price": 1}]', /entry 1 names no page/u],
    ['{"a": {"colourTemperature": 1}}', /records have no field colourTemperature; they have name,/u],
  ])('a gold file that is %s is a complaint', async (text, complaint) => {
    writeFileSync(join(directory, 'gold.json'), text);
    const { code, stderr } = await run(['evaluate', '--gold', 'gold.json']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(complaint)]);
    expect(stderr).not.toContain('    at ');
  });
});
