import { dashboardFiles } from '#operations/dashboards/dashboards.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';

/** As much of a dashboard's file as is looked at. */
export type GrafanaJson = {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly editable: boolean;
  readonly templating: { readonly list: readonly VariableJson[] };
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr: string }[] };
  /** Rows among them. */
  readonly panels: readonly PanelJson[];
};

export type VariableJson = {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly query?: string | { readonly query: string };
  readonly datasource?: { readonly uid: string };
  readonly refresh?: number;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string;
};

export type PanelJson = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string; readonly noValue?: string } };
  readonly targets?: readonly TargetJson[];
};

export type TargetJson = {
  readonly refId: string;
  readonly expr?: string;
  readonly query?: string;
  readonly exemplar?: boolean;
};

/** The files, read, by the names of the dashboards. */
export const grafanaJson: ReadonlyMap<string, GrafanaJson> = new Map(
  [...dashboardFiles(specbookCatalogue)].map(([name, text]) => [
    name.replace(/\.json$/u, ''),
    JSON.parse(text) as GrafanaJson,
  ]),
);
