import type { Dashboard as DashboardName } from '../rules/rule.ts';

/**
 * Where a query's data are. `ledger`: totals of all runs. `run`: the page of a run in progress. `recorded`: what
 * recording rules keep. `alerts`: what Prometheus itself says of the rules.
 */
export type Origin = 'ledger' | 'run' | 'recorded' | 'alerts';

export type MetricQuery = {
  readonly from: Origin;
  readonly expr: string;
  /** What a series is called, with labels in double braces. */
  readonly legend: string;
  /** Shows the traces that stand for what was counted. */
  readonly exemplars?: boolean;
};

export type SpanQuery = { readonly from: 'traces'; readonly traceql: string; readonly limit: number };

export type Query = MetricQuery | SpanQuery;

/** The units of Grafana that are used: https://github.com/grafana/grafana (valueFormats) */
export type PanelUnit = 'short' | 'percentunit' | 'currencyUSD' | 's' | 'bytes' | 'Bps' | 'dateTimeFromNow' | 'string';

/** A colour from a value on; the first has none and holds from below. */
export type Step = readonly [color: Color, from?: number];
export type Color = 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'text';

/** To another dashboard; variables of it are set to what is said, which may name a label of the series. */
export type PanelLink = {
  readonly title: string;
  readonly to: DashboardName;
  readonly set?: Readonly<Record<string, string>>;
};

type Described = {
  /** Unique on its dashboard. */
  readonly title: string;
  /** Which question it answers, and how it is to be read. */
  readonly description: string;
  /** Of 24. */
  readonly width: number;
  /** In rows of 30 pixels. */
  readonly height: number;
};

export type DataPanel = Described & {
  /**
   * `stat`: one figure. `lines` and `bars`: over time. `ranking`: the values of several series beside each other.
   * `table`: a line for each span, or for each series.
   */
  readonly kind: 'stat' | 'lines' | 'bars' | 'ranking' | 'table';
  readonly unit: PanelUnit;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** What it says where there is nothing to show. */
  readonly none: string;
  readonly queries: readonly Query[];
  readonly steps?: readonly Step[];
  readonly link?: PanelLink;
  /** Of a table of series: its columns by the letter of their query, and labels that are columns. */
  readonly columns?: readonly Column[];
};

export type Column = {
  /** A label's name, or the number of the query, from 0. */
  readonly of: string | number;
  readonly title: string;
  readonly unit?: PanelUnit;
  readonly steps?: readonly Step[];
};

/** Words in Markdown. */
export type TextPanel = Described & { readonly kind: 'text'; readonly text: string };

export type Panel = DataPanel | TextPanel;

/** Named by the question that its panels answer, from the short answer to its details. */
export type Row = { readonly title: string; readonly panels: readonly Panel[] };

export type Dashboard = {
  readonly name: DashboardName;
  readonly title: string;
  readonly description: string;
  /** Besides those that every dashboard has. */
  readonly variables: readonly ('model' | 'traces' | 'category' | 'run' | 'otherRun')[];
  readonly rows: readonly Row[];
};
