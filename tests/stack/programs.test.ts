import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '#app/serve/serve.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { freePort, until } from '../../bench/prometheus-server.ts';
import { desk } from '../cli/specbook.ts';
import { startOtlpGrpcSink } from '../fixtures/otlp-grpc-sink.ts';
import { requireService } from '../services.ts';
import { compose, textOf } from './files.ts';

const root = new URL('../../', import.meta.url).pathname;
const run = promisify(execFile);
/** What a program says when it refuses; undefined when it does not. */
const refusal = async (program: string, words: readonly string[]): Promise<string | undefined> =>
  run(program, [...words]).then(
    () => undefined,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'specbook-stack-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** The file with something replaced, beside nothing else. */
function changed(path: string, ...changes: readonly (readonly [RegExp, string])[]): string {
  const file = join(directory, path.replaceAll('/', '-'));
  const text = changes.reduce((now, [from, to]) => {
    expect(now, `${path}: ${String(from)}`).toMatch(from);
    return now.replace(from, to);
  }, textOf(path));
  writeFileSync(file, text);
  return file;
}

describe("Docker Compose's own loader", () => {
  test('takes the file', async (context) => {
    const program = requireService('compose', context);
    expect(await refusal(program, [join(root, 'docker-compose.yml')])).toBeUndefined();
  });

  test('would not take a misspelled one', async (context) => {
    const program = requireService('compose', context);
    expect(await refusal(program, [changed('docker-compose.yml', [/healthcheck:/u, 'healthchek:'])])).toMatch(
      /healthchek/u,
    );
  });
});

describe('a real Collector', () => {
  test('takes the file, and would not take a misspelled one', async (context) => {
    const program = requireService('otelcol', context);
    expect(await refusal(program, ['validate', `--config=${root}otel/collector.yaml`])).toBeUndefined();
    const misspelled = changed('otel/collector.yaml', [/limit_mib/u, 'limit_mb']);
    expect(await refusal(program, ['validate', `--config=${misspelled}`])).toMatch(/limit_mb/u);
  });

  test('hands the traces of a run on, also when what is behind it comes up later', async (context) => {
    const program = requireService('otelcol', context);
    const [http, grpc, health, metrics, tempo] = await Promise.all(Array.from({ length: 5 }, freePort));
    const file = changed(
      'otel/collector.yaml',
      [/0\.0\.0\.0:4318/u, `127.0.0.1:${http}`],
      [/0\.0\.0\.0:4317/u, `127.0.0.1:${grpc}`],
      [/0\.0\.0\.0:13133/u, `127.0.0.1:${health}`],
      [/host: 0\.0\.0\.0\n(\s+)port: 8888/u, `host: 127.0.0.1\n$1port: ${metrics}`],
      [/tempo:4317/u, `127.0.0.1:${tempo}`],
    );
    const collector = spawn(program, [`--config=${file}`], { stdio: 'ignore' });
    const own = desk();
    const site = await startDemoSite({ port: 0 });
    try {
      await until('the Collector is healthy', async () => (await fetch(`http://127.0.0.1:${health}`)).ok, 60_000);
      writeFileSync(join(own.directory, 'urls.txt'), [site.rows[0]?.url, `${site.origin}/faults/denied/1`].join('\n'));
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${http}` };
      const words = ['pipeline', '--input', 'urls.txt', '--extractor', 'structured', '--retries', '0', '--quiet'];
      const { code, stderr } = await own.run(words, { env });
      expect(code, stderr).toBe(3);
      expect(stderr).not.toMatch(/spans? (?:was|were) lost/u);
      const sink = await startOtlpGrpcSink(tempo);
      try {
        const names = ['scraping', 'html_processing', 'llm_extraction', 'validation', '/faults/denied/1', 'specbook'];
        const all = async () => names.every((name) => sink.received().includes(name));
        await until('all spans have come in', all, 60_000);
      } finally {
        await sink.close();
      }
    } finally {
      collector.kill('SIGTERM');
      await site.close();
      own.clear();
    }
  });
});

describe('a real Prometheus', () => {
  const data = () => join(directory, 'data');
  const token = () => join(directory, 'serve_token');
  const askedFor = async <Data>(origin: string, what: string): Promise<Data> =>
    ((await (await fetch(`${origin}/api/v1/${what}`)).json()) as { readonly data: Data }).data;

  /** With the flags of docker-compose.yml, and the rules beside its file. */
  function start(program: string, port: number, target: string): () => Promise<unknown> {
    cpSync(join(root, 'prometheus', 'rules'), join(directory, 'rules'), { recursive: true });
    const file = changed(
      'prometheus/prometheus.yml',
      [/\/run\/secrets\/serve_token/u, token()],
      [/serve:9465/u, target],
      [/scrape_interval: 15s/u, 'scrape_interval: 1s'],
      [/scrape_timeout: 10s/u, 'scrape_timeout: 1s'],
    );
    const flags = (compose.services['prometheus']?.command ?? []).filter((flag) => !/file=|path=/u.test(flag));
    const places = [`--config.file=${file}`, `--storage.tsdb.path=${data()}`, `--web.listen-address=127.0.0.1:${port}`];
    const server = spawn(program, [...flags, ...places], { stdio: 'ignore' });
    const ended = once(server, 'exit');
    return async () => {
      server.kill('SIGTERM');
      await ended;
    };
  }

  test('takes file, flags and rules, gets the totals for the token, and is healthy by the command of its service', async (context) => {
    const program = requireService('prometheus', context);
    const promtool = requireService('promtool', context);
    writeFileSync(token(), 'made-up');
    const given = { 'serve.port': 0, 'serve.tokenFile': token(), 'run.dataDirectory': data() };
    const flags = new Map(Object.entries(given).map(([name, value]) => [name, { value, origin: 'test' }] as const));
    const service = await serve({ flags, file: undefined }, () => undefined);
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const stop = start(program, port, new URL(service.origin).host);
    try {
      await until('Prometheus is ready', async () => (await fetch(`${origin}/-/ready`)).ok, 60_000);
      const [, , ...words] = compose.services['prometheus']?.healthcheck?.test ?? [];
      await run(
        promtool,
        words.map((word) => word.replace('127.0.0.1:9090', `127.0.0.1:${port}`)),
      );
      type Vector = { readonly result: readonly { readonly value: readonly [number, string] }[] };
      const isUp = async () => {
        const { result } = await askedFor<Vector>(origin, 'query?query=up{job="specbook-ledger"}');
        return result[0]?.value[1] === '1';
      };
      await until('the service has been scraped', isUp, 60_000);
      const { groups } = await askedFor<{ readonly groups: readonly unknown[] }>(origin, 'rules');
      expect(groups.length).toBeGreaterThan(0);
    } finally {
      await stop();
      await service.close();
    }
  });
});
