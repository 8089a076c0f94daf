import { toPipelineError } from '#core/pipeline-error.ts';
import type { SourceRow } from '#core/run-store.ts';
import { type DemoRow, demoRows } from '#demo/site/rows.ts';
import { startModel, startSite } from './demo-servers.ts';
import type { Settings } from './settings.ts';
import { sourceRows } from './source.ts';

/** The demonstration's shop and model, on loopback, for as long as a run needs them. */
export type Demonstration = {
  readonly siteOrigin: string;
  readonly modelBaseUrl: string;
  close(): Promise<void>;
};

/**
 * Starts what is not running yet: when another process has the ports and they answer as the demonstration,
 * its servers are used, with the faults and the latency that they were started with.
 *
 * @throws PipelineError `config` when somebody else has a port.
 */
export async function startDemonstration({ demo }: Settings): Promise<Demonstration> {
  const site = await ownOrRunning(startSite(demo), `http://127.0.0.1:${demo.port}`, isDemoSite);
  const model = await ownOrRunning(startModel(demo), `http://127.0.0.1:${demo.modelPort}`, isDemoModel);
  const origin = typeof site === 'string' ? site : site.origin;
  return {
    siteOrigin: origin,
    modelBaseUrl: typeof model === 'string' ? `${model}/v1` : model.baseUrl,
    close: async () => {
      await Promise.all([site, model].map(async (server) => (typeof server === 'string' ? undefined : server.close())));
    },
  };
}

/**
 * Where the demonstration's shop is, as `host:port`: the one address of this machine that may be fetched without being
 * asked. One that was left running counts when it answers as the demonstration.
 */
export async function demonstrationHosts(
  { demo }: Settings,
  running: Demonstration | undefined,
): Promise<readonly string[]> {
  if (running !== undefined) return [new URL(running.siteOrigin).host];
  const host = `127.0.0.1:${demo.port}`;
  return (await isDemoSite(`http://${host}`)) ? [host] : [];
}

/** The rows of the demonstration's input. */
export function demoSource(siteOrigin: string): AsyncIterable<SourceRow> {
  return sourceRows(demoRows(siteOrigin, { all: false }).map(tableRow));
}

const tableRow = ({ url, columns }: DemoRow, index: number) =>
  // As if it had been read from a file with a header line.
  ({ ok: true, line: index + 2, url, columns }) as const;

async function ownOrRunning<Server>(
  starting: Promise<Server>,
  origin: string,
  isOurs: (origin: string) => Promise<boolean>,
): Promise<Server | string> {
  try {
    return await starting;
  } catch (error) {
    if (toPipelineError(error).category === 'config' && (await isOurs(origin))) return origin;
    throw error;
  }
}

/** Whether the demonstration's shop, or its model, answers at the address. */
export const isDemoSite = (origin: string) => answers(`${origin}/.well-known/specbook-demo`, '"specbook-demo"');
export const isDemoModel = (origin: string) => answers(`${origin}/v1/models`, '"demo-model"');

async function answers(url: string, mark: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return (await response.text()).includes(mark);
  } catch {
    // Whoever has the port does not answer as the demonstration would; the caller reports the port.
    return false;
  }
}
