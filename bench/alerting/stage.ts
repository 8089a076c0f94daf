import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemoModel } from '#demo/model/server.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { jobs } from '#operations/promql/promql.ts';
import { ruleFiles } from '#operations/rules/rule-files.ts';
import { hour, timing } from '#operations/rules/timing.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { type PrometheusServer, startPrometheus, until } from '../prometheus-server.ts';
import { type AlertmanagerServer, type Delivered, startAlertmanager } from './alertmanager-server.ts';
import type { AlertFault } from './faults.ts';
import { interval, type Outcome, pipelineOf, type Play, play, sceneOf } from './play.ts';
import { startRebuiltSite } from './rebuilt-site.ts';
import { openScene, type Outside, type Scene } from './scene.ts';

export type StageSettings = {
  readonly directory: string;
  /** How many times shorter all windows and waits are. */
  readonly speed: number;
  readonly faults: readonly AlertFault[];
  readonly programs: { readonly prometheus: string; readonly alertmanager: string };
  /** Is told of each outcome when it is there. */
  tell(outcome: Outcome): void;
};

export type Staged = {
  readonly outcomes: readonly Outcome[];
  /** Alerts that nothing had brought about. */
  readonly unfounded: readonly Delivered[];
  /** Everything that came to the webhook. */
  readonly delivered: readonly Delivered[];
};

/** The ledger in which nothing goes wrong. */
const clean = 'clean';
/** The first of them fills the cache. */
const normalRuns = 2;
const normalRun = ['--answers', 'refresh'];

/** Normal runs, then each of the faults in a ledger of its own, watched by a real Prometheus and Alertmanager. */
export async function stage({ directory, speed, faults, programs, tell }: StageSettings): Promise<Staged> {
  const closing: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  // Whoever ends it leaves no servers behind.
  const interrupted = () => void closeAll().then(() => process.exit(1));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const outside = await openOutside(closing);
    const historyEnded = await history(join(directory, 'history'), outside);
    const open = async (name: string, cadence?: string) => {
      const scene = await openScene(join(directory, name), name, outside, cadence);
      closing.push(scene.close);
      return scene;
    };
    const quiet = await open(clean);
    const plays = await Promise.all(
      faults.map(async (fault): Promise<Play> => ({ fault, scene: await open(fault.alert, fault.cadence) })),
    );
    const scenes = [quiet, ...plays.map(({ scene }) => scene)];
    const alertmanager = await startAlertmanager(programs.alertmanager, speed);
    closing.push(alertmanager.close);
    const prometheus = await startPrometheus({
      program: programs.prometheus,
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
    // What is overdue is so by itself.
    const faultless = scenes.map(({ name }) => name).filter((name) => name !== 'run-stale');
    const early = toldOf(alertmanager, faultless);
    await quiet.run(normalRun);
    const outcomes: Outcome[] = [];
    for (const each of plays) {
      const outcome = await play(each, alertmanager, speed, historyEnded);
      outcomes.push(outcome);
      tell(outcome);
    }
    const unfounded = [...new Set([...early, ...toldOf(alertmanager, [clean])])];
    return { outcomes, unfounded, delivered: alertmanager.delivered };
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await closeAll();
  }
}

async function openOutside(closing: (() => Promise<void>)[]): Promise<Outside> {
  const site = await startDemoSite({ port: 0 });
  const model = await startDemoModel({ port: 0 });
  const rebuilt = await startRebuiltSite();
  closing.push(site.close, model.close, rebuilt.close);
  return { site, model, rebuilt };
}

/** When the last of the normal runs ended. */
async function history(directory: string, outside: Outside): Promise<number> {
  const scene = await openScene(directory, 'history', outside);
  for (let run = 0; run < normalRuns; run += 1) await scene.run(normalRun);
  await scene.close();
  return performance.now();
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

/** The ledgers are seen empty first, and then with the normal runs in them. */
async function comeToKnow(prometheus: PrometheusServer, scenes: readonly Scene[], from: string): Promise<void> {
  const items = 'specbook_items_total{outcome="succeeded"}';
  const areAll = async (expression: string) => (await prometheus.query(expression)).length === scenes.length;
  await until('all are scraped', () => areAll(`count_over_time(${items}[1m]) >= 3`), 60_000);
  for (const scene of scenes) scene.bringHistory(from);
  await until('all have their history', () => areAll(`${items} > 0`), 60_000);
}

const toldOf = ({ delivered }: AlertmanagerServer, scenes: readonly string[]) =>
  delivered.filter((each) => scenes.includes(sceneOf(each) ?? ''));
