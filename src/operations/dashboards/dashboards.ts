import type { CatalogueSlice } from '#catalogue/slice.ts';
import { costs } from './costs.ts';
import { failures } from './failures/failures.ts';
import { models } from './models/models.ts';
import { overview } from './overview/overview.ts';
import type { Dashboard } from './panel.ts';
import { quality } from './quality.ts';
import { queriesOf } from './queries.ts';
import { renderDashboard } from './render-dashboard.ts';
import { scraping } from './scraping/scraping.ts';
import { objectives } from './slos.ts';

/** All dashboards of a pipeline, in the order in which one looks at them. */
export function dashboardsOf(slice: CatalogueSlice): readonly Dashboard[] {
  const queries = queriesOf(slice);
  return [
    overview(queries),
    failures(queries),
    scraping(queries),
    models(queries),
    costs(queries),
    quality(queries),
    objectives(slice.slos),
  ];
}

/** Their files, by name, as Grafana reads them. */
export function dashboardFiles(slice: CatalogueSlice): ReadonlyMap<string, string> {
  return new Map(
    dashboardsOf(slice).map((dashboard) => [
      `${dashboard.name}.json`,
      `${JSON.stringify(renderDashboard(dashboard, slice), visible, 2)}\n`,
    ]),
  );
}

/** The library puts links and marks into a menu that has to be opened; left out, they are where one sees them. */
function visible(key: string, value: unknown): unknown {
  return key === 'placement' && value === 'inControlsMenu' ? undefined : value;
}
