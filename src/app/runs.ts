import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { shownValue } from '#config/load.ts';
import type { Json } from '#core/json.ts';
import type { FactTotal, RunCounts, StoredRun } from '#core/run-store.ts';
import type { Said, ShownSetting } from './configure.ts';
import type { StoredConfiguration } from './execute-run.ts';
import { findRun, type Runs, withRuns } from './find-run.ts';
import { type RunQuality, storedQuality } from './run-quality.ts';
import { settings } from './settings.ts';

/** A run at a glance. */
export type RunOverview = Pick<StoredRun, 'id' | 'state' | 'startedAt' | 'finishedAt' | 'source' | 'usage'> & {
  readonly counts: RunCounts;
  /** Undefined for the demonstration. */
  readonly input: string | undefined;
};

export type RunDetails = RunOverview & {
  readonly environment: Json;
  /** What was set for the run, and where; of a run of an earlier version, all settings. */
  readonly settings: readonly ShownSetting[];
  readonly stages: readonly StageTotal[];
  readonly factTotals: readonly FactTotal[];
  /** Undefined before the run came to its end, or when it did so in an earlier version. */
  readonly quality: RunQuality | undefined;
  /** Where its results are; undefined when they are not there (any more). */
  readonly results: string | undefined;
};

/** What a stage came to, over all its items. Durations are in milliseconds. */
export type StageTotal = {
  readonly stage: string;
  readonly count: number;
  readonly failed: number;
  readonly duration: number;
};

export type RunList = { readonly directory: string; readonly runs: readonly RunOverview[] };

/** The latest runs, the latest first. @throws PipelineError `config`, `store` */
export async function listRuns(said: Said, limit: number): Promise<RunList> {
  return withRuns(said, async (runs) => {
    const overviews: RunOverview[] = [];
    for (const run of await runs.store.list(limit)) overviews.push(await overview(runs, run));
    return { directory: runs.directory, runs: overviews };
  });
}

/** All there is to say of one run, or of the latest. @throws PipelineError `config` when there is no such run. */
export async function showRun(said: Said, id: string | undefined): Promise<RunDetails> {
  return withRuns(said, async (runs) => {
    const run = await findRun(runs, id);
    const factTotals = await runs.store.factTotals(run.id);
    return {
      ...(await overview(runs, run)),
      environment: run.environment,
      settings: settingsOfRun(run),
      stages: stageTotals(factTotals),
      factTotals,
      quality: storedQuality(run.quality),
      results: resultsOf(run),
    };
  });
}

async function overview({ store }: Runs, run: StoredRun): Promise<RunOverview> {
  const { id, state, startedAt, finishedAt, source, usage } = run;
  const { demonstration, settings: values } = run.configuration as Partial<StoredConfiguration>;
  const input = demonstration === true ? undefined : inputOf(values?.['run.input']);
  return { id, state, startedAt, finishedAt, source, usage, counts: await store.counts(id), input };
}

const textOf = (value: Json | undefined, otherwise: string) => (typeof value === 'string' ? value : otherwise);

/** The folder of the run's results, where it was started. */
export function resultsOf({ id, configuration }: StoredRun): string | undefined {
  const { settings: values } = configuration as Partial<StoredConfiguration>;
  const folder = resolve(textOf(values?.['run.outputDirectory'], 'output'), id);
  return existsSync(folder) ? folder : undefined;
}

function settingsOfRun({ configuration }: StoredRun): readonly ShownSetting[] {
  const { settings: values = {}, origins } = configuration as Partial<StoredConfiguration>;
  return settings.flatMap((setting) => {
    const name = `${setting.slice}.${setting.name}`;
    const origin = origins === undefined ? 'not known' : (origins[name] ?? 'default');
    if (values[name] === undefined || origin === 'default') return [];
    return [{ name, value: shownValue(setting, values[name]), origin }];
  });
}

/** The stages that took the longest first. */
function stageTotals(totals: readonly FactTotal[]): readonly StageTotal[] {
  const stages = Map.groupBy(
    totals.filter(({ kind }) => kind === 'stage'),
    ({ stage }) => stage,
  );
  const sum = (facts: readonly FactTotal[], of: (fact: FactTotal) => number) =>
    facts.reduce((total, fact) => total + of(fact), 0);
  return [...stages]
    .map(([stage, facts]) => ({
      stage,
      count: sum(facts, ({ count }) => count),
      failed: sum(facts, ({ outcome, count }) => (outcome === 'ok' ? 0 : count)),
      duration: sum(facts, ({ duration }) => duration),
    }))
    .toSorted((left, right) => right.duration - left.duration);
}

/** Several files are named one after the other. */
function inputOf(value: Json | undefined): string {
  const files = [value].flat().filter((file) => typeof file === 'string');
  return files.length === 0 ? 'an input that is not known' : files.join(', ');
}
