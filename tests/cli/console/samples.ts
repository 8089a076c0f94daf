import type { RunResult } from '#app/execute-run.ts';
import type { ItemSettled } from '#app/run-events.ts';
import { configure } from '#app/configure.ts';
import type { Opening, Standing } from '#app/start-run.ts';
import { countFact, countNotice, emptyTally, type Tally } from '#app/tally.ts';
import { nothingSpent } from '#app/spending.ts';
import type { FailureCategory } from '#core/failure.ts';
import { nanoDollars } from '#core/money.ts';
import { type Moment, type View, viewOf } from '../../../src/cli/console/view.ts';
import { fact } from '../../fakes/fact.ts';
import { started } from '../../fakes/notice.ts';

export const run = '20261121-010716-ab12';

/** Somewhat below its maximum, some of it uncertain, and with a warning. */
export const budgets: Tally['budgets'] = [
  {
    name: 'run',
    tag: undefined,
    period: 'run',
    setting: 'budget.maxPerRun',
    flag: '--max-cost',
    maximum: nanoDollars(1e9),
    warning: nanoDollars(8e8),
    key: `run:${run}`,
    spent: 410_000_000,
    uncertain: 12_000_000,
    reserved: 30_000_000,
  },
];

/** A run of many pages in its middle, where something of everything has happened. */
export function busyTally(): Tally {
  const tally: Tally = { ...emptyTally(), budgets };
  const stages = { scraping: 340, html_processing: 8, llm_extraction: 1_200, validation: 65 };
  for (const [stage, duration] of Object.entries(stages)) {
    for (let page = 0; page < 400; page += 1) countFact(tally, fact({ kind: 'stage', stage, duration }));
  }
  for (let page = 0; page < 12; page += 1) {
    const item = { id: `item-${page}`, key: `host-${page}`, input: {} };
    countNotice(tally, started(item));
  }
  const waiting = { 'slow.example': 42_000, '家具.example': 125_000, 'shop-with-a-very-long-name.example': 8_000 };
  for (const [key, until] of Object.entries(waiting)) {
    const parked = { kind: 'parked', until, scope: 'key', category: 'rate_limited' } as const;
    countNotice(tally, { ...parked, item: { id: key, key, input: {} } });
  }
  for (let call = 0; call < 300; call += 1) {
    const cost_source = call < 200 ? 'reported' : call < 280 ? 'estimated' : 'unpriced';
    const cost = cost_source === 'unpriced' ? {} : { cost_nano_dollars: 1_500_000 };
    const used = { input_tokens: 1_234, output_tokens: 321, response_model: call < 280 ? 'small-1' : 'local-7b' };
    const attributes = { ...used, cost_source, ...cost };
    countFact(tally, fact({ kind: 'model_call', stage: 'llm_extraction', attributes }));
  }
  countFact(tally, fact({ kind: 'model_call', stage: 'llm_extraction', outcome: 'llm_rate_limited' }));
  const vendors = ['cloudflare', 'cloudflare', 'akamai'];
  for (const vendor of vendors) {
    countFact(tally, fact({ kind: 'fetch', outcome: 'bot_detected', attributes: { vendor } }));
  }
  for (let page = 0; page < 7; page += 1) countFact(tally, fact({ kind: 'fetch', outcome: 'rate_limited' }));
  for (const [category, times] of categories) {
    const outcome = category === 'not_found' ? 'not_found' : 'failed';
    for (let page = 0; page < times; page += 1) {
      countFact(tally, fact({ kind: 'settlement', outcome: category, attributes: { outcome } }));
    }
  }
  return tally;
}

const categories: ReadonlyMap<FailureCategory, number> = new Map([
  ['not_found', 9],
  ['bot_detected', 3],
  ['timeout', 2],
  ['needs_browser', 2],
  ['http_server_error', 1],
  ['login_required', 1],
  ['llm_output', 1],
]);

export const busyStanding: Standing = {
  sourceComplete: true,
  counts: {
    rows: 1_000,
    succeeded: 377,
    failed: 10,
    not_found: 9,
    skipped: 0,
    invalid: 3,
    duplicate: 1,
    remaining: 600,
  },
};

const moment: Moment = { elapsed: 125_000, now: 0, rate: 3.14, asksModel: true };

