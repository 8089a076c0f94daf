import { parser } from '@prometheus-io/lezer-promql';
import type { GrafanaJson, PanelJson, VariableJson } from './grafana-json.ts';

/** What is wrong, and where. */
export type Finding = {
  readonly rule: string;
  readonly dashboard: string;
  readonly panel?: string | undefined;
  readonly what: string;
};

type Rule = (dashboard: GrafanaJson) => readonly Omit<Finding, 'rule' | 'dashboard'>[];

/**
 * The rules of grafana/dashboard-linter, by its names, written anew from its documentation: its own program is under
 * another license, and in another language. https://github.com/grafana/dashboard-linter/tree/main/docs/rules
 */
export const lintRules: Readonly<Record<string, Rule>> = {
  'template-datasource-rule': (dashboard) => {
    const sources = variablesOf(dashboard).filter(({ type }) => type === 'datasource');
    return [
      ...(sources.length === 1 ? [] : [{ what: `has ${sources.length} variables for data sources` }]),
      ...sources
        .filter(({ name, query }) => query === 'prometheus' && name !== 'datasource')
        .map(({ name }) => ({ what: `calls its data source ${name}` })),
      ...sources
        .filter(({ name, label }) => name === 'datasource' && label?.toLowerCase() !== 'data source')
        .map(({ label }) => ({ what: `labels its data source ${label}` })),
    ];
  },
  'template-job-rule': (dashboard) => templateProblems(dashboard, 'job'),
  'template-instance-rule': (dashboard) => templateProblems(dashboard, 'instance'),
  'template-label-promql-rule': (dashboard) =>
    variablesOf(dashboard)
      .filter(({ type }) => type === 'query')
      .flatMap((variable) => {
        const query = queryOf(variable);
        const [, selector, label] = /^label_values\((.+), (\w+)\)$/u.exec(query) ?? [];
        const parses = selector !== undefined && label !== undefined && !hasErrors(selector);
        return parses ? [] : [{ what: `the variable ${variable.name} asks ${query}` }];
      }),
  'template-on-time-change-reload-rule': (dashboard) =>
    variablesOf(dashboard)
      .filter(({ type, refresh }) => type === 'query' && refresh !== 2)
      .map(({ name }) => ({ what: `the variable ${name} stays as it is when the time changes` })),
  'panel-datasource-rule': (dashboard) =>
    panelsOf(dashboard)
      .filter(({ type }) => typesWithUnits.has(type))
      .filter(({ datasource }) => !['$datasource', '${datasource}'].includes(datasource?.uid ?? ''))
      .map(({ title, datasource }) => ({ panel: title, what: `has the data source ${datasource?.uid}` })),
  'panel-title-description-rule': (dashboard) =>
    panelsOf(dashboard)
      .filter(({ title, description }) => title === '' || (description ?? '') === '')
      .map(({ id, title }) => ({ panel: title === '' ? String(id) : title, what: 'has no title or no description' })),
  'panel-units-rule': (dashboard) =>
    panelsOf(dashboard)
      .filter(({ type }) => typesWithUnits.has(type))
      .filter(({ fieldConfig }) => !validUnits.has(fieldConfig?.defaults.unit ?? ''))
      .map(({ title, fieldConfig }) => ({ panel: title, what: `has the unit ${fieldConfig?.defaults.unit}` })),
  'panel-no-targets-rule': (dashboard) =>
    panelsOf(dashboard)
      .filter(({ type, targets = [] }) => typesWithUnits.has(type) && targets.length === 0)
      .map(({ title }) => ({ panel: title, what: 'asks for nothing' })),
  'target-promql-rule': (dashboard) =>
    expressionsOf(dashboard).flatMap(({ panel, expr }) =>
      hasErrors(expr) ? [{ panel, what: `does not parse: ${expr}` }] : [],
    ),
  'target-rate-interval-rule': (dashboard) =>
    expressionsOf(dashboard).flatMap(({ panel, expr }) =>
      callsOf(expr)
        .filter(({ name, range }) => ['rate', 'irate', 'increase'].includes(name) && range !== '$__rate_interval')
        .map(({ name, range }) => ({ panel, what: `${name} over ${range}` })),
    ),
  'target-job-rule': (dashboard) => matcherProblems(dashboard, 'job'),
  'target-instance-rule': (dashboard) => matcherProblems(dashboard, 'instance'),
  'target-counter-agg-rule': (dashboard) =>
    expressionsOf(dashboard).flatMap(({ panel, expr }) =>
      selectorsOf(expr)
        .filter(({ metric }) => metric.endsWith('_total'))
        .filter(({ call }) => !['rate', 'irate', 'increase'].includes(call))
        .map(({ metric }) => ({ panel, what: `${metric} is a counter, and is shown as it is` })),
    ),
  'template-uneditable-rule': ({ editable }) => (editable ? [{ what: 'can be edited' }] : []),
};

