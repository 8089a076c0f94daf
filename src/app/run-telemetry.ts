import type { Attributes } from '#core/fact.ts';
import type { Item } from '#core/item.ts';
import type { LimiterPools } from '#llm/limiter/pools.ts';
import type { ProductInput } from '#pipelines/specbook/record.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { redactUrl } from '#scraping/redact-url.ts';
import { startTelemetry } from '#telemetry/start-telemetry.ts';
import type { ProcessState } from '#telemetry/process-readings.ts';
import type { Telemetry, Warn } from '#telemetry/telemetry.ts';
import { catalogue, measure } from './catalogue.ts';
import { specbookVersion } from './environment.ts';
import type { Settings } from './settings.ts';
import { systemClock } from './system.ts';
import type { Tally } from './tally.ts';
import type { Workspace } from './workspace.ts';

export type RunToTell = {
  readonly run: string;
  readonly settings: Settings;
  readonly tally: Tally;
  readonly workspace: Workspace;
  readonly limiters: LimiterPools;
};

/**
 * Starts the telemetry of a run in this process.
 *
 * @param warn is told at the end what was lost, if anything was.
 */
export async function telemetryOfRun(
  { run, settings, tally, workspace, limiters }: RunToTell,
  owner: string,
  warn: Warn,
): Promise<Telemetry> {
  const { traces } = settings;
  return startTelemetry({
    run: {
      id: run,
      pipeline: specbookCatalogue.pipeline,
      project: settings.run.project,
      owner,
      startedAt: systemClock.now(),
    },
    slices: catalogue,
    measure,
    version: specbookVersion(),
    clock: systemClock,
    describe: describeItem,
    traces: { policy: traces, store: workspace.traces, keepFor: traces.keepFor, mostBytes: traces.mostBytes },
    log: settings.log,
    process: processState(run, tally, workspace, limiters),
    warn,
  });
}

/** What spans and logs may say of an item: its address without anything that opens a door. */
export function describeItem({ key, input }: Item<unknown>): Attributes {
  const url = URL.parse((input as ProductInput).url);
  return url === null ? { host: key } : { url: redactUrl(url), host: url.hostname };
}

/** Milliseconds for which what is queued is not counted anew: it goes over an index with all items of the run. */
const countedFor = 5_000;

function processState(run: string, tally: Tally, { store }: Workspace, limiters: LimiterPools): ProcessState {
  let counted = { at: -Infinity, queued: 0 };
  return {
    inFlight: () => tally.inFlight.size,
    queued: async () => {
      const at = systemClock.monotonic();
      if (at - counted.at >= countedFor) counted = { at, queued: (await store.counts(run)).remaining };
      return counted.queued;
    },
    hostsWaiting: () => [...tally.waiting.values()].filter(({ until }) => until > systemClock.now()).length,
    limits: () => limiters.headroom().map(({ model, limit, free }) => ({ model, limit, headroom: free })),
    budgets: () =>
      tally.budgets.map(({ name, maximum, spent, uncertain, reserved }) => ({
        budget: name,
        ...(maximum === undefined ? { limit: undefined } : { limit: maximum / 1e9 }),
        spent: (spent + uncertain + reserved) / 1e9,
      })),
  };
}
