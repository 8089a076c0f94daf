import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jobs } from '#operations/promql/promql.ts';
import { ruleFiles } from '#operations/rules/rule-files.ts';
import { timing } from '#operations/rules/timing.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { type EveryFault, startEveryFault } from './every-fault.ts';
import { type PanelQuery, panelQueries, surroundingQueries, valuesOf } from './panel-data.ts';
import { startPipeline } from './pipeline-process.ts';
import { freePort, type PrometheusServer, startPrometheus, until } from './prometheus-server.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const root = join(import.meta.dirname, '..');
/** Rules are tried out in less time than they are made for: those that look every 5 minutes then look every 5 seconds. */
const speed = 60;
const longestRun = 400_000;

async function startServe(directory: string, port: number): Promise<() => Promise<void>> {
  const words = [join(root, 'src', 'cli', 'main.ts'), 'serve', '--port', String(port), '--cadence', '1h'];
  const child = spawn(process.execPath, words, { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  await until('the service is up', async () => (await fetch(`http://127.0.0.1:${port}/livez`)).ok, 30_000);
  return async () => {
    child.kill('SIGTERM');
    await ended;
  };
}

/** Asks what is only of the moment again and again while the run goes on, and adds up what there was. */
async function watchRun(directory: string, prometheus: PrometheusServer, seen: Map<string, number>): Promise<void> {
  const run = startPipeline(['--quiet'], { directory, longest: longestRun });
  while ((await run.endedWithin(1_000)) === undefined) {
    for (const query of panelQueries(60).filter(({ from }) => from === 'run')) {
      seen.set(query.expr, (seen.get(query.expr) ?? 0) + (await valuesOf(query, prometheus, 60)));
    }
  }
  const { code, output } = await run.ended;
  // 3: some pages failed, which is what they are there for.
  if (code !== 0 && code !== 3) throw new Error(`the run ended with ${code}:\n${output}`);
}

/** A query, and how many values and traces it gave. */
export type Answered = PanelQuery & { readonly values: number; readonly traces: number };

async function ask(prometheus: PrometheusServer, seconds: number, seen: ReadonlyMap<string, number>) {
  const answered: Answered[] = [];
  for (const query of [...panelQueries(seconds), ...surroundingQueries(seconds)]) {
    const values = query.from === 'run' ? (seen.get(query.expr) ?? 0) : await valuesOf(query, prometheus, seconds);
    const traces = query.exemplars === true ? (await prometheus.exemplars(query.expr)).length : 0;
    answered.push({ ...query, values, traces });
  }
  return answered;
}

function writeRules(directory: string): readonly string[] {
  return [...ruleFiles([specbookCatalogue], timing(speed))].map(([name, text]) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  });
}

export type Trial = { readonly pages: number; readonly seconds: number; readonly answered: readonly Answered[] };

/** Runs every fault twice under the eyes of a real Prometheus, and asks it what every panel asks. */
export async function tryDashboards(program: string): Promise<Trial> {
  const faults = await startEveryFault();
  try {
    return await withTemporaryDirectory((directory) => watchFaults(directory, program, faults));
  } finally {
    await faults.close();
  }
}

async function watchFaults(directory: string, program: string, faults: EveryFault): Promise<Trial> {
  const [port, livePort] = [await freePort(), await freePort()];
  // OpenTelemetry's own variable for where the page of the run in progress is.
  process.env['OTEL_EXPORTER_PROMETHEUS_PORT'] = String(livePort);
  faults.configure(directory, {});
  const stop = await startServe(directory, port);
  const targets = { [jobs.ledger]: `127.0.0.1:${port}`, [jobs.run]: `127.0.0.1:${livePort}` };
  const rules = writeRules(directory);
  const prometheus = await startPrometheus({ program, jobs: targets, interval: '1s', rules });
  try {
    const began = performance.now();
    await sleep(3_000);
    const seen = new Map<string, number>();
    await watchRun(directory, prometheus, seen);
    faults.configure(directory, { maxPerMonth: 5, warnPerDay: 1, maxPerRun: 1 });
    await watchRun(directory, prometheus, seen);
    // New series are shown at zero twice, and the slowest rules look every 5 seconds.
    await sleep(12_000);
    const seconds = Math.ceil((performance.now() - began) / 1_000);
    return { pages: faults.pages, seconds, answered: await ask(prometheus, seconds, seen) };
  } finally {
    await prometheus.close();
    await stop();
  }
}
