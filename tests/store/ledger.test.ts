import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Derivation, Source } from '#catalogue/derivation.ts';
import type { Counter, Histogram } from '#catalogue/metric.ts';
import type { Fact } from '#core/fact.ts';
import type { Total } from '#core/ledger.ts';
import { failureCategories } from '#core/failure.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { measureBy } from '#telemetry/measure.ts';
import { recomputeSql } from '#telemetry/recompute-sql.ts';
import { fact } from '../fakes/fact.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-ledger-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;

const metrics = specbookCatalogue.metrics.filter((metric): metric is Counter | Histogram => metric.kind !== 'gauge');
const derivations = metrics.flatMap(({ from }) => from);
const kinds = [...new Set(derivations.map((derivation) => derivation.fact))];

/** Everything that the catalogue reads: amounts are numbers, the others words, known ones and others. */
const attributes = fc.record(
  Object.fromEntries<fc.Arbitrary<string | number>>([
    ...derivations.flatMap(wordsOf).map((name) => [name, word()] as const),
    ...derivations.flatMap(amountsOf).map((name) => [name, amountNamed(name)] as const),
    ...derivations.flatMap(({ each = [] }) => each).map((name) => [name, list()] as const),
  ]),
  { requiredKeys: [] },
);

function wordsOf({ labels, where }: Derivation): readonly string[] {
  const sources: readonly Source[] = [...Object.values(labels), ...where.map(({ of }) => of)];
  return sources.flatMap((source) => (source.from === 'attribute' ? [source.name] : []));
}

function amountsOf({ value }: Derivation): readonly string[] {
  return value.from === 'attribute' ? [value.name] : [];
}

function word() {
  return fc.constantFrom(
    'http',
    'hit',
    'miss',
    'timeout',
    'valid',
    'reported',
    'unpriced',
    'none',
    'demo-model',
    "o'x",
  );
}

/** Names of fields, and what users may call theirs. */
function list() {
  const name = fc.constantFrom('name', 'price', 'brand', 'fire rating', 'a"b', String.raw`c\d`, "o'x", '');
  return fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join(','));
}

/** Scores are observed by histograms; whatever a counter adds up is whole. */
function amountNamed(name: string) {
  const whole = fc.integer({ min: 0, max: 2_000_000_000 });
  return name.startsWith('score_')
    ? fc.double({ min: 0, max: 1, noNaN: true })
    : fc.oneof({ arbitrary: whole, weight: 9 }, { arbitrary: fc.constant('many'), weight: 1 });
}

const facts: fc.Arbitrary<Fact> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    item: fc.constantFrom('item-1', 'item-2', 'item-3', 'nonesuch'),
    round: fc.integer({ min: 1, max: 2 }),
    stage: fc.constantFrom('', 'scraping', 'html_processing', 'llm_extraction', 'validation', 'another'),
    attempt: fc.integer({ min: 1, max: 3 }),
    duration: fc.double({ min: 0, max: 400_000, noNaN: true }),
    outcome: fc.constantFrom<Fact['outcome']>('ok', 'ok', 'ok', ...failureCategories),
    attributes,
  })
  .map((given) => fact({ ...given, attributes: given.attributes as Fact['attributes'] }));

type Told = { readonly run: string; readonly batch: number; readonly fact: Fact };

/** Facts of two runs, some of them told again, in any order and in any batches. */
const told: fc.Arbitrary<readonly Told[]> = fc
  .array(fc.record({ run: fc.constantFrom('one', 'two'), batch: fc.nat(4), fact: facts }), { maxLength: 60 })
  .chain((once) => fc.tuple(fc.constant(once), fc.subarray(once)))
  .chain(([once, again]) => {
    const all = [...once, ...again];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });

test('every metric of the ledger is what its query makes of the facts', async () => {
  await fc.assert(
    fc.asyncProperty(told, async (tellings) => {
      const path = join(directory, `${(files += 1)}.sqlite`);
      await tell(path, tellings);
      const store = sqliteRunStore(path);
      const totals = await store.totals();
      await store.close();
      const database = new DatabaseSync(path, { readOnly: true });
      for (const metric of metrics) {
        const recomputed = recompute(database, metric);
        const kept = totals.filter((total) => total.metric === metric.name);
        expect(countsOf(kept)).toEqual(new Map(recomputed.map(({ labels, count }) => [labels, count])));
        const sums = sumsOf(kept);
        for (const { labels, sum } of recomputed) {
          if (metric.kind === 'counter') expect(sums.get(labels)).toBe(sum);
          else expect(Math.abs((sums.get(labels) ?? NaN) - sum)).toBeLessThanOrEqual(1e-9 * Math.abs(sum));
        }
      }
      database.close();
      rmSync(path);
    }),
    { numRuns: 40 },
  );
});

async function tell(path: string, tellings: readonly Told[]): Promise<void> {
  const store = sqliteRunStore(path, { measure: measureBy([specbookCatalogue]) });
  const begun = { pipeline: 'specbook', startedAt: 0, configuration: {}, environment: {} };
  for (const [id, project] of Object.entries({ one: '', two: 'lobby' })) {
    await store.begin({ id, project, ...begun });
    const items = [1, 2, 3].map((line) => ({ line, item: { id: `item-${line}`, key: 'a.test', input: {} } }));
    await store.enqueue(id, 0, items, true);
  }
  const batches = Map.groupBy(tellings, ({ run, batch }) => `${run} ${batch}`);
  await Promise.all(
    [...batches].map(([key, batch]) =>
      store.record(
        key.split(' ')[0] ?? '',
        batch.map((telling) => telling.fact),
      ),
    ),
  );
  await store.close();
}

type Recomputed = { readonly labels: string; readonly count: number; readonly sum: number };

function recompute(database: DatabaseSync, metric: Counter | Histogram): readonly Recomputed[] {
  return database.prepare(recomputeSql(metric)).all({ ':pipeline': 'specbook' }) as unknown as readonly Recomputed[];
}

const added = (totals: readonly Total[], of: (total: Total) => number) =>
  new Map(
    [...Map.groupBy(totals, ({ labels }) => labels)].map(([labels, ofLabels]) => [
      labels,
      ofLabels.reduce((sum, total) => sum + of(total), 0),
    ]),
  );
const countsOf = (totals: readonly Total[]) => added(totals, ({ count }) => count);
const sumsOf = (totals: readonly Total[]) => added(totals, ({ sum }) => sum);
