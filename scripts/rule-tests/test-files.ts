import { stringify } from 'yaml';
import { alertName, type Severity } from '#operations/rules/rule.ts';
import { alertGroups, allAlerts, recordingGroups } from '#operations/rules/rule-files.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { type Fault, faultAt, faults } from './faults.ts';
import { normalBatch, normalGauges } from './normal-batch.ts';
import { type Batch, inputSeries, type Traffic } from './traffic.ts';

const slices = [specbookCatalogue];

/** Minutes. */
const hour = 60;
const day = 24 * hour;

type Check = { readonly at: number; readonly expr: string; readonly alerts: readonly string[] };
type RuleTest = {
  readonly name: string;
  readonly traffic: Traffic;
  readonly step: number;
  readonly minutes: number;
  readonly checks: readonly Check[];
};

const normally = { at: 0, gauges: normalGauges };
const anyAlert = 'ALERTS{alertstate="firing"}';

/** Tests of the rules for `promtool test rules`, by the names of their files. */
export function ruleTestFiles(): ReadonlyMap<string, string> {
  const ofFaults = Object.entries(faults).flatMap(([name, each]) =>
    each.map((fault, index) => faultTest(name, fault, index)),
  );
  // Each look at all the rules takes promtool a while: where nothing is due, every 20 minutes will do.
  return new Map([
    ['normal-traffic.yml', fileOf([dailyBatches(), severalBatchesADay()], '20m')],
    ['idle-weekend.yml', fileOf([idleWeekend(), nothingYet()], '20m')],
    ['faults.yml', fileOf(ofFaults, '10m')],
  ]);
}

/** A batch each at 2 in the morning: nothing is due, at any time. */
function dailyBatches(): RuleTest {
  const batches = Array.from({ length: 4 }, (_, index) => ({ at: index * day + 2 * hour, grew: normalBatch }));
  return quiet('a batch a day', { batches, standings: [normally] }, 4 * day, 10);
}

/** Batches of very different sizes: ten pages, of which one fails, are no reason to call anybody. */
function severalBatchesADay(): RuleTest {
  const batches = [1, 0.02, 0.5, 0.02, 1].map((size, index): Batch => ({
    at: index * 3 * hour + 20,
    grew: scaled(size),
  }));
  return quiet('batches of many sizes', { batches, standings: [normally] }, 18 * hour, 5);
}

const scaled = (size: number) =>
  Object.fromEntries(Object.entries(normalBatch).map(([name, grew]) => [name, grew * size]));

/** From a batch on Friday evening until Monday: nobody has said how often there is to be one. */
function idleWeekend(): RuleTest {
  return quiet(
    'an idle weekend',
    { batches: [{ at: 2 * hour, grew: normalBatch }], standings: [normally] },
    66 * hour,
    10,
  );
}

/** The stack has just come up, and there has been no run. */
function nothingYet(): RuleTest {
  const none = Object.fromEntries(Object.keys(normalBatch).map((name) => [name, 0]));
  return quiet('before the first run', { batches: [{ at: 0, grew: none }], standings: [normally] }, 3 * hour, 5);
}

/** No alert is due at any look. */
function quiet(name: string, traffic: Traffic, minutes: number, step: number): RuleTest {
  const expr = `count_over_time(${anyAlert}[${minutes}m])`;
  return { name, traffic, step, minutes, checks: [{ at: minutes, expr, alerts: [] }] };
}

/** A normal batch, then one that goes wrong, then a normal one again. */
function faultTest(name: string, fault: Fault, index: number): RuleTest {
  const alert = allAlerts(slices).find((each) => each.name === name);
  if (alert === undefined) throw new Error(`there is no alert ${name}`);
  // The slow objective looks at days, the others at hours.
  const lasts = name === 'slo-burn-slow' ? 26 * hour : 2 * hour;
  const before = Object.fromEntries(
    Object.keys(fault.gauges ?? {}).map((gauge) => [gauge, normalGauges[gauge] ?? Number.NaN]),
  );
  const traffic = {
    batches: [
      { at: 10, grew: normalBatch },
      { at: faultAt, grew: fault.gauges === undefined ? { ...normalBatch, ...fault.grew } : {} },
      { at: faultAt + lasts - 30, grew: normalBatch },
    ],
    standings: [
      normally,
      { at: faultAt, gauges: fault.gauges ?? {} },
      { at: faultAt + hour, gauges: fault.after ?? before },
    ],
  };
  const labels = { ...(fault.ofService ? {} : { pipeline: specbookCatalogue.pipeline }), ...fault.labels };
  const due = `ALERTS{alertname="${alertName(name)}",alertstate="firing"}`;
  const expected = alertsText(name, alert.severity, labels);
  return {
    name: `${name}${index === 0 ? '' : `, ${index + 1}`}`,
    traffic,
    step: 5,
    minutes: faultAt + lasts,
    checks: [
      { at: faultAt - 5, expr: due, alerts: [] },
      { at: faultAt + 40, expr: due, alerts: [expected] },
      { at: faultAt + lasts, expr: due, alerts: [] },
    ],
  };
}

function alertsText(name: string, severity: Severity, labels: Readonly<Record<string, string>>): string {
  const all = { alertname: alertName(name), alertstate: 'firing', ...labels, severity };
  return `ALERTS{${Object.entries(all)
    .map(([label, text]) => `${label}="${text}"`)
    .join(', ')}}`;
}

const comment = '# Generated from scripts/rule-tests by `npm run generate`. Do not edit.\n';

function fileOf(tests: readonly RuleTest[], evaluated: string): string {
  const file = {
    rule_files: ['../rules/alerts.yml', '../rules/recording.yml'],
    evaluation_interval: evaluated,
    // Between two looks what is recorded would be stale.
    group_eval_order: [...recordingGroups(slices), ...alertGroups(slices)].map(({ name }) => name),
    tests: tests.map(({ name, traffic, step, minutes, checks }) => ({
      name,
      interval: `${step}m`,
      input_series: inputSeries(traffic, step, minutes),
      promql_expr_test: checks.map(({ at, expr, alerts }) => ({
        expr,
        eval_time: `${at}m`,
        exp_samples: alerts.map((labels) => ({ labels, value: 1 })),
      })),
    })),
  };
  return comment + stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}
