import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  type VariableModel,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import { jobs } from '../promql/promql.ts';
import type { Dashboard } from './panel.ts';
import { queriesOf } from './queries.ts';

/** Only a ledger has this gauge: whoever has it is a job with a ledger. */
const onlyInLedgers = 'specbook.runs';
/** Anything, also in the words of Tempo. */
const anything = '.*';

export const datasource = { type: 'prometheus', uid: '${datasource}' } as const;
export const traceSource = { type: 'tempo', uid: '${traces}' } as const;

/** What can be chosen above a dashboard: where the data are, which pipeline, and what the dashboard is about. */
export function variablesOf(
  slice: CatalogueSlice,
  { variables }: Pick<Dashboard, 'variables'>,
): readonly Builder<VariableModel>[] {
  const { ledger } = queriesOf(slice);
  const series = ledger.series(onlyInLedgers);
  const further: Readonly<Record<Dashboard['variables'][number], Builder<VariableModel>>> = {
    model: choice('model', 'Model', `label_values(${ledger.series('specbook.model.calls')}, gen_ai_request_model)`)
      .multi(true)
      .includeAll(true)
      .allValue('.+')
      .current(all),
    traces: new DatasourceVariableBuilder('traces')
      .label('Traces')
      .type('tempo')
      .current({ text: 'Tempo', value: 'tempo' }),
    category: choice('category', 'Category', `label_values(${ledger.series('specbook.failures')}, error_type)`)
      .multi(true)
      .includeAll(true)
      .allValue(anything)
      .current(all),
    run: typed('run', 'Run'),
    otherRun: typed('other_run', 'Other run'),
  };
  return [
    new DatasourceVariableBuilder('datasource')
      .label('Data source')
      .type('prometheus')
      .current({ text: 'Prometheus', value: 'prometheus' }),
    choice('job', 'Job', `label_values(${withoutVariables(series)}, job)`)
      .multi(true)
      .allValue('.+')
      .current({ selected: true, text: [jobs.ledger], value: [jobs.ledger] }),
    choice('instance', 'Instance', `label_values(${withoutVariables(series, 'job')}, instance)`)
      .multi(true)
      .includeAll(true)
      .allValue('.+')
      .current(all),
    choice('pipeline', 'Pipeline', `label_values(${withoutVariables(series, 'job', 'instance')}, pipeline)`).current({
      selected: true,
      text: slice.pipeline,
      value: slice.pipeline,
    }),
    ...variables.map((name) => further[name]),
  ];
}

const all = { selected: true, text: 'All', value: '$__all' };

function choice(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query({ query, refId: name })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}

function typed(name: string, label: string): TextBoxVariableBuilder {
  return new TextBoxVariableBuilder(name)
    .label(label)
    .defaultValue(anything)
    .current({ selected: true, text: anything, value: anything });
}

/** A variable is asked for by those before it alone. */
function withoutVariables(series: string, ...kept: readonly string[]): string {
  const [name = '', matchers = ''] = series.split(/[{}]/u);
  const left = matchers.split(',').filter((matcher) => kept.some((variable) => matcher.includes(`"$${variable}"`)));
  return left.length === 0 ? name : `${name}{${left.join(',')}}`;
}
