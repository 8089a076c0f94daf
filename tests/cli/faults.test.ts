import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FailureCategory, failureCategories } from '#core/failure.ts';
import { type ModelFault, type ModelFaultName, modelFaultNames, modelFaults } from '#demo/model/faults.ts';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { type Desk, desk, type Ended, type Outputs } from './specbook.ts';

/** Categories that no site and no model can cause, each with what does. */
const causedElsewhere: Readonly<Partial<Record<FailureCategory, string>>> = {
  invalid_url: 'a row of the input',
  not_cached: '--cache-only',
  circuit_open: 'our own patience with a host',
  parse: 'stored results of an earlier tool',
  budget_exceeded: 'our own budget',
  store: 'the disk',
  cancelled: 'a person',
  internal: 'a bug',
};

let site: DemoSite;
let model: DemoModel;
const desks: Desk[] = [];
const deskFor = (input: string, settings = '') => {
  const own = desk();
  desks.push(own);
  writeFileSync(join(own.directory, 'urls.csv'), input);
  writeFileSync(join(own.directory, 'specbook.yaml'), settings);
  return own;
};

beforeAll(async () => {
  site = await startDemoSite({ port: 0, allFaults: true });
  model = await startDemoModel({ port: 0 });
});
afterAll(async () => {
  await site.close();
  await model.close();
  for (const own of desks) own.clear();
});

test('every category that a site or a model can cause is the end of a fault', () => {
  const ends = [
    ...site.rows.map(({ expected }) => expected.outcome),
    ...Object.values<ModelFault>(modelFaults).map((fault) => fault.ends),
  ];
  const caused = failureCategories.filter((category) => ends.includes(category));
  const rest = failureCategories.filter((category) => !ends.includes(category));
  expect(rest.toSorted()).toEqual(Object.keys(causedElsewhere).toSorted());
  expect(caused.length).toBeGreaterThanOrEqual(27);
});

describe('one run over every fault of the site', () => {
  let ended: Ended;
  let outputs: Outputs;
  beforeAll(async () => {
    const own = deskFor(await (await fetch(`${site.origin}/faults.csv`)).text());
    const quick = [
      '--timeout',
      '4s',
      '--retries',
      '1',
      '--patience',
      '6s',
      '--concurrency',
      '60',
      '--fetchers',
      'http',
    ];
    ended = await own.run(['pipeline', '--input', 'urls.csv', '--extractor', 'structured', ...quick]);
    outputs = own.outputs();
  }, 240_000);

  test('every failure lands in its category', () => {
    expect(ended.code).toBe(3);
    const expected = site.rows.flatMap(({ fault, expected: { outcome } }) =>
      fault === undefined || outcome === 'product' ? [] : [[fault, outcome] as const],
    );
    expect(expected.length).toBeGreaterThan(35);
    const landed = outputs.failures.map(({ fault, category }) => [fault, category] as const);
    expect(Object.fromEntries(landed)).toEqual(Object.fromEntries(expected));
  });

  test('every page that recovers becomes the product that is behind it', () => {
    const recovered = site.rows.flatMap(({ fault, expected }) =>
      fault === undefined || expected.outcome !== 'product' ? [] : [[fault, expected.product.expected] as const],
    );
    expect(outputs.products).toHaveLength(recovered.length);
    for (const [fault, { name, price }] of recovered) {
      const product = outputs.products.find(({ columns }) => columns['fault'] === fault);
      expect([product?.values['name'], product?.values['price']], fault).toEqual([name, price]);
      expect(product?.quality.verdict, fault).toBe('valid');
    }
  });

  test('a refusal says by what it is known, and keeps what was shown', () => {
    for (const fault of ['login-wall', 'consent-page', 'parked', 'region-page', 'soft-404', 'captcha']) {
      const failure = outputs.failures.find((row) => row['fault'] === fault);
      expect(outputs.text(failure?.['page snapshot'] ?? ''), fault).toContain('<');
      expect(failure?.['message'], fault).not.toBe('');
    }
  });
});

describe('a run against each fault of the model', () => {
  /** One page, which costs a model call: what becomes of it. */
  async function runAgainst(name: ModelFaultName): Promise<{ ended: Ended; outputs: Outputs }> {
    const own = deskFor(`${site.origin}/generated/7\n`, 'model:\n  retries: 1\n');
    const baseUrl = model.baseUrl.replace(/v1$/u, `faults/${name}/v1`);
    const asked = ['--extractor', 'llm', '--model', 'demo-model', '--model-base-url', baseUrl];
    const quick = ['--model-timeout', '3s', '--patience', '5s', '--model-limits', 'minute=1s'];
    const ended = await own.run(['pipeline', '--input', 'urls.csv', ...asked, ...quick]);
    return { ended, outputs: own.outputs() };
  }

  test.concurrent.each(modelFaultNames)('%s ends as it says', async (name) => {
    const { ended, outputs } = await runAgainst(name);
    const fault: ModelFault = modelFaults[name];
    if (fault.recovers === true) {
      expect([ended.code, outputs.products.length]).toEqual([0, 1]);
    } else if (fault.ends === 'llm_quota') {
      expect([ended.code, outputs.run.counts['remaining'], outputs.run.state]).toEqual([1, 1, 'stopped']);
      expect(ended.stderr).toMatch(/llm_quota: .*no quota left/u);
    } else if (fault.ends === 'config') {
      // The same for every page: the run ends, and the page stays to be done.
      expect([ended.code, outputs.run.counts['remaining']]).toEqual([2, 1]);
      expect(ended.stderr).toMatch(/config: .*refused model\.apiKey/u);
    } else {
      expect(outputs.failures.map(({ category }) => category)).toEqual([fault.ends]);
    }
  });
});
