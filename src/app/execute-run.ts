import { join } from 'node:path';
import type { Attributes } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import { type PipelineError } from '#core/pipeline-error.ts';
import type { RunCounts, SetAsideRow } from '#core/run-store.ts';
import type { RunUsage } from '#core/run-usage.ts';
import { addedUp, type TelemetryLoss } from '#core/telemetry-loss.ts';
import { limiterPools, type LimiterPools } from '#llm/limiter/pools.ts';
import { outputsFor } from '#pipelines/specbook/outputs/outputs.ts';
import { writeOutputs } from '#reports/write-outputs.ts';
import { becomeOwner, type Owner } from '#store/owner.ts';
import type { RunEnding, Telemetry } from '#telemetry/telemetry.ts';
import { longestLimiterWait } from './compose-models.ts';
import { budgetsNow } from './costs.ts';
import { alarms, asJson, qualityOf, type RunQuality } from './run-quality.ts';
import { telemetryOfRun } from './run-telemetry.ts';
import { usageMeter } from './resource-usage.ts';
import { systemClock, systemRandom } from './system.ts';
import { type Tally } from './tally.ts';
import { processItems } from './process-items.ts';
import type { Execution } from './execution.ts';
import { ownersFolder } from './workspace.ts';

export type RunResult = {
  readonly run: string;
  readonly counts: RunCounts;
  readonly sourceComplete: boolean;
  readonly tally: Tally;
  /** All failures of the run, over all its processes. */
  readonly categories: ReadonlyMap<FailureCategory, number>;
  /** What all records of the run are worth. */
  readonly quality: RunQuality;
  /** The first few invalid rows of the input; all of them are in invalid-rows.csv. */
  readonly invalidRows: readonly SetAsideRow[];
  readonly directory: string;
  /** The files in it, in the order in which they were written. */
  readonly files: readonly string[];
  /** What ended the run before its time, if anything did. */
  readonly failure: PipelineError | undefined;
  readonly stopped: boolean;
  /** What else a person should know; the results are not touched by it. */
  readonly warnings: readonly string[];
};

/** Takes a run as far as it goes, and writes its outputs, however it ends. */
export async function executeRun(execution: Execution): Promise<RunResult> {
  const { workspace } = execution;
  const owner = becomeOwner(join(workspace.directory, ownersFolder), systemRandom.hexadecimal(8));
  const warnings: string[] = [];
  const limiters = limiterPools({
    documents: workspace.limits,
    clock: systemClock,
    owner,
    longestWait: longestLimiterWait,
    patience: execution.settings.scraping.patience,
  });
  const losses: TelemetryLoss[] = [];
  const telemetry = await telemetryOfRun({ ...execution, limiters }, owner.name, (message, loss) => {
    warnings.push(message);
    if (loss !== undefined) losses.push(loss);
  });
  let result: EndedRun | undefined;
  try {
    result = await carryOut(execution, owner, telemetry, limiters);
  } finally {
    await telemetry.close(result?.ending);
    await workspace.store.addLosses(execution.run, addedUp(losses));
  }
  return { ...result.result, warnings };
}

type EndedRun = { readonly result: Omit<RunResult, 'warnings'>; readonly ending: RunEnding };

async function carryOut(
  execution: Execution,
  owner: Owner,
  telemetry: Telemetry,
  limiters: LimiterPools,
): Promise<EndedRun> {
  const { run, settings, workspace, schema, tally, drain, stop } = execution;
  const { store, blobs } = workspace;
  const meter = usageMeter();
  const failure = await processItems(execution, owner, telemetry, limiters);
  tally.budgets = await budgetsNow(store.budgets, execution.costs, run, systemClock.now());
  const stopped = drain.aborted || stop.aborted;
  const counts = await store.counts(run);
  const sourceComplete = (await store.find(run))?.source.complete ?? false;
  const finished = counts.remaining === 0 && sourceComplete && failure === undefined;
  const ending = { state: finished ? 'finished' : 'stopped', finishedAt: systemClock.now() } as const;
  const directory = join(settings.run.outputDirectory, run);
  const quality = await qualityOf(store, run, counts, settings.quality.thresholds);
  await store.keepQuality(run, asJson(quality));
  // Told before the outputs, which show it; what writing them takes is added after.
  await store.addUsage(run, meter.sinceLast());
  const files = await writeOutputs(directory, {
    store,
    blobs,
    run,
    ending,
    outputs: outputsFor(schema, settings.book, settings.run.formats),
    describeInput: (input) => input,
  });
  await store.addUsage(run, meter.sinceLast());
  // Last, so that a run that is killed while it writes its outputs is known not to have come to its end.
  await store.mark(run, ending.state, ending.finishedAt, failure?.category);
  const categories = await categoriesOf(execution);
  const invalidRows = await firstInvalidRows(execution);
  return {
    result: {
      run,
      counts,
      sourceComplete,
      tally,
      categories,
      quality,
      invalidRows,
      directory,
      files,
      failure,
      stopped,
    },
    ending: {
      ...ending,
      at: ending.finishedAt,
      counts,
      failure,
      alarms: alarms(quality),
      usage: usageOf(tally, meter.total()),
    },
  };
}

function usageOf(
  { spending: { calls, inputTokens, outputTokens, reported, estimated } }: Tally,
  { cpuSeconds, peakMemoryBytes }: RunUsage,
): Attributes {
  return {
    model_calls: calls,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cost_nano_dollars: reported + estimated,
    cpu_seconds: cpuSeconds,
    peak_memory: peakMemoryBytes,
  };
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
