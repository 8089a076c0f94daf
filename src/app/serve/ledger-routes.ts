import type { IncomingMessage } from 'node:http';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import type { Clock } from '#core/clock.ts';
import type { RunStore } from '#core/run-store.ts';
import { ledgerPage, type LedgerStore } from '#telemetry/ledger-page.ts';
import type { Schedule } from '#telemetry/store-gauges.ts';
import { budgetFigures } from './budget-figures.ts';
import { plainText, type Route } from './http-service.ts';
import type { RunStoreFile } from './run-store-file.ts';

/** What the service answers. A page for people is one more of these. */
export function ledgerRoutes(
  file: RunStoreFile,
  catalogue: readonly CatalogueSlice[],
  clock: Pick<Clock, 'now'>,
  schedule: Schedule,
): Record<string, Route> {
  const metrics: Route['answer'] = async (request) => {
    const store = await file.current();
    const format = accepts(request, 'application/openmetrics-text') ? 'openmetrics' : 'text';
    const shown = store === undefined ? nothingYet(schedule) : allFigures(store, schedule, clock.now());
    const { contentType, text, fresh } = await ledgerPage(catalogue, shown, format);
    if (isCollector(request) && fresh.length > 0) await store?.countShown(fresh);
    return { status: 200, contentType, text };
  };
  const readiness: Route['answer'] = async () => {
    const store = await file.current();
    if (store === undefined) return plainText(503, 'there are no runs yet');
    await store.list(1);
    return plainText(200, 'ready');
  };
  return {
    '/': { guarded: false, answer: async () => plainText(200, 'specbook: /metrics, /livez, /readyz') },
    '/metrics': { guarded: true, answer: metrics },
    '/livez': { guarded: false, answer: async () => plainText(200, 'alive') },
    '/readyz': { guarded: false, answer: readiness },
  };
}

const accepts = ({ headers }: IncomingMessage, type: string) => (headers.accept ?? '').includes(type);

/** Collectors name the formats that they read. A look with a browser or curl must not use up a new series' zeros. */
const isCollector = (request: IncomingMessage) =>
  request.method === 'GET' && (accepts(request, 'application/openmetrics-text') || accepts(request, 'version=0.0.4'));

const allFigures = (store: RunStore, schedule: Schedule, now: number): LedgerStore => ({
  totals: () => store.totals(),
  shown: () => store.shown(),
  figures: async (pipeline) => ({
    ...(await store.figures(pipeline, now)),
    budgets: await budgetFigures(store.budgets, pipeline, now),
    schedule,
  }),
});

const nothingYet = (schedule: Schedule): LedgerStore => ({
  totals: async () => [],
  shown: async () => [],
  figures: async () => ({
    states: { running: 0, stopped: 0, finished: 0 },
    latest: undefined,
    finished: undefined,
    usage: undefined,
    losses: undefined,
    stalled: 0,
    budgets: [],
    schedule,
  }),
});