export function lint(dashboard: GrafanaJson): readonly Finding[] {
  return Object.entries(lintRules).flatMap(([rule, check]) =>
    check(dashboard).map((finding) => ({ rule, dashboard: dashboard.title, ...finding })),
  );
}

const typesWithUnits: ReadonlySet<string> = new Set([
  'stat',
  'singlestat',
  'graph',
  'table',
  'timeseries',
  'gauge',
  'bargauge',
]);

/** Of Grafana's, those that are used here. */
const validUnits: ReadonlySet<string> = new Set([
  'short',
  'percentunit',
  'currencyUSD',
  's',
  'bytes',
  'Bps',
  'dateTimeFromNow',
  'string',
]);

export function panelsOf({ panels }: GrafanaJson): readonly PanelJson[] {
  return panels.filter(({ type }) => type !== 'row');
}

function variablesOf({ templating }: GrafanaJson): readonly VariableJson[] {
  return templating.list;
}

function templateProblems(dashboard: GrafanaJson, name: string) {
  const variable = variablesOf(dashboard).find((each) => each.name === name);
  if (variable === undefined) return [{ what: `has no variable ${name}` }];
  const { type, label, multi, allValue, datasource } = variable;
  return [
    [datasource?.uid === '${datasource}', `asks ${datasource?.uid}`],
    [type === 'query', `is a ${type}`],
    [label?.toLowerCase() === name, `is labelled ${label}`],
    [multi === true, 'takes one value alone'],
    [allValue === '.+', `means ${allValue} by all`],
  ].flatMap(([holds, what]) => (holds === true ? [] : [{ what: `the variable ${name} ${what}` }]));
}

const queryOf = ({ query = '' }: VariableJson): string => (typeof query === 'string' ? query : query.query);

type Expression = { readonly panel: string; readonly expr: string };

/** The queries that Prometheus is asked. */
export function expressionsOf(dashboard: GrafanaJson): readonly Expression[] {
  return panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
    targets.flatMap(({ expr }) => (expr === undefined ? [] : [{ panel: title, expr }])),
  );
}

function matcherProblems(dashboard: GrafanaJson, label: string) {
  const wanted = `${label}=~"$${label}"`;
  return expressionsOf(dashboard).flatMap(({ panel, expr }) =>
    selectorsOf(expr)
      .filter(({ matchers }) => !matchers.includes(wanted))
      .map(({ metric }) => ({ panel, what: `${metric} without ${wanted}` })),
  );
}

/** The grammar has no variables where durations are. */
const standIn = '1234567m';
const plainText = (expr: string) =>
  expr.replaceAll(/\$__\w+/gu, (name) => (name === '$__rate_interval' ? standIn : '7654321m'));
const variableOf = (range: string) => ({ [standIn]: '$__rate_interval', '7654321m': '$__range' })[range] ?? range;

function hasErrors(expr: string): boolean {
  let broken = false;
  parser.parse(plainText(expr)).iterate({ enter: ({ type }) => void (broken ||= type.isError) });
  return broken;
}

type Selector = { readonly metric: string; readonly matchers: string; readonly call: string; readonly range: string };

/** What an expression selects, over which range, and which function that range is given to. */
function selectorsOf(expr: string): readonly Selector[] {
  const text = plainText(expr);
  const found: Selector[] = [];
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.name !== 'VectorSelector') return;
      const said = text.slice(node.from, node.to);
      const matrix = node.node.parent?.name === 'MatrixSelector' ? node.node.parent : undefined;
      const call = matrix === undefined ? '' : (/^\w+/u.exec(text.slice(callAround(matrix)))?.[0] ?? '');
      const range = matrix === undefined ? '' : (/\[(\w+)\]$/u.exec(text.slice(matrix.from, matrix.to))?.[1] ?? '');
      found.push({
        metric: /^[\w:]+/u.exec(said)?.[0] ?? '',
        matchers: said,
        call,
        range: variableOf(range),
      });
    },
  });
  return found;
}

type TreeNode = { readonly name: string; readonly from: number; readonly parent: TreeNode | null };

function callAround(node: TreeNode): number | undefined {
  for (let each = node.parent; each !== null; each = each.parent) if (each.name === 'FunctionCall') return each.from;
  return undefined;
}

const callsOf = (expr: string) =>
  selectorsOf(expr)
    .filter(({ call }) => call !== '')
    .map(({ call, range }) => ({ name: call, range }));
