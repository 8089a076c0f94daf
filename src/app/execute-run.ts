import { join } from 'node:path';
import type { Fact } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import type { Notice, Watch } from '#core/notice.ts';
import type { Observer } from '#core/observer.ts';
import { type PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { RunCounts, SetAsideRow, SourceRow } from '#core/run-store.ts';
import { factRecorder } from '#engine/fact-recorder.ts';
import { runPipeline } from '#engine/run-pipeline.ts';
import { loadPrompt } from '#extraction/prompt.ts';
import { outputsFor } from '#pipelines/specbook/outputs/outputs.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { writeOutputs } from '#reports/write-outputs.ts';
import { becomeOwner } from '#store/owner.ts';
import { composeSpecbook } from './compose.ts';
import type { ModelChoice } from './model-choice.ts';
import { type Network, openNetwork } from './network.ts';
import { observers } from './observers.ts';
import { itemEvents, type RunEvent } from './run-events.ts';
import { defaultPrompt } from './environment.ts';
import type { Settings } from './settings.ts';
import { systemClock, systemRandom } from './system.ts';
import { countFact, countNotice, type Tally } from './tally.ts';
import type { Workspace } from './workspace.ts';

export type Execution = {
  /** A run that the store knows. */
  readonly run: string;
  readonly settings: Settings;
  readonly workspace: Workspace;
  readonly model: ModelChoice;
  readonly schema: RecordSchema;
  /** Hosts that may be fetched although they are not public: the demonstration's. Each as `host:port`. */
  readonly exempt: readonly string[];
  /** The rows of the input from its beginning; absent when the run has read them all. */
  readonly source: AsyncIterable<SourceRow> | undefined;
  /** Counts what happens while it happens. */
  readonly tally: Tally;
  /** Told of each item, for example to show it. Never throws and never delays. */
  readonly tell: (event: RunEvent) => void;
  /** Aborts to finish what is under way, and to stop at once. */
  readonly drain: AbortSignal;
  readonly stop: AbortSignal;
};

export type RunResult = {
  readonly run: string;
  readonly counts: RunCounts;
  readonly sourceComplete: boolean;
  readonly tally: Tally;
  /** All failures of the run, over all its processes. */
  readonly categories: ReadonlyMap<FailureCategory, number>;
  /** The first few invalid rows of the input; all of them are in invalid-rows.csv. */
  readonly invalidRows: readonly SetAsideRow[];
  readonly directory: string;
  /** The files in it, in the order in which they were written. */
  readonly files: readonly string[];
  /** What ended the run before its time, if anything did. */
  readonly failure: PipelineError | undefined;
  readonly stopped: boolean;
};

/** Takes a run as far as it goes, and writes its outputs, however it ends. */
export async function executeRun(execution: Execution): Promise<RunResult> {
  const { run, settings, workspace, schema, drain, stop } = execution;
  const { store, blobs } = workspace;
  const { tally } = execution;
  const recorder = factRecorder(run, store);
  const { observer: counter, watch } = counting(execution);
  const observer = observers(recorder, counter);
  const owner = becomeOwner(join(workspace.directory, 'owners'), systemRandom.hexadecimal(8));
  let failure: PipelineError | undefined;
  let network: Network | undefined;
  try {
    const prompt =
      execution.model.kind === 'none' ? undefined : await loadPrompt(settings.extraction.prompt ?? defaultPrompt);
    network = await openNetwork(settings, execution.exempt);
    const around = { ...workspace, observer, model: execution.model, prompt, schema, network };
    const pipeline = composeSpecbook(settings, around);
    await store.mark(run, 'running', systemClock.now());
    await store.reclaim(run, systemClock.now(), owner.isAlive);
    const alreadyRead = (await store.find(run))?.source.rowsRead ?? 0;
    const { concurrency } = settings.run;
    const order = { run, source: execution.source, alreadyRead, concurrency, drain, stop };
    const { isAlive, name } = owner;
    await runPipeline(pipeline, order, {
      store,
      clock: systemClock,
      random: systemRandom,
      owner: name,
      isAlive,
      observer,
      recorder,
      watch,
    });
  } catch (error) {
    failure = toPipelineError(error);
  } finally {
    await network?.close();
    owner.release();
  }
  const stopped = drain.aborted || stop.aborted;
  const counts = await store.counts(run);
  const sourceComplete = (await store.find(run))?.source.complete ?? false;
  const finished = counts.remaining === 0 && sourceComplete && failure === undefined;
  const ending = { state: finished ? 'finished' : 'stopped', finishedAt: systemClock.now() } as const;
  const directory = join(settings.run.outputDirectory, run);
  const files = await writeOutputs(directory, {
    store,
    blobs,
    run,
    ending,
    outputs: outputsFor(schema, settings.run.formats),
    describeInput: (input) => input,
  });
  // Last, so that a run that is killed while it writes its outputs is known not to have come to its end.
  await store.mark(run, ending.state, ending.finishedAt);
  const categories = await categoriesOf(execution);
  const invalidRows = await firstInvalidRows(execution);
  return { run, counts, sourceComplete, tally, categories, invalidRows, directory, files, failure, stopped };
}

/** Keeps the tally, and tells of items. */
function counting({ tally, tell }: Execution): { readonly observer: Observer; readonly watch: Watch } {
  const items = itemEvents(tell);
  const fact = (happened: Fact) => {
    countFact(tally, happened);
    items.fact(happened);
  };
  const watch = (notice: Notice) => {
    countNotice(tally, notice);
    items.notice(notice);
  };
  return { observer: { around: (_scope, work) => work(), fact }, watch };
}

async function categoriesOf({ run, workspace }: Execution): Promise<ReadonlyMap<FailureCategory, number>> {
  const categories = new Map<FailureCategory, number>();
  for await (const { failure } of workspace.store.failures(run)) {
    categories.set(failure.category, (categories.get(failure.category) ?? 0) + 1);
  }
  return categories;
}

async function firstInvalidRows({ run, workspace }: Execution): Promise<readonly SetAsideRow[]> {
  const rows: SetAsideRow[] = [];
  for await (const row of workspace.store.setAside(run)) {
    if (row.kind === 'invalid') rows.push(row);
    if (rows.length === 10) break;
  }
  return rows;
}

/** What a run stores of its configuration: everything but secrets, and whether it is a demonstration. */
export type StoredConfiguration = {
  readonly demonstration: boolean;
  readonly settings: Readonly<Record<string, Json>>;
  /** Where each value came from when the run was begun. Runs of earlier versions do not say. */
  readonly origins?: Readonly<Record<string, string>>;
};
