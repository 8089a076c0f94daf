import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type AnnotationQuery, AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Queries } from './queries.ts';
import { datasource } from './variables.ts';

/** When runs began and ended, as marks over every curve: the value is the time, in milliseconds. */
export function runAnnotations({ ledger }: Queries): readonly Builder<AnnotationQuery>[] {
  return [
    mark('Runs begin', 'blue', 'A run begins', ledger.series('specbook.run.last.start_time')),
    mark('Runs end', 'green', 'A run has come to its end', ledger.series('specbook.run.last_success_time')),
  ];
}

function mark(name: string, color: string, title: string, seconds: string): Builder<AnnotationQuery> {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(datasource)
    .enable(true)
    .hide(false)
    .iconColor(color)
    .expr(`${seconds} * 1000`)
    .step('60s')
    .useValueForTime(true)
    .titleFormat(title)
    .tagKeys('pipeline');
}
