import { describe, expect, test } from 'vitest';
import { prometheusName } from '#catalogue/prometheus-name.ts';
import { dashboardsOf } from '#operations/dashboards/dashboards.ts';
import type { DataPanel, Panel } from '#operations/dashboards/panel.ts';
import { allSloRecords } from '#operations/slos/slo-records.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { metricsOf, queryProblems } from '../promql/query-problems.ts';
import { traceqlProblems } from '../traceql/traceql-problems.ts';
import { type GrafanaJson, grafanaJson } from './grafana-json.ts';
import { lintExceptions } from './lint-exceptions.ts';
import { type Finding, lint, panelsOf } from './lint-rules.ts';

const dashboards = dashboardsOf(specbookCatalogue);
const { metrics } = specbookCatalogue;
/** Of Prometheus itself: the alerts that it knows. */
const ofPrometheus = ['ALERTS'];

/** @throws TypeError when there is no such dashboard. */
function renderedOf(name: string): GrafanaJson {
  const rendered = grafanaJson.get(name);
  if (rendered === undefined) throw new TypeError(`there is no dashboard ${name}`);
  return rendered;
}

const withData = (panels: readonly Panel[]) => panels.filter((panel): panel is DataPanel => panel.kind !== 'text');

describe.each(dashboards.map((dashboard) => [dashboard.name, dashboard] as const))('%s', (_name, dashboard) => {
  const rendered = renderedOf(dashboard.name);
  const panels = withData(dashboard.rows.flatMap((row) => row.panels));

  test('asks what parses, of metrics and labels that the catalogue has', () => {
    for (const { title, queries } of panels) {
      const problems = queries.flatMap((query) =>
        query.from === 'traces'
          ? traceqlProblems(query.traceql, specbookCatalogue)
          : queryProblems(query.expr, metrics, [...allSloRecords, ...ofPrometheus]),
      );
      expect(problems, title).toEqual([]);
    }
  });

  test('keeps the rules of dashboard-linter, but for exceptions with a reason', () => {
    const isExcepted = ({ rule, panel }: Finding) =>
      lintExceptions.some(
        (exception) =>
          exception.rule === rule &&
          (exception.dashboards?.includes(dashboard.name) ?? true) &&
          (exception.panels === undefined || panels.some((each) => each.title === panel && exception.panels?.(each))),
      );
    expect(lint(rendered).filter((finding) => !isExcepted(finding))).toEqual([]);
  });

  test('names each panel once, and says of each what it shows when there is nothing', () => {
    const titles = dashboard.rows.flatMap((row) => row.panels.map(({ title }) => title));
    expect(new Set(titles).size).toBe(titles.length);
    for (const { title, none } of panels) expect(none, title).toMatch(/^[A-Za-z].{5,}[^.]$/u);
    for (const { title, description } of dashboard.rows.flatMap((row) => row.panels)) {
      expect(description, title).toMatch(/^[A-Z0-9`].+[.)]$/su);
    }
    for (const row of dashboard.rows) expect(row.title).toMatch(/\?$/u);
  });

  test('fills each line from the left to the right, with panels of one height', () => {
    const lines = Map.groupBy(panelsOf(rendered), ({ gridPos }) => gridPos.y);
    for (const [y, line] of lines) {
      const about = `line ${y}: ${line.map(({ title }) => title).join(', ')}`;
      expect(
        line.reduce((width, { gridPos }) => width + gridPos.w, 0),
        about,
      ).toBe(24);
      expect(new Set(line.map(({ gridPos }) => gridPos.h)).size, about).toBe(1);
    }
  });

  test('gives every panel an id and every query a letter of its own', () => {
    const ids = rendered.panels.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_id, index) => index + 1));
    for (const { targets = [] } of panelsOf(rendered)) {
      const letters = targets.map(({ refId }) => refId);
      expect(letters).toEqual(letters.map((_letter, index) => 'ABCDEFGH'[index]));
    }
  });

  test('tells series apart: a panel with several names them by their labels', () => {
    for (const { title, queries, kind } of panels) {
      if (kind === 'table') continue;
      for (const query of queries) {
        if (query.from === 'traces') continue;
        const labels = [...query.legend.matchAll(/\{\{(\w+)\}\}/gu)].map(([, label]) => label);
        const kept = /(?:sum|max|min) by \((?:le, )?pipeline(?:, ([\w, ]+))?\)/u.exec(query.expr);
        const apart = (kept?.[1] ?? '').split(', ').filter((label) => label !== '');
        const isOfCatalogue = query.from === 'ledger' || query.from === 'run';
        expect(isOfCatalogue ? labels : apart, `${title}: ${query.expr}`).toEqual(apart);
      }
    }
  });
});

test('there are seven, in the classic schema, each under a name that alerts can link to', () => {
  const names = ['overview', 'failures', 'scraping', 'models', 'costs', 'quality', 'slos'];
  expect(dashboards.map(({ name }) => name)).toEqual(names);
  for (const [name, { uid, schemaVersion }] of grafanaJson) {
    expect(uid).toBe(`specbook-${name}`);
    expect(schemaVersion).toBe(42);
  }
});

test('what is hidden in a menu by the library is shown', () => {
  expect(JSON.stringify([...grafanaJson])).not.toContain('inControlsMenu');
});

test('every exception is made use of', () => {
  const findings = dashboards.flatMap((dashboard) =>
    lint(renderedOf(dashboard.name)).map((finding) => ({ ...finding, of: dashboard })),
  );
  for (const { rule, panels, dashboards: named } of lintExceptions) {
    const used = findings.some(
      (finding) =>
        finding.rule === rule &&
        (named?.includes(finding.of.name) ?? true) &&
        (panels === undefined ||
          withData(finding.of.rows.flatMap((row) => row.panels)).some(
            (panel) => panel.title === finding.panel && panels(panel),
          )),
    );
    expect(used, rule).toBe(true);
  }
});

test('every metric of the catalogue is on a dashboard', () => {
  const asked = new Set(
    dashboards.flatMap(({ rows }) =>
      rows.flatMap((row) =>
        withData(row.panels).flatMap(({ queries }) =>
          queries.flatMap((query) => (query.from === 'traces' ? [] : metricsOf(query.expr))),
        ),
      ),
    ),
  );
  const shown = (name: string) => ['', '_bucket', '_count', '_sum'].some((part) => asked.has(name + part));
  const missing = metrics.filter((metric) => !shown(prometheusName(metric))).map(({ name }) => name);
  expect(missing).toEqual(notOnDashboards);
});

/** They say when something was, as the marks of runs do, or what is in another figure. */
const notOnDashboards = ['specbook.run.last.start_time', 'process.cpu.time'];
