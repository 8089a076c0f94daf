import {
  type Dashboard as GrafanaDashboard,
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import { runAnnotations } from './annotations.ts';
import { dashboardLinks, tag, uidOf } from './links.ts';
import type { Dashboard } from './panel.ts';
import { queriesOf } from './queries.ts';
import { renderPanel } from './render-panel.ts';
import { variablesOf } from './variables.ts';

/**
 * A dashboard as Grafana has it, in the classic schema (version 42): it is the one that can be provisioned from files.
 * https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function renderDashboard(dashboard: Dashboard, slice: CatalogueSlice): GrafanaDashboard {
  const { name, title, description, rows } = dashboard;
  const builder = new DashboardBuilder(title)
    .uid(uidOf(name))
    .description(description)
    .tags([tag])
    // It is written anew by the next release: whoever wants another saves it under another name.
    .readonly()
    .timezone('browser')
    .time({ from: 'now-24h', to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([...variablesOf(slice, dashboard)])
    .annotations([...runAnnotations(queriesOf(slice))])
    .links([...dashboardLinks()]);
  let id = 0;
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title).id((id += 1)));
    for (const panel of row.panels) builder.withPanel(renderPanel(panel, (id += 1)));
  }
  return builder.build();
}
