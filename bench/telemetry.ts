/**
 * What telling a page costs: `node bench/telemetry.ts [pages=20000] [rounds=5]`.
 *
 * Goes by the facts that a page leaves, without the page itself: what the parts of telemetry take for them, in
 * microseconds of CPU of the whole process, and all of it together as a run has it by default (a collector of spans in
 * a process of its own, a store for traces, the live page of metrics, one page in twenty fails). Nothing is asserted.
 */
import { join } from 'node:path';
import type { Fact } from '#core/fact.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import type { Settlement } from '#core/run-store.ts';
import { remembered, measureBy } from '#telemetry/measure.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { type SqliteRunStore, sqliteRunStore } from '#store/sqlite-run-store.ts';
import { startTelemetry } from '#telemetry/start-telemetry.ts';
import type { Telemetry } from '#telemetry/telemetry.ts';
import { startServer } from './child-process.ts';
import { factsOfPage } from './page-facts.ts';
import { stopwatch } from './stopwatch.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const run = { id: 'bench', pipeline: 'specbook', project: '', owner: 'us', startedAt: Date.now() };
const clock = { now: Date.now, monotonic: () => performance.now(), sleep: () => new Promise<void>(() => {}) };
const idle = { inFlight: () => 0, queued: async () => 0, hostsWaiting: () => 0, limits: () => [], budgets: () => [] };
const slices = [specbookCatalogue];
const usual = { ratio: 0.1, slow: 30_000, lowScore: 0, first: 200 };

type Told = { readonly id: string; readonly trace: string; readonly facts: readonly Fact[]; readonly end: Settlement };

/** Whoever tells a page has its facts already, so they are made before the time is taken. */
function pageOf(number: number): Told {
  const id = `item-${number}`;
  const trace = Math.imul(number, 0x9e3779b1).toString(16).replace('-', '').padStart(32, '3');
  const { scraped, settled } = factsOfPage(id);
  const fails = number % 20 === 19;
  const facts = (fails ? [...scraped.slice(0, 1), ...settled.slice(0, 1)] : [...scraped, ...settled]).map(
    (fact): Fact => ({ ...fact, trace, outcome: fails ? 'login_required' : 'ok' }),
  );
  const settlement = { item: id, round: 1, traceId: trace, at: Date.now(), facts: [] };
  const failure = new PipelineError('login_required', 'the page asks for a login', { stage: 'scraping' });
  return {
    id,
    trace,
    facts,
    end: fails
      ? {
          ...settlement,
          outcome: 'failed',
          failure: { category: failure.category, stage: 'scraping', message: failure.message, details: {} },
        }
      : { ...settlement, outcome: 'succeeded', schema: 'product/1', record: {} },
  };
}

async function tell({ observer, watch }: Pick<Telemetry, 'observer' | 'watch'>, page: Told): Promise<void> {
  const item = { id: page.id, key: 'shop.test', input: { url: `https://shop.test/${page.id}`, columns: {} } };
  watch({ kind: 'started', item, round: 1, traceId: page.trace, earlierTraceId: undefined });
  for (const fact of page.facts) {
    const { kind, stage, iteration, attempt } = fact;
    // Only what is read of a context: where the operation is.
    const context = { item, stage, iteration, attempt } as unknown as StageContext;
    await observer.around({ kind, name: kind, context }, async () => undefined);
    observer.fact(fact);
  }
  watch({ kind: 'settled', item, settlement: page.end });
}

const [pages = 20_000, rounds = 5] = process.argv.slice(2).map(Number);
const count = pages / 1_000;

/** Microseconds of CPU for each page. */
async function costOf(
  store: SqliteRunStore,
  environment: Readonly<Record<string, string>>,
  policy: typeof usual,
): Promise<number> {
  const telemetry = await startTelemetry(
    {
      run,
      slices,
      measure: remembered(measureBy(slices)),
      version: '1',
      clock,
      describe: ({ key }) => ({ host: key, url: 'https://shop.test/' }),
      log: { to: 'off', level: 'info', maxBytes: 1e6, maxAge: 1e9, keep: 1 },
      process: idle,
      traces: { policy, store: store.traces, keepFor: 1e12, mostBytes: 1e12 },
      warn: (message) => console.error(message),
    },
    { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', ...environment },
  );
  const told = Array.from({ length: pages }, (_, number) => pageOf(number));
  const spent = stopwatch();
  for (const [number, page] of told.entries()) {
    await tell(telemetry, page);
    // As between pages of a run: what waits for a turn gets one.
    if (number % 20 === 0) await new Promise(setImmediate);
  }
  await telemetry.close({ state: 'finished', at: Date.now(), counts: noCounts, failure: undefined });
  return spent().cpu / count;
}

const noCounts = {
  rows: 0,
  succeeded: 0,
  failed: 0,
  not_found: 0,
  skipped: 0,
  invalid: 0,
  duplicate: 0,
  remaining: 0,
};
const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

const collector = await startServer('otlp-sink.ts');
try {
  await withTemporaryDirectory(async (directory) => {
    const store = sqliteRunStore(join(directory, 'runs.sqlite'));
    const { id, pipeline, project, startedAt } = run;
    await store.begin({ id, pipeline, project, startedAt, configuration: {}, environment: {} });
    const live = { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_EXPORTER_PROMETHEUS_PORT: '0' };
    const sent = { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: collector.address };
    const none = { ...usual, ratio: 0, first: 0 };
    const every = { ...usual, ratio: 1 };
    const ways = {
      nothing: () => costOf(store, { OTEL_SDK_DISABLED: 'true' }, none),
      'facts held': () => costOf(store, {}, none),
      'facts held and counted': () => costOf(store, live, none),
      'every trace stored': () => costOf(store, {}, every),
      'every trace stored and sent': () => costOf(store, sent, every),
      'all, as by default': () => costOf(store, { ...live, ...sent }, usual),
    };
    const measured: Record<keyof typeof ways, number[]> = {
      nothing: [],
      'facts held': [],
      'facts held and counted': [],
      'every trace stored': [],
      'every trace stored and sent': [],
      'all, as by default': [],
    };
    for (let round = 0; round <= rounds; round += 1) {
      for (const [way, cost] of Object.entries(ways) as [keyof typeof ways, () => Promise<number>][]) {
        const microseconds = await cost();
        // The first time is for the compiler.
        if (round > 0) measured[way].push(microseconds);
      }
    }
    const page = pageOf(0);
    const spans = page.facts.length;
    const recordings = page.facts.flatMap((fact) => measureBy(slices)(fact, run)).length;
    const cost = (way: keyof typeof ways) => median(measured[way]);
    const line = (what: string, microseconds: number) => console.log(`| ${what} | ${microseconds.toFixed(1)} |`);
    console.log(`${pages} pages of ${spans} facts, medians of ${rounds} rounds\n`);
    console.log('| microseconds of CPU | |\n|---|---|');
    line('a recording', (cost('facts held and counted') - cost('facts held')) / recordings);
    line('a span, kept in the store', (cost('every trace stored') - cost('facts held')) / spans);
    line('a span, sent besides', (cost('every trace stored and sent') - cost('every trace stored')) / spans);
    line(`a page: its ${spans} facts held until it settles`, cost('facts held') - cost('nothing'));
    line(`a page: its ${recordings} recordings`, cost('facts held and counted') - cost('facts held'));
    line('a page: all, one trace in ten kept', cost('all, as by default') - cost('nothing'));
    await store.close();
  });
} finally {
  await collector.close();
}
