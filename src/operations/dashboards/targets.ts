import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  DataqueryBuilder as PrometheusQueryBuilder,
  PromQueryFormat,
} from '@grafana/grafana-foundation-sdk/prometheus';
import { DataqueryBuilder as TempoQueryBuilder, SearchTableType } from '@grafana/grafana-foundation-sdk/tempo';
import type { DataPanel, MetricQuery, SpanQuery } from './panel.ts';
import { datasource, traceSource } from './variables.ts';

/** The queries of a panel, as Grafana has them: `A`, `B`, and so on. */
export function targetsOf({ kind, queries }: DataPanel): Builder<Dataquery>[] {
  return queries.map((query, index) =>
    query.from === 'traces' ? spanTarget(query, letter(index)) : metricTarget(query, letter(index), kind),
  );
}

export const letter = (index: number) => String.fromCodePoint('A'.charCodeAt(0) + index);

function metricTarget({ expr, legend, exemplars }: MetricQuery, refId: string, kind: DataPanel['kind']) {
  const query = new PrometheusQueryBuilder()
    .refId(refId)
    .datasource(datasource)
    .expr(expr)
    .legendFormat(legend)
    .exemplar(exemplars === true)
    .format(kind === 'table' ? PromQueryFormat.Table : PromQueryFormat.TimeSeries);
  return kind === 'lines' || kind === 'bars' ? query.range() : query.instant();
}

function spanTarget({ traceql, limit }: SpanQuery, refId: string) {
  return new TempoQueryBuilder()
    .refId(refId)
    .datasource(traceSource)
    .queryType('traceql')
    .query(traceql)
    .tableType(SearchTableType.Spans)
    .limit(limit)
    .spss(3);
}
