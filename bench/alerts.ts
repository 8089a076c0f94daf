/**
 * Whether somebody is told when something goes wrong: `node bench/alerts.ts [speed=60] [alert…]`.
 *
 * A real Prometheus with the rules of this repository, a real Alertmanager with its routes, the demonstration's site
 * and model, all over sockets; windows and waits are so many times shorter. Each fault has a ledger of its own, in
 * which two normal runs have been made; it is brought about by the site, the model, the command line or by killing a
 * process, and by nothing else. Held against its bound: a scrape, two more for series that are new (which are shown as
 * zero first), two looks at the rules, the `for` of the alert, and the wait of its group (of its interval as well, if
 * something else in the group was told before).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemoModel } from '#demo/model/server.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { jobs } from '#operations/promql/promql.ts';
import { type Alert, alertName } from '#operations/rules/rule.ts';
import { allAlerts, ruleFiles } from '#operations/rules/rule-files.ts';
import { hour, timing } from '#operations/rules/timing.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { type AlertmanagerServer, type Delivered, startAlertmanager, waitsOf } from './alerting/alertmanager-server.ts';
import { type AlertFault, alertFaults, staleCadence } from './alerting/faults.ts';
import { startRebuiltSite } from './alerting/rebuilt-site.ts';
import { openScene, type Outside, type Scene } from './alerting/scene.ts';
import { type PrometheusServer, startPrometheus, until } from './prometheus-server.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

/** Seconds between two scrapes, and between two looks at the rules. */
const interval = 1;
const alerts = new Map(allAlerts([specbookCatalogue]).map((alert) => [alert.name, alert]));
const clean = 'clean';
const normalRuns = 2;

type Play = { readonly fault: AlertFault; readonly scene: Scene };
type Outcome = {
  readonly play: Play;
  readonly seconds: number | undefined;
  readonly bound: number;
  readonly others: readonly string[];
};

/** The label that the rules know each ledger by. */
const pipelineOf = (name: string) => `on-${name}`;

/** Whose alert it is: those about a ledger's pipeline, and those about its target. */
const sceneOf = ({ labels }: Delivered) => labels['scene'] ?? labels['pipeline']?.replace(/^on-/u, '');

/** Each target's metrics under a pipeline of its own, so that one Prometheus has all of them. */
function scrapeConfig(scenes: readonly Scene[]) {
  return {
    job_name: jobs.ledger,
    static_configs: scenes.map(({ name, target }) => ({ targets: [target], labels: { scene: name } })),
    metric_relabel_configs: [
      { source_labels: ['scene'], target_label: 'pipeline', replacement: pipelineOf('$1') },
      { action: 'labeldrop', regex: 'scene' },
    ],
  };
}

/** The rules of each ledger, as files. */
function rulesOf(scenes: readonly Scene[], directory: string, speed: number): readonly string[] {
  const slices = scenes.map(({ name }) => ({ ...specbookCatalogue, pipeline: pipelineOf(name) }));
  return [...ruleFiles(slices, timing(speed))].map(([name, text]) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  });
}

async function history(directory: string, outside: Outside): Promise<number> {
  const scene = await openScene(directory, 'history', outside);
  for (let run = 0; run < normalRuns; run += 1) await scene.run(['--answers', 'refresh']);
  await scene.close();
  return performance.now();
}

async function play(
  { fault, scene }: Play,
  alertmanager: AlertmanagerServer,
  speed: number,
  historyEnded: number,
): Promise<Outcome> {
  const alert = alerts.get(fault.alert);
  if (alert === undefined) throw new Error(`there is no alert ${fault.alert}`);
  const brought = await fault.bring(scene, speed);
  const complete = Number.isNaN(brought) ? historyEnded + staleCadence * 1_250 : brought;
  const find = () =>
    alertmanager.delivered.find(
      (each) =>
        each.status === 'firing' && each.labels['alertname'] === alertName(fault.alert) && sceneOf(each) === scene.name,
    );
  const patience = Math.max(0, complete - performance.now()) + 30_000;
  await until(`${fault.alert} is told`, async () => find() !== undefined, patience).catch(() => undefined);
  const told = find();
  const before = alertmanager.delivered.filter(
    (each) => sceneOf(each) === scene.name && each.at < (told?.at ?? Infinity),
  );
  const bound = boundOf(alert, speed, before.length > 0);
  const others = new Set(before.map(({ labels }) => labels['alertname'] ?? ''));
  const seconds = told === undefined ? undefined : (told.at - complete) / 1_000;
  return { play: { fault, scene }, seconds, bound, others: [...others] };
}

function boundOf(alert: Alert, speed: number, isNotFirst: boolean): number {
  const { first, further } = waitsOf(alert.severity);
  return 3 * interval + 2 * interval + (alert.for + first + (isNotFirst ? further : 0)) / speed;
}

