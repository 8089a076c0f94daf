/**
 * Whether Prometheus sees what truly happened: `node bench/prometheus.ts [scrapes=100]`; takes three minutes.
 *
 * A real Prometheus asks the ledger (`npm run serve`) once a second, and the page of the run in progress under another
 * job name, while three short runs come and go; a model is asked for the first time in the second, and the service is
 * started anew before the third. Then `increase()` over the whole time is held against what the facts come to, for
 * every counter and every histogram's count.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Counter, Histogram } from '#catalogue/metric.ts';
import { prometheusLabel, prometheusName } from '#catalogue/prometheus-name.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { recomputeSql } from '#telemetry/recompute-sql.ts';
import { startPipeline } from './pipeline-process.ts';
import { freePort, type PrometheusServer, startPrometheus, until } from './prometheus-server.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const main = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts');
const metrics = specbookCatalogue.metrics.filter((metric): metric is Counter | Histogram => metric.kind !== 'gauge');
/** The most that `increase()` may be off. */
const tolerance = 0.02;
const longestRun = 120_000;

async function startServe(directory: string, port: number): Promise<() => Promise<void>> {
  const words = [main, 'serve', '--port', String(port), '--data', join(directory, 'data')];
  const child = spawn(process.execPath, words, { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const alive = async () => (await fetch(`http://127.0.0.1:${port}/livez`)).ok;
  await until('the service is up', alive, 30_000);
  return async () => {
    child.kill('SIGTERM');
    await ended;
  };
}

async function run(directory: string, words: readonly string[]): Promise<void> {
  const parameters = ['--data', 'data', '--demo-port', '0', '--demo-model-port', '0', '--quiet', ...words];
  const { code, output } = await startPipeline(parameters, { directory, longest: longestRun }).ended;
  if (code !== 0) throw new Error(`the run ended with ${code}:\n${output}`);
}

type Compared = { readonly series: string; readonly truth: number; readonly increase: number };

/** Every series that the facts make, in the unit that it is shown in. */
function truths(directory: string): readonly Omit<Compared, 'increase'>[] {
  const database = new DatabaseSync(join(directory, 'data', 'runs.sqlite'), { readOnly: true });
  const found = metrics.flatMap((metric) => {
    const rows = database.prepare(recomputeSql(metric)).all({ ':pipeline': specbookCatalogue.pipeline });
    return rows.map(({ labels, count, sum }) => ({
      series: seriesOf(metric, JSON.parse(String(labels)) as Record<string, string>),
      truth: metric.kind === 'counter' ? Number(sum) / metric.scale : Number(count),
    }));
  });
  database.close();
  return found.filter(({ truth }) => truth > 0);
}

function seriesOf(metric: Counter | Histogram, labels: Readonly<Record<string, string>>): string {
  const name = `${prometheusName(metric)}${metric.kind === 'counter' ? '' : '_count'}`;
  const pairs = Object.entries(labels).map(([label, value]) => `${prometheusLabel(label)}="${value}"`);
  return `${name}{${['job="ledger"', ...pairs].join(',')}}`;
}

async function compare(prometheus: PrometheusServer, directory: string, seconds: number): Promise<readonly Compared[]> {
  // At any moment between two scrapes, not only at those that are kind to the answer.
  const now = Date.now() / 1_000;
  const moments = [0, 0.25, 0.5, 0.75].map((earlier) => now - earlier);
  const compared: Compared[] = [];
  for (const { series, truth } of truths(directory)) {
    const seen: number[] = [];
    for (const moment of moments) {
      const [result] = await prometheus.query(`increase(${series}[${seconds}s])`, moment);
      seen.push(result?.value ?? 0);
    }
    const worst = seen.toSorted((one, other) => Math.abs(other - truth) - Math.abs(one - truth))[0] ?? 0;
    compared.push({ series, truth, increase: worst });
  }
  return compared;
}

const error = ({ truth, increase }: Compared) => Math.abs(increase - truth) / truth;
const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

function report(compared: readonly Compared[]): void {
  console.log('| metric | series | truth | increase | furthest off |\n|---|---|---|---|---|');
  for (const [name, series] of Map.groupBy(compared, (each) => each.series.split('{')[0])) {
    const sum = (of: (each: Compared) => number) =>
      Number(series.reduce((all, each) => all + of(each), 0).toPrecision(6));
    const worst = Math.max(...series.map(error));
    console.log(
      `| ${name} | ${series.length} | ${sum(({ truth }) => truth)} | ${sum(({ increase }) => increase)} | ${percent(worst)} |`,
    );
  }
}

/** Whether what there is to see of a trace can be seen without any server. */
function opens(directory: string, traceId: string): boolean {
  try {
    const shown = execFileSync(process.execPath, [main, 'trace', traceId, '--data', 'data'], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return String(shown).includes('scraping');
  } catch {
    return false;
  }
}

async function measure(directory: string, scrapes: number): Promise<boolean> {
  const [port, livePort] = [await freePort(), await freePort()];
  // OpenTelemetry's own variable for where the page of the run in progress is.
  process.env['OTEL_EXPORTER_PROMETHEUS_PORT'] = String(livePort);
  let stop = await startServe(directory, port);
  const jobs = { ledger: `127.0.0.1:${port}`, live: `127.0.0.1:${livePort}` };
  const prometheus = await startPrometheus({ program: 'prometheus', jobs, interval: '1s' });
  try {
    const began = performance.now();
    await until('three scrapes of the empty ledger', () => scraped(prometheus, 3), 30_000);
    await run(directory, ['--extractor', 'structured']);
    await run(directory, ['--project', 'lobby']);
    await stop();
    stop = await startServe(directory, port);
    await run(directory, ['--demo-fault-rate', '0.1', '--timeout', '3s', '--patience', '5s']);
    const sinceRuns = performance.now();
    // Long enough for every series, the ones that came up in the second run included.
    await until(`${scrapes} more scrapes`, () => scraped(prometheus, scrapes, sinceRuns), scrapes * 1_500 + 30_000);
    const seconds = Math.ceil((performance.now() - began) / 1_000);
    const compared = await compare(prometheus, directory, seconds);
    report(compared);
    const worst = Math.max(...compared.map(error));
    console.log(`\nover ${seconds} s: ${compared.length} series, the furthest ${percent(worst)} off`);
    const opened = await exemplar(prometheus, directory);
    const bothScraped = await others(prometheus, seconds);
    return opened && bothScraped && worst <= tolerance;
  } finally {
    await prometheus.close();
    await stop();
  }
}

/** Whether the ledger has been scraped so often since the given `performance.now()`. */
async function scraped(prometheus: PrometheusServer, times: number, since = 0): Promise<boolean> {
  const seconds = Math.max(1, Math.round((performance.now() - since) / 1_000));
  const [count] = await prometheus.query(
    `count_over_time(specbook_items_total{job="ledger",outcome="failed"}[${seconds}s])`,
  );
  return (count?.value ?? 0) >= times;
}

async function exemplar(prometheus: PrometheusServer, directory: string): Promise<boolean> {
  const traces = await prometheus.exemplars('specbook_failures_total{job="ledger"}');
  const opened = opens(directory, traces.at(-1) ?? '');
  console.log(
    `${traces.length} exemplars of failures; the last trace ${opened ? 'opens' : 'DOES NOT OPEN'} with npm run trace`,
  );
  return opened;
}

/** What the same expression makes of the pages of the runs themselves, which were gone between two scrapes. */
async function others(prometheus: PrometheusServer, seconds: number): Promise<boolean> {
  const sumOf = async (expression: string) => (await prometheus.query(expression))[0]?.value ?? 0;
  const scrapes = await sumOf(`sum_over_time(up{job="live"}[${seconds}s])`);
  const live = await sumOf(`sum(increase(specbook_items_total{job="live"}[${seconds}s]))`);
  const ledger = await sumOf(`sum(increase(specbook_items_total{job="ledger"}[${seconds}s]))`);
  console.log(
    `${scrapes} scrapes of the runs themselves: they alone make ${live.toFixed(1)} items, the ledger ${ledger.toFixed(1)}`,
  );
  return scrapes > 0;
}

const [scrapes = '100'] = process.argv.slice(2);
await withTemporaryDirectory(async (directory) => {
  const good = await measure(directory, Number(scrapes));
  process.exitCode = good ? 0 : 1;
});
