import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelFaultName } from '#demo/model/faults.ts';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { type Desk, desk, type Ended } from './specbook.ts';

let site: DemoSite;
let model: DemoModel;
const desks: Desk[] = [];
beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  model = await startDemoModel({ port: 0 });
});
afterAll(async () => {
  await site.close();
  await model.close();
  for (const own of desks) own.clear();
});

type Call = { readonly kind: string; readonly attempt: number; readonly outcome: string; readonly attributes: string };

/** One page, asked of a model that has the fault, with another one, `spare`, that has none. */
async function run(fault: ModelFaultName, rules: string): Promise<{ ended: Ended; own: Desk; calls: readonly Call[] }> {
  const own = desk();
  desks.push(own);
  const baseUrl = model.baseUrl.replace(/v1$/u, `faults/${fault}/v1`);
  writeFileSync(join(own.directory, 'urls.csv'), `${site.origin}/generated/7\n`);
  const spare = `    - { name: spare, id: demo-model, baseUrl: "${model.baseUrl}", apiKeyEnv: SPARE_KEY }`;
  const settings = `model:\n  name: demo-model\n  baseUrl: ${baseUrl}\n  retries: 1\n  further:\n${spare}\n${rules}\n`;
  writeFileSync(join(own.directory, 'specbook.yaml'), settings);
  const words = ['pipeline', '--input', 'urls.csv', '--extractor', 'llm', '--patience', '5s'];
  const ended = await own.run(words, { env: { SPARE_KEY: 'spare' } });
  const database = new DatabaseSync(join(own.directory, '.specbook', 'runs.sqlite'), { readOnly: true });
  const calls = database
    .prepare(
      "select kind, attempt, outcome, attributes from facts where kind in ('model_call', 'completion', 'stage') order by at, attempt",
    )
    .all() as unknown as readonly Call[];
  database.close();
  return { ended, own, calls };
}

const attempts = (calls: readonly Call[]) =>
  calls.flatMap(({ kind, attempt, outcome, attributes }) =>
    kind === 'model_call' ? [[attempt, outcome, (JSON.parse(attributes) as { model: string }).model]] : [],
  );

describe('another model', () => {
  test('is asked when the first declines', async () => {
    const { ended, own, calls } = await run('model-refusal', '  fallback: [spare]');
    expect([ended.code, own.outputs().products.length]).toEqual([0, 1]);
    expect(attempts(calls)).toEqual([
      [1, 'llm_refused', 'demo-model'],
      [2, 'ok', 'spare'],
    ]);
    const completion = calls.find(({ kind }) => kind === 'completion');
    expect(JSON.parse(completion?.attributes ?? '')).toMatchObject({ model: 'demo-model', fallback: 'spare' });
  });

  test('is asked again where the answer of the small one is of no use', async () => {
    const { ended, calls } = await run('model-off-schema', '  cascade: spare');
    expect(ended.code).toBe(0);
    expect(attempts(calls)).toEqual([
      [1, 'llm_output', 'demo-model'],
      [2, 'llm_output', 'demo-model'],
      [3, 'ok', 'spare'],
    ]);
    expect(calls.filter(({ kind }) => kind === 'completion').map(({ attempt, outcome }) => [attempt, outcome])).toEqual(
      [
        [1, 'llm_output'],
        [2, 'ok'],
      ],
    );
  });

  test('is asked for the documents that a rule names', async () => {
    const { ended, calls } = await run('model-error', '  routes:\n    - { model: spare, longerThan: 10 }');
    expect(ended.code).toBe(0);
    expect(attempts(calls)).toEqual([[1, 'ok', 'spare']]);
  });

  test.each([
    ['  fallback: [nonesuch]', /model\.fallback: there is no model named "nonesuch"; there are demo-model, spare/u],
    ['  cascade: nonesuch', /model\.cascade/u],
    ['  routes: [{ model: nonesuch }]', /model\.routes\[0\]\.model/u],
    ['  redact: [telephone]', /model\.redact: "telephone" is no pattern/u],
  ])('that is none is a complaint: %s', async (rules, complaint) => {
    const { ended } = await run('model-error', rules).catch(() => ({ ended: undefined }));
    expect(ended?.code).toBe(2);
    expect(ended?.stderr).toMatch(complaint);
  });
});
