import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { jobs } from '#operations/promql/promql.ts';
import { compose, prometheus, textOf, yamlOf } from './files.ts';

type Datasources = {
  readonly datasources: readonly {
    readonly uid: string;
    readonly type: string;
    readonly url: string;
    readonly editable: boolean;
    readonly jsonData: Readonly<Record<string, unknown>>;
  }[];
};

const { datasources } = yamlOf('grafana/provisioning/datasources/specbook.yaml') as Datasources;
const dashboards = readdirSync(new URL('../../grafana/dashboards', import.meta.url)).filter((file) =>
  file.endsWith('.json'),
);

/** Every value of that key, wherever it stands. */
function valuesOf(key: string, within: unknown): readonly unknown[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([name, value]: [string, unknown]) => [
    ...(name === key ? [value] : []),
    ...valuesOf(key, value),
  ]);
}

describe('Prometheus', () => {
  const job = (name: string) => prometheus.scrape_configs.find(({ job_name }) => job_name === name);

  test('has the jobs that dashboards and alerts ask for', () => {
    const names = prometheus.scrape_configs.map(({ job_name }) => job_name);
    for (const name of Object.values(jobs)) expect(names).toContain(name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('shows the service the token that both are given', () => {
    expect(job(jobs.ledger)?.authorization).toEqual({ credentials_file: '/run/secrets/serve_token' });
    expect(compose.services['prometheus']?.secrets).toContain('serve_token');
    expect(compose.services['serve']?.command?.join(' ')).toContain('--token-file /run/secrets/serve_token');
  });

  test('asks services that there are, at the port of each', () => {
    const targets = prometheus.scrape_configs.flatMap(({ static_configs = [], dns_sd_configs = [] }) => [
      ...static_configs.flatMap((group) => group.targets),
      ...dns_sd_configs.flatMap(({ names, port }) => names.map((name) => `${name}:${port}`)),
    ]);
    const hosts = targets.map((target) => target.split(':')[0] ?? '');
    for (const host of hosts) if (host !== '127.0.0.1') expect(Object.keys(compose.services)).toContain(host);
    expect(targets).toEqual(expect.arrayContaining(['serve:9465', 'pipeline:9464', 'collector:8888', 'tempo:3200']));
  });

  test('finds the rules that are written for it, and keeps exemplars and what Tempo sends', () => {
    expect(prometheus.rule_files).toEqual(['rules/*.yml']);
    expect(compose.services['prometheus']?.volumes).toContain('./prometheus/rules:/etc/prometheus/rules:ro');
    expect(compose.services['prometheus']?.command).toEqual(
      expect.arrayContaining(['--enable-feature=exemplar-storage', '--web.enable-remote-write-receiver']),
    );
  });
});

describe('Grafana', () => {
  test('has sources with fixed uids that nobody can change in the browser, of services that there are', () => {
    expect(datasources.map(({ uid, type }) => [uid, type])).toEqual([
      ['prometheus', 'prometheus'],
      ['tempo', 'tempo'],
      ['alertmanager', 'alertmanager'],
    ]);
    for (const { url, editable } of datasources) {
      expect(editable).toBe(false);
      expect(Object.keys(compose.services)).toContain(new URL(url).hostname);
    }
  });

  test('leads from a metric to a trace and back, by uids that there are', () => {
    const [metrics, traces] = datasources;
    expect(metrics?.jsonData['exemplarTraceIdDestinations']).toMatchObject([
      { name: 'trace_id', datasourceUid: 'tempo' },
    ]);
    expect(traces?.jsonData['tracesToMetrics']).toMatchObject({ datasourceUid: 'prometheus' });
    const named = valuesOf('datasourceUid', datasources);
    expect(named.filter((uid) => !datasources.some((one) => one.uid === uid))).toEqual([]);
  });

  test('escapes every dollar that is not for the environment', () => {
    const text = textOf('grafana/provisioning/datasources/specbook.yaml').replaceAll(/^\s*#.*$/gmu, '');
    expect(text.replaceAll('$$', '')).not.toContain('$');
    expect(text).toContain('$$__tags');
  });

  test.each(dashboards)('finds every source that %s names', (file) => {
    const board = JSON.parse(textOf(`grafana/dashboards/${file}`)) as {
      readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
    };
    const variables = board.templating.list.filter(({ type }) => type === 'datasource').map(({ name }) => name);
    const known = [...datasources.map(({ uid }) => uid), ...variables.flatMap((name) => [`\${${name}}`, `$${name}`])];
    // Grafana's own source of annotations, and the panels that have none.
    const uids = valuesOf('datasource', board).map((source) => (source as { uid?: string } | null)?.uid);
    const unknown = uids.filter((uid) => uid !== undefined && !known.includes(uid) && !uid.startsWith('-'));
    expect(unknown).toEqual([]);
    expect(uids.length).toBeGreaterThan(0);
  });

  test('reads dashboards from where they are mounted', () => {
    const { providers } = yamlOf('grafana/provisioning/dashboards/specbook.yaml') as {
      readonly providers: readonly { readonly options: { readonly path: string } }[];
    };
    const mounts = compose.services['grafana']?.volumes ?? [];
    for (const { options } of providers) expect(mounts).toContain(`./grafana/dashboards:${options.path}:ro`);
    const home = compose.services['grafana']?.environment?.['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH'] ?? '';
    expect(dashboards).toContain(home.split('/').at(-1));
  });
});

describe('Tempo', () => {
  // There is no program to ask (docs/operations.md says why): these are the names of the manual of version 3.0.
  const blocks = [
    'stream_over_http_enabled',
    'server',
    'distributor',
    'query_frontend',
    'querier',
    'live_store',
    'backend_scheduler',
    'backend_worker',
    'metrics_generator',
    'overrides',
    'storage',
    'usage_report',
  ];
  const tempo = yamlOf('otel/tempo.yaml') as Record<string, unknown>;

  test('is configured in blocks that its third version has', () => {
    expect(Object.keys(tempo).filter((name) => !blocks.includes(name))).toEqual([]);
  });

  test('listens where the Collector sends to, keeps all it has on its volume, and writes to Prometheus', () => {
    const collector = yamlOf('otel/collector.yaml') as { exporters: { otlp_grpc: { endpoint: string } } };
    expect(collector.exporters.otlp_grpc.endpoint).toBe('tempo:4317');
    expect(valuesOf('endpoint', tempo['distributor'])).toEqual(['0.0.0.0:4317']);
    for (const path of valuesOf('path', tempo)) expect(path).toMatch(/^\/var\/tempo\//u);
    expect(compose.services['tempo']?.volumes).toContain('tempo:/var/tempo');
    expect(valuesOf('remote_write', tempo)).toEqual([
      [{ url: 'http://prometheus:9090/api/v1/write', send_exemplars: true }],
    ]);
  });
});
