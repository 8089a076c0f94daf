import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type QueryResult = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** A real Prometheus, on loopback, with a database of its own that goes with it. */
export type PrometheusServer = {
  /** An instant query; `at` in seconds since the epoch, now when left out. */
  query(expression: string, at?: number): Promise<readonly QueryResult[]>;
  /** How many values a query has over so many seconds until now, with so many in between; those that are no numbers left out. */
  values(expression: string, seconds: number, step: number): Promise<number>;
  /** The trace ids among the exemplars of the last hour. */
  exemplars(selector: string): Promise<readonly string[]>;
  close(): Promise<void>;
};

export type ScrapeSettings = {
  readonly program: string;
  /** Host and port of each job's one target. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Such as `1s`. */
  readonly interval: string;
  /** Paths of files with rules, which are looked at as often as targets are asked. */
  readonly rules?: readonly string[];
  /** Host and port of an Alertmanager. */
  readonly alertmanager?: string;
  /** Further jobs, as Prometheus has them. */
  readonly scrapeConfigs?: readonly unknown[];
};

export async function startPrometheus({
  program,
  jobs,
  interval,
  rules = [],
  alertmanager,
  scrapeConfigs = [],
}: ScrapeSettings): Promise<PrometheusServer> {
  const directory = mkdtempSync(join(tmpdir(), 'specbook-prometheus-'));
  const alertmanagers = alertmanager === undefined ? [] : [{ static_configs: [{ targets: [alertmanager] }] }];
  const configuration = {
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    rule_files: rules,
    alerting: { alertmanagers },
    scrape_configs: [
      ...Object.entries(jobs).map(([job, target]) => ({ job_name: job, static_configs: [{ targets: [target] }] })),
      ...scrapeConfigs,
    ],
  };
  // JSON is YAML.
  writeFileSync(join(directory, 'prometheus.yml'), JSON.stringify(configuration));
  const address = `127.0.0.1:${await freePort()}`;
  const words = [
    `--config.file=${join(directory, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(directory, 'data')}`,
    `--web.listen-address=${address}`,
    '--enable-feature=exemplar-storage',
    '--log.level=error',
    // Otherwise an alert that has been told is not told again for a minute, also when Alertmanager was not there.
    '--rules.alert.resend-delay=2s',
  ];
  const server = spawn(program, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(server, 'exit');
  const close = async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  const origin = `http://${address}`;
  try {
    await until('Prometheus is ready', async () => (await fetch(`${origin}/-/ready`)).ok, 60_000);
  } catch (error) {
    await close();
    throw error;
  }
  return { ...clientOf(origin), close };
}

/** Asks it what it knows. */
function clientOf(origin: string): Omit<PrometheusServer, 'close'> {
  return {
    query: async (expression, at) => {
      const time = at === undefined ? {} : { time: String(at) };
      const { result } = await ask<{ result: readonly VectorElement[] }>(origin, 'query', {
        query: expression,
        ...time,
      });
      return result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
    },
    values: async (query, seconds, step) => {
      const now = Date.now() / 1_000;
      const range = { query, start: String(now - seconds), end: String(now), step: String(step) };
      const { result } = await ask<{ result: readonly MatrixElement[] }>(origin, 'query_range', range);
      return result.flatMap(({ values }) => values).filter(([, value]) => Number.isFinite(Number(value))).length;
    },
    exemplars: async (selector) => {
      const now = Date.now() / 1_000;
      const range = { start: String(now - 3_600), end: String(now + 60) };
      const found = await ask<readonly ExemplarSeries[]>(origin, 'query_exemplars', { query: selector, ...range });
      return found.flatMap(({ exemplars }) => exemplars.flatMap(({ labels }) => labels.trace_id ?? []));
    },
  };
}

type VectorElement = { readonly metric: Record<string, string>; readonly value: readonly [number, string] };
type MatrixElement = { readonly values: readonly (readonly [number, string])[] };
type ExemplarSeries = { readonly exemplars: readonly { readonly labels: { readonly trace_id?: string } }[] };

async function ask<Data>(origin: string, what: string, parameters: Record<string, string>): Promise<Data> {
  const response = await fetch(`${origin}/api/v1/${what}?${new URLSearchParams(parameters).toString()}`);
  const answer = (await response.json()) as { readonly data?: Data; readonly error?: string };
  if (answer.data === undefined) throw new Error(`${JSON.stringify(parameters)}: ${answer.error}`);
  return answer.data;
}

/** Asks again and again until the answer is yes; a failure to answer is a no. Throws after so many milliseconds. */
export async function until(what: string, holds: () => Promise<boolean>, deadline: number): Promise<void> {
  const last = performance.now() + deadline;
  for (;;) {
    let reason: unknown;
    try {
      if (await holds()) return;
    } catch (error) {
      reason = error;
    }
    if (performance.now() > last) throw new Error(`it did not come to this: ${what}`, { cause: reason });
    await sleep(100);
  }
}

/** A port that nobody has at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('a server without a port');
  return address.port;
}
