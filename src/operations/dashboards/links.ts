import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type DashboardLink, DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard, PanelLink } from './panel.ts';

/** What a dashboard is found under: `/d/specbook-overview`. */
export const uidOf = (name: Dashboard['name']) => `specbook-${name}`;

/** All dashboards of the program have it. */
export const tag = 'specbook';

export function panelLink(link: PanelLink): Builder<DashboardLink> {
  return new DashboardLinkBuilder(link.title).type(DashboardLinkType.Link).url(linkAddress(link));
}

/** With the same time and data; values of labels and cells go along in variables of the dashboard. */
export function linkAddress({ to, set = {} }: PanelLink): string {
  const chosen = ['datasource', 'job', 'instance', 'pipeline'].map((name) => `\${${name}:queryparam}`);
  const variables = Object.entries(set).map(([name, value]) => `var-${name}=${value}`);
  const query = ['${__url_time_range}', ...chosen, ...variables].join('&');
  return `/d/${uidOf(to)}?${query}`;
}

/** To all the others. */
export function dashboardLinks(): readonly Builder<DashboardLink>[] {
  return [
    new DashboardLinkBuilder('Specbook')
      .type(DashboardLinkType.Dashboards)
      .tags([tag])
      .asDropdown(false)
      .includeVars(true)
      .keepTime(true),
  ];
}
