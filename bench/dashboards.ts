/**
 * Does every panel show something? `node bench/dashboards.ts`; takes about two minutes.
 *
 * A real Prometheus with the generated rules asks the ledger and the runs, while a list with every fault of the
 * demonstration is run twice: with a model whose price nobody knows, and with budgets. Then it is asked what every panel
 * of every dashboard asks, with the variables as they are at first; panels of a run in progress are asked meanwhile.
 * Exit code 1 when a query gives nothing that is not among the exceptions, or an exception gives something after all.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jobs } from '#operations/promql/promql.ts';
import { startEveryFault } from './every-fault.ts';
import { type PanelQuery, panelQueries, surroundingQueries, valuesOf } from './panel-data.ts';
import { withoutData } from './panels-without-data.ts';
import { startPipeline } from './pipeline-process.ts';
import { freePort, type PrometheusServer, startPrometheus, until } from './prometheus-server.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const root = join(import.meta.dirname, '..');
const rules = ['alerts.yml', 'recording.yml'].map((name) => join(root, 'prometheus', 'rules', name));
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

type Answered = PanelQuery & { readonly values: number; readonly traces: number };

async function ask(prometheus: PrometheusServer, seconds: number, seen: ReadonlyMap<string, number>) {
  const answered: Answered[] = [];
  for (const query of [...panelQueries(seconds), ...surroundingQueries(seconds)]) {
    const values = query.from === 'run' ? (seen.get(query.expr) ?? 0) : await valuesOf(query, prometheus, seconds);
    const traces = query.exemplars === true ? (await prometheus.exemplars(query.expr)).length : 0;
    answered.push({ ...query, values, traces });
  }
  return answered;
}

function report(answered: readonly Answered[]): boolean {
  const isException = ({ dashboard, panel }: PanelQuery) =>
    withoutData.some((exception) => exception.dashboard === dashboard && exception.panel === panel);
  console.log('| dashboard | panels | queries | values | without data |\n|---|---|---|---|---|');
  for (const [dashboard, queries] of Map.groupBy(answered, (each) => each.dashboard)) {
    const panels = new Set(queries.map(({ panel }) => panel)).size;
    const values = queries.reduce((sum, each) => sum + each.values, 0);
    const empty = queries.filter((each) => each.values === 0).length;
    console.log(`| ${dashboard} | ${panels} | ${queries.length} | ${values} | ${empty} |`);
  }
  const silent = answered.filter((each) => each.values === 0 && !isException(each));
  for (const { dashboard, panel, expr } of silent) console.log(`NOTHING: ${dashboard}, ${panel}: ${expr}`);
  const needless = answered.filter((each) => each.values > 0 && isException(each));
  for (const { dashboard, panel } of needless) console.log(`NO EXCEPTION: ${dashboard}, ${panel}`);
  const marked = answered.filter(({ exemplars }) => exemplars === true);
  const unmarked = marked.filter(({ traces }) => traces === 0);
  for (const { dashboard, panel } of unmarked) console.log(`NO TRACES: ${dashboard}, ${panel}`);
  console.log(`\n${marked.length} queries with traces, ${marked.reduce((sum, { traces }) => sum + traces, 0)} of them`);
  console.log(`${withoutData.length} exceptions:`);
  for (const { dashboard, panel, reason } of withoutData) console.log(`- ${dashboard}, ${panel}: ${reason}`);
  return silent.length === 0 && needless.length === 0 && unmarked.length === 0;
}

const faults = await startEveryFault();
try {
  await withTemporaryDirectory(async (directory) => {
    const [port, livePort] = [await freePort(), await freePort()];
    // OpenTelemetry's own variable for where the page of the run in progress is.
    process.env['OTEL_EXPORTER_PROMETHEUS_PORT'] = String(livePort);
    faults.configure(directory, {});
    const stop = await startServe(directory, port);
    const targets = { [jobs.ledger]: `127.0.0.1:${port}`, [jobs.run]: `127.0.0.1:${livePort}` };
    const prometheus = await startPrometheus({ program: 'prometheus', jobs: targets, interval: '1s', rules });
    try {
      const began = performance.now();
      await sleep(3_000);
      const seen = new Map<string, number>();
      await watchRun(directory, prometheus, seen);
      faults.configure(directory, { maxPerMonth: 5, warnPerDay: 1, maxPerRun: 1 });
      await watchRun(directory, prometheus, seen);
      // New series are shown at zero twice, and rules look once a second.
      await sleep(6_000);
      const seconds = Math.ceil((performance.now() - began) / 1_000);
      const answered = await ask(prometheus, seconds, seen);
      console.log(`${faults.pages} pages, twice; over ${seconds} s:\n`);
      if (!report(answered)) process.exitCode = 1;
    } finally {
      await prometheus.close();
      await stop();
    }
  });
} finally {
  await faults.close();
}
