import type { Attributes } from '#core/fact.ts';
import type { Item } from '#core/item.ts';
import type { ProductInput } from '#pipelines/specbook/record.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { redactUrl } from '#scraping/redact-url.ts';
import { startTelemetry } from '#telemetry/start-telemetry.ts';
import type { Telemetry } from '#telemetry/telemetry.ts';
import { specbookVersion } from './environment.ts';
import type { Settings } from './settings.ts';
import { systemClock } from './system.ts';
import type { Workspace } from './workspace.ts';

/**
 * Starts the telemetry of a run in this process.
 *
 * @param warn is told at the end what was lost, if anything was.
 */
export async function telemetryOfRun(
  run: string,
  { run: { project }, traces }: Settings,
  { traces: store }: Workspace,
  owner: string,
  warn: (message: string) => void,
): Promise<Telemetry> {
  return startTelemetry({
    run: {
      id: run,
      pipeline: specbookCatalogue.pipeline,
      project,
      owner,
      startedAt: systemClock.now(),
    },
    slices: [specbookCatalogue],
    version: specbookVersion(),
    clock: systemClock,
    describe: describeItem,
    traces: { policy: traces, store, keepFor: traces.keepFor, mostBytes: traces.mostBytes },
    warn,
  });
}

/** What spans and logs may say of an item: its address without anything that opens a door. */
export function describeItem({ key, input }: Item<unknown>): Attributes {
  const url = URL.parse((input as ProductInput).url);
  return url === null ? { host: key } : { url: redactUrl(url), host: url.hostname };
}