export const views: Readonly<Record<string, View>> = {
  'at its beginning': viewOf(
    emptyTally(),
    {
      counts: { ...busyStanding.counts, rows: 400, succeeded: 0, failed: 0, not_found: 0, remaining: 396 },
      sourceComplete: false,
    },
    { ...moment, elapsed: 250, rate: undefined, asksModel: false },
  ),
  'in its middle': viewOf(busyTally(), busyStanding, moment),
  'when all is done': viewOf(
    emptyTally(),
    { counts: { ...busyStanding.counts, succeeded: 977, remaining: 0 }, sourceComplete: true },
    { ...moment, asksModel: false },
  ),
};

const item = { url: 'https://shop.example/p/1', duration: 1_400, spending: nothingSpent, traceId: 'abc' };

export const items: readonly ItemSettled[] = [
  {
    ...item,
    kind: 'item_settled',
    outcome: 'succeeded',
    name: 'Spindle Back Dining Chair',
    verdict: 'valid',
    spending: { ...nothingSpent, calls: 1, reported: 1_500_000 },
  },
  {
    ...item,
    kind: 'item_settled',
    outcome: 'succeeded',
    name: '無垢材のダイニングチェア 👩‍🎨 特別仕様・オーク材・座面ファブリック張り・受注生産・送料無料',
    verdict: 'incomplete',
  },
  {
    ...item,
    kind: 'item_settled',
    outcome: 'failed',
    failure: {
      category: 'bot_detected',
      stage: 'scraping',
      message: 'a bot check or deny page (cloudflare), by the header cf-mitigated and the title "Just a moment..."',
    },
  },
  { ...item, kind: 'item_settled', outcome: 'not_found' },
  {
    ...item,
    kind: 'item_settled',
    outcome: 'skipped',
    failure: { category: 'not_cached', stage: 'scraping', message: 'not there' },
  },
];

export const result: RunResult = {
  run,
  ...busyStanding,
  tally: busyTally(),
  categories,
  quality: {
    records: 377,
    measures: {
      score: 0.81,
      accuracy: 0.84,
      completeness: 0.66,
      clarity: 0.97,
      coherence: 0.99,
      valid: 0.82,
      pages: 0.97,
    },
    fields: { name: 1, price: 0.93 },
    thresholds: [
      {
        measure: 'score',
        minimum: 0.7,
        value: 0.81,
        met: true,
        severity: 'warning',
        message: 'the mean score',
        action: 'look',
      },
      {
        measure: 'valid',
        minimum: 0.9,
        value: 0.82,
        met: false,
        severity: 'warning',
        message: 'the share of the records that are complete enough to use',
        action: 'see which fields are missing with npm run evaluate, or in the column verdict of products.csv',
      },
      {
        measure: 'field:price',
        minimum: 0.95,
        value: 0.93,
        met: false,
        severity: 'critical',
        message: 'no schedule goes out without prices',
        action: 'ask the shops',
      },
    ],
  },
  warnings: [],
  invalidRows: [
    { line: 4, kind: 'invalid', reason: 'invalid_url: "not a url" is no address of a page' },
    { line: 9, kind: 'invalid', reason: 'forbidden_address: only http and https' },
  ],
  directory: `output/${run}`,
  files: [`output/${run}/failures.csv`, `output/${run}/specbook.html`],
  failure: undefined,
  stopped: true,
};

export const opening: Opening = {
  run,
  settings: configure({ flags: new Map([['run.input', { value: 'urls.csv', origin: '--input' }]]), file: undefined })
    .configuration,
  model: {
    kind: 'model',
    name: 'small-1',
    id: 'small-1',
    provider: undefined,
    baseUrl: 'http://localhost:8000/v1',
    apiKey: 'none',
    structuredOutputs: undefined,
    timeout: 60_000,
    limits: undefined,
    setting: 'model',
    further: [],
    standIn: false,
  },
  demonstration: undefined,
  inputs: ['urls.csv'],
  resumed: { run, reopened: 0, remaining: 600 },
  costs: {
    prices: () => undefined,
    tags: [],
    limits: [],
    unpriced: [],
    price: {
      version: 'genai-prices 0.1.8',
      tiers: [{ above: 0, rates: { input: 15e7, cachedInput: 75e6, cacheWrite: 15e7, output: 6e8, reasoning: 6e8 } }],
      perCall: 0,
    },
  },
  budgets,
  estimate: {
    pages: 600,
    more: false,
    calls: { expected: 540, low: 500, high: 580 },
    tokens: { expected: 900_000, low: 700_000, high: 1_100_000 },
    cost: { expected: 840_000_000, low: 620_000_000, high: 1_060_000_000 },
    time: { expected: 190_000, low: 150_000, high: 230_000 },
    runs: 3,
  },
  live: { tally: emptyTally(), standing: async () => busyStanding },
};