function lineOf({ play: { fault }, seconds, bound, others }: Outcome): string {
  const took = seconds === undefined ? 'NOT TOLD' : seconds.toFixed(1);
  return `| ${[fault.alert, fault.what, took, bound.toFixed(1), others.join(', ')].join(' | ')} |`;
}

function isInTime(outcomes: readonly Outcome[]): boolean {
  const late = outcomes.filter(({ seconds, bound }) => seconds === undefined || seconds > bound);
  const counted = `${outcomes.length - late.length} of ${outcomes.length} within their bounds`;
  console.log(`\n${counted}; seconds are from the end of what brought it about`);
  return late.length === 0;
}

/** What was told that nothing had brought about, and texts that could not be made. */
function mistakes({ delivered }: AlertmanagerServer, faultless: readonly string[]): readonly string[] {
  const unfounded = delivered.filter((each) => faultless.includes(sceneOf(each) ?? ''));
  const unreadable = delivered.filter(({ annotations }) => JSON.stringify(annotations).includes('<error'));
  return [
    ...unfounded.map(({ labels }) => `without a reason: ${JSON.stringify(labels)}`),
    ...unreadable.map(({ labels }) => `with an unreadable text: ${JSON.stringify(labels)}`),
  ];
}

async function measure(directory: string, speed: number, faults: readonly AlertFault[]): Promise<boolean> {
  const outside: Outside = {
    site: await startDemoSite({ port: 0 }),
    model: await startDemoModel({ port: 0 }),
    rebuilt: await startRebuiltSite(),
  };
  const closing: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  // Whoever ends it leaves no servers behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void closeAll().then(() => process.exit(1)));
  try {
    const historyEnded = await history(join(directory, 'history'), outside);
    const open = async (name: string, cadence?: string) => {
      const scene = await openScene(join(directory, name), name, outside, cadence);
      closing.push(scene.close);
      return scene;
    };
    const quiet = await open(clean);
    const plays: Play[] = [];
    await Promise.all(
      faults.map(async (fault) => plays.push({ fault, scene: await open(fault.alert, fault.cadence) })),
    );
    // The service of the metrics is killed last: without it, nothing else is told.
    plays.sort((one, other) => faults.indexOf(one.fault) - faults.indexOf(other.fault));
    const scenes = [quiet, ...plays.map(({ scene }) => scene)];
    const alertmanager = await startAlertmanager('prometheus-alertmanager', speed);
    closing.push(alertmanager.close);
    const prometheus = await startPrometheus({
      program: 'prometheus',
      jobs: {},
      interval: `${interval}s`,
      rules: rulesOf(scenes, directory, speed),
      alertmanager: alertmanager.address,
      scrapeConfigs: [scrapeConfig(scenes)],
    });
    closing.push(prometheus.close);
    await comeToKnow(prometheus, scenes, join(directory, 'history'));
    // Until what was normal is no longer recent.
    await sleep((hour / speed + 3) * 1_000);
    const early = mistakes(
      alertmanager,
      scenes.map(({ name }) => name).filter((name) => name !== 'run-stale'),
    );
    await quiet.run(['--answers', 'refresh']);
    const outcomes: Outcome[] = [];
    console.log('| alert | fault | seconds | bound | told before it |\n|---|---|---|---|---|');
    for (const each of plays) {
      const outcome = await play(each, alertmanager, speed, historyEnded);
      outcomes.push(outcome);
      console.log(lineOf(outcome));
    }
    const isGood = isInTime(outcomes);
    const wrong = [...early, ...mistakes(alertmanager, [clean])];
    for (const mistake of wrong) console.log(mistake);
    console.log(
      `${alertmanager.delivered.length} messages; ${wrong.length} mistakes; the normal runs led to ${wrong.length === 0 ? 'no alert' : 'ALERTS'}`,
    );
    return isGood && wrong.length === 0;
  } finally {
    await closeAll();
    await Promise.all([outside.site.close(), outside.model.close(), outside.rebuilt.close()]);
  }
}

/** The ledgers are seen empty first, and then with the normal runs in them. */
async function comeToKnow(prometheus: PrometheusServer, scenes: readonly Scene[], from: string): Promise<void> {
  const items = `specbook_items_total{outcome="succeeded"}`;
  const count = async (expression: string) => (await prometheus.query(expression)).length;
  await until(
    'all are scraped',
    async () => (await count(`count_over_time(${items}[1m]) >= 3`)) === scenes.length,
    60_000,
  );
  for (const scene of scenes) scene.bringHistory(from);
  await until('all have their history', async () => (await count(`${items} > 0`)) === scenes.length, 60_000);
}

const [speed = '60', ...only] = process.argv.slice(2);
await withTemporaryDirectory(async (directory) => {
  mkdirSync(directory, { recursive: true });
  const chosen = alertFaults.filter(({ alert }) => only.length === 0 || only.includes(alert));
  process.exitCode = (await measure(directory, Number(speed), chosen)) ? 0 : 1;
});
