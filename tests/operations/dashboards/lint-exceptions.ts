import type { DataPanel, Query } from '#operations/dashboards/panel.ts';

export type Exception = {
  readonly rule: string;
  /** Of which panels: those that ask so. Left out, it is of dashboards as a whole. */
  readonly panels?: (panel: DataPanel) => boolean;
  /** Of which dashboards; of all of them when left out. */
  readonly dashboards?: readonly string[];
  readonly reason: string;
};

const asks =
  (holds: (query: Query) => boolean) =>
  ({ queries }: DataPanel) =>
    queries.some(holds);
const from = (...origins: readonly Query['from'][]) => asks((query) => origins.includes(query.from));

const ofAnotherJob =
  'What is only of the moment is asked of the pages of runs, which have a job of their own and come and go: the variables stand for ledgers alone, so that the two are never added up.';
const ofRules =
  'What a recording rule keeps has the labels that the rule gives it: it is of all instances, and has no job.';
const ofPrometheus = 'What Prometheus says of alerts is its own, and of no job.';
const wholeTime =
  'A figure is of all of the time that is looked at. $__rate_interval is for curves, where each point is of the time since the one before.';

/** Where the rules of dashboard-linter do not hold, and why. */
export const lintExceptions: readonly Exception[] = [
  { rule: 'target-job-rule', panels: from('run'), reason: ofAnotherJob },
  { rule: 'target-instance-rule', panels: from('run'), reason: ofAnotherJob },
  { rule: 'target-job-rule', panels: from('recorded'), reason: ofRules },
  { rule: 'target-instance-rule', panels: from('recorded'), reason: ofRules },
  { rule: 'target-job-rule', panels: from('alerts'), reason: ofPrometheus },
  { rule: 'target-instance-rule', panels: from('alerts'), reason: ofPrometheus },
  {
    rule: 'target-rate-interval-rule',
    panels: asks((query) => query.from === 'ledger' && query.expr.includes('[$__range]')),
    reason: wholeTime,
  },
  {
    rule: 'template-datasource-rule',
    dashboards: ['failures'],
    reason: 'Pages that failed are traces, and Tempo has them: it is a second data source.',
  },
  {
    rule: 'panel-datasource-rule',
    panels: from('traces'),
    reason: 'Traces are of the second data source, which is a variable as well.',
  },
];
