/**
 * What the totals of the ledger cost a page: `node bench/ledger.ts [pages=5000] [together=10] [pairs=5]`.
 *
 * The same pages, each with the facts that one of the demonstration leaves, go into a run store with a ledger and
 * into one without, in turn; as many at a time as in a run under load, where their writes share a transaction.
 */
import { join } from 'node:path';
import type { Measure } from '#core/measurement.ts';
import type { RunStore, Settlement } from '#core/run-store.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { measureBy } from '#telemetry/measure.ts';
import { factsOfPage, type PageFacts } from './page-facts.ts';
import { stopwatch } from './stopwatch.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const run = 'bench';
const lease = { owner: 'bench', until: Number.MAX_SAFE_INTEGER };

async function settleAll(store: RunStore, pages: number, together: number): Promise<number> {
  await store.begin({ id: run, pipeline: 'specbook', project: '', startedAt: 0, configuration: {}, environment: {} });
  const facts = new Map(Array.from({ length: pages }, (_, page) => [`item-${page}`, factsOfPage(`item-${page}`)]));
  const rows = [...facts.keys()].map((id, line) => ({ line, item: { id, key: 'shop.test', input: {} } }));
  await store.enqueue(run, 0, rows, true);
  let cpu = 0;
  for (let done = 0; done < pages; done += together) {
    const claims = await store.claim(run, together, lease, 0);
    const spent = stopwatch();
    await Promise.all(claims.map(({ item: { id } }) => store.record(run, facts.get(id)?.scraped ?? [])));
    await Promise.all(claims.map(({ item: { id } }) => store.settle(run, settlement(id, facts.get(id)), lease.owner)));
    cpu += spent().cpu;
  }
  await store.close();
  return (cpu * 1_000) / pages;
}

function settlement(item: string, facts: PageFacts | undefined): Settlement {
  const record = { name: item, description: 'x'.repeat(1_000) };
  const settled = { item, round: 1, traceId: '', at: 0, facts: facts?.settled ?? [] };
  return { ...settled, outcome: 'succeeded', schema: 'product/1', record };
}

const [pages = 5_000, together = 10, pairs = 5] = process.argv.slice(2).map(Number);
await withTemporaryDirectory(async (directory) => {
  let stores = 0;
  const trial = async (measure?: Measure) => {
    const path = join(directory, `${(stores += 1)}.sqlite`);
    return settleAll(sqliteRunStore(path, measure === undefined ? {} : { measure }), pages, together);
  };
  const measure = measureBy([specbookCatalogue]);
  await trial();
  await trial(measure);
  console.log(`${pages} pages, ${together} together: microseconds of CPU a page in the store\n`);
  console.log('| without | with | the ledger |\n|---|---|---|');
  const differences: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const without = await trial();
    const withLedger = await trial(measure);
    console.log(`| ${without.toFixed(0)} | ${withLedger.toFixed(0)} | ${(withLedger - without).toFixed(0)} |`);
    differences.push(withLedger - without);
  }
  const median = differences.toSorted((one, other) => one - other)[Math.floor(differences.length / 2)] ?? 0;
  console.log(`\nThe ledger, median: ${median.toFixed(0)}`);
});
