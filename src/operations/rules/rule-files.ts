import { stringify } from 'yaml';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import { promqlOf } from '../promql/promql.ts';
import { burnAlerts } from '../slos/burn-alerts.ts';
import { sloRuleGroups } from '../slos/slo-rules.ts';
import { costAlerts } from './cost-alerts.ts';
import { links } from './links.ts';
import { modelAlerts } from './model-alerts.ts';
import { qualityAlerts } from './quality-alerts.ts';
import { type Alert, alertName, isAlert, type RecordingRule, type RuleGroup } from './rule.ts';
import { ledgerAbsent, runAlerts } from './run-alerts.ts';
import { scrapingAlerts } from './scraping-alerts.ts';
import { type Timing, timing } from './timing.ts';

/** The groups of rules of the pipelines, and those that are about the service itself. */
export function recordingGroups(slices: readonly CatalogueSlice[], when = timing()): readonly RuleGroup[] {
  return slices.flatMap((slice) => sloRuleGroups(slice.pipeline, slice.slos, promqlOf(slice), when));
}

export function alertGroups(slices: readonly CatalogueSlice[], when = timing()): readonly RuleGroup[] {
  const ofPipelines = slices.flatMap((slice) => {
    const promql = promqlOf(slice);
    const groups: Readonly<Record<string, readonly Alert[]>> = {
      runs: runAlerts(promql, when),
      scraping: scrapingAlerts(promql, when),
      models: modelAlerts(promql, when),
      costs: costAlerts(promql, when),
      quality: qualityAlerts(promql, when),
      slos: burnAlerts(slice.pipeline, slice.slos),
    };
    return Object.entries(groups).map(([name, rules]) => ({ name: `${slice.pipeline}-${name}`, rules }));
  });
  return [{ name: 'service', rules: [ledgerAbsent()] }, ...ofPipelines];
}

/** Every alert that there is. */
export function allAlerts(slices: readonly CatalogueSlice[]): readonly Alert[] {
  return alertGroups(slices).flatMap(({ rules }) => rules.filter(isAlert));
}

/** The files of rules, by their names, as Prometheus reads them. */
export function ruleFiles(slices: readonly CatalogueSlice[], when = timing()): ReadonlyMap<string, string> {
  return new Map([
    ['alerts.yml', fileOf(alertGroups(slices, when), when)],
    ['recording.yml', fileOf(recordingGroups(slices, when), when)],
  ]);
}

const comment = '# Generated from src/operations by `npm run generate`. Do not edit.\n';

function fileOf(groups: readonly RuleGroup[], when: Timing): string {
  const file = {
    groups: groups.map(({ name, interval, rules }) => ({
      name,
      ...(interval === undefined ? {} : { interval: when.window(interval) }),
      rules: rules.map((rule) => (isAlert(rule) ? alertOf(rule, when) : recordOf(rule))),
    })),
  };
  // Without a width nothing is folded: an expression stands as it was written.
  return comment + stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

const recordOf = ({ record, expr, labels }: RecordingRule) => ({
  record,
  expr,
  ...(labels === undefined ? {} : { labels }),
});

function alertOf(alert: Alert, { window }: Timing) {
  const { name, severity, expr, summary, description, action, dashboard } = alert;
  return {
    alert: alertName(name),
    expr,
    ...(alert.for === 0 ? {} : { for: window(alert.for) }),
    labels: { severity },
    annotations: {
      summary,
      description,
      action,
      runbook_url: `${links.runbooks}/${name}.md`,
      dashboard_url: `${links.grafana}/d/specbook-${dashboard}`,
    },
  };
}
