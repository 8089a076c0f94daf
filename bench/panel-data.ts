import type { DataPanel, MetricQuery } from '#operations/dashboards/panel.ts';
import { dashboardFiles, dashboardsOf } from '#operations/dashboards/dashboards.ts';
import { jobs } from '#operations/promql/promql.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import type { PrometheusServer } from './prometheus-server.ts';

/** A query of a panel, as Grafana would send it. */
export type PanelQuery = Pick<MetricQuery, 'from' | 'exemplars'> & {
  readonly dashboard: string;
  readonly panel: string;
  readonly isCurve: boolean;
  readonly expr: string;
};

/** Every query that Prometheus is asked by the dashboards, over so many seconds until now. */
export function panelQueries(seconds: number): readonly PanelQuery[] {
  return dashboardsOf(specbookCatalogue).flatMap(({ name, rows }) =>
    rows
      .flatMap(({ panels }) => panels)
      .filter((panel): panel is DataPanel => panel.kind !== 'text')
      .flatMap(({ title, kind, queries }) =>
        queries.flatMap((query) =>
          query.from === 'traces'
            ? []
            : [
                {
                  ...query,
                  dashboard: name,
                  panel: title,
                  isCurve: kind === 'lines' || kind === 'bars',
                  expr: withValues(query.expr, seconds),
                },
              ],
        ),
      ),
  );
}

/** What the marks and the choices above the dashboards are made of. */
export function surroundingQueries(seconds: number): readonly PanelQuery[] {
  const [, overview = '{}'] = [...dashboardFiles(specbookCatalogue)].find(([name]) => name === 'overview.json') ?? [];
  const { annotations, templating } = JSON.parse(overview) as Surroundings;
  const asked = [
    ...annotations.list.map(({ name, expr }) => [name, expr] as const),
    ...templating.list.flatMap(({ name, definition = '' }) => {
      const selector = /^label_values\((.+), \w+\)$/u.exec(definition)?.[1];
      return selector === undefined ? [] : [[`the variable ${name}`, selector] as const];
    }),
  ];
  return asked.map(([panel, expr]) => ({
    from: 'ledger',
    dashboard: 'above all of them',
    panel,
    isCurve: false,
    expr: withValues(expr, seconds),
  }));
}

type Surroundings = {
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr: string }[] };
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
};

/** With what the variables stand for when nobody has chosen anything. */
function withValues(expr: string, seconds: number): string {
  const values = {
    $__rate_interval: '1m',
    $__range: `${seconds}s`,
    $job: jobs.ledger,
    $instance: '.+',
    $pipeline: specbookCatalogue.pipeline,
    $model: '.+',
  };
  return Object.entries(values).reduce((text, [variable, value]) => text.replaceAll(variable, value), expr);
}

/** How many values the panel would show. */
export async function valuesOf({ isCurve, expr }: PanelQuery, prometheus: PrometheusServer, seconds: number) {
  if (isCurve) return prometheus.values(expr, seconds, 1);
  return (await prometheus.query(expr)).filter(({ value }) => Number.isFinite(value)).length;
}
