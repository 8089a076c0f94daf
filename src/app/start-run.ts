import { resolve } from 'node:path';
import type { Json } from '#core/json.ts';
import type { Observer } from '#core/observer.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { SourceRow, StoredRun } from '#core/run-store.ts';
import { publicValues } from '#config/load.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { configure, type Said } from './configure.ts';
import { type Demonstration, startDemonstration } from './demonstration.ts';
import { environmentOf } from './environment.ts';
import { type Execution, executeRun, type RunResult, type StoredConfiguration } from './execute-run.ts';
import { chooseModel, type ModelChoice } from './model-choice.ts';
import { schemaFor } from './schema-choice.ts';
import { type Settings, slices } from './settings.ts';
import { fileSource } from './source.ts';
import { systemClock, systemRandom } from './system.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** `latest`, or the run's id. */
export type Resume = string;

export type RunRequest = {
  readonly said: Said;
  readonly resume: Resume | undefined;
  readonly drain: AbortSignal;
  readonly stop: AbortSignal;
};

/** What there is to say before the work begins. */
export type Opening = {
  readonly run: string;
  readonly settings: Settings;
  readonly model: ModelChoice;
  readonly demonstration: Demonstration | undefined;
  readonly resumed: Resumed | undefined;
};

export type Resumed = { readonly run: string; readonly reopened: number; readonly remaining: number };

/**
 * Begins a run, or goes on with an earlier one, and takes it as far as it goes.
 *
 * @param opened is told what the run will do, and gives whoever wants to watch it.
 * @throws PipelineError `config` or `store` when it cannot even begin. Nothing has been done then.
 */
export async function startRun(request: RunRequest, opened: (opening: Opening) => Observer): Promise<RunResult> {
  const { said, drain, stop } = request;
  const first = configure(said);
  const workspace = openWorkspace(resolve(first.configuration.run.dataDirectory));
  let demonstration: Demonstration | undefined;
  try {
    const earlier = request.resume === undefined ? undefined : await findEarlier(workspace, request.resume);
    const stored = earlier?.configuration as StoredConfiguration | undefined;
    const { configuration, origins } =
      earlier === undefined || stored === undefined
        ? first
        : configure(said, { run: earlier.id, values: stored.settings });
    const isDemonstration = stored?.demonstration ?? configuration.run.input === undefined;
    const settings = isDemonstration ? forDemonstration(configuration, origins) : configuration;
    if (isDemonstration) demonstration = await startDemonstration(settings);
    const schema = await schemaFor(settings, earlier);
    const model = chooseModel(settings, demonstration?.modelBaseUrl);
    const source = await sourceOf(settings, demonstration, earlier);
    const resumed = earlier && (await reopen(workspace, earlier));
    const run = earlier?.id ?? (await begin(workspace, settings, { model, schema }, isDemonstration));
    const watcher = opened({ run, settings, model, demonstration, resumed });
    const execution: Execution = { run, settings, workspace, model, schema, source, watcher, drain, stop };
    return await executeRun(execution);
  } finally {
    await demonstration?.close();
    await workspace.close();
  }
}

/** The demonstration has pages that fail on purpose; that must not make its exit code a bad one. */
function forDemonstration(settings: Settings, origins: Readonly<Record<string, string>>): Settings {
  if (origins['run.maxFailureRate'] !== 'default') return settings;
  return { ...settings, run: { ...settings.run, maxFailureRate: 1 } };
}

async function sourceOf(
  { run }: Settings,
  demonstration: Demonstration | undefined,
  earlier: StoredRun | undefined,
): Promise<AsyncIterable<SourceRow> | undefined> {
  if (earlier?.source.complete === true) return undefined;
  if (demonstration !== undefined) return demonstration.source();
  return run.input === undefined ? undefined : fileSource(run.input, run.urlColumn);
}

async function findEarlier({ store, directory }: Workspace, resume: Resume): Promise<StoredRun> {
  const earlier = await store.find(resume === 'latest' ? undefined : resume);
  if (earlier !== undefined) return earlier;
  const known = (await store.list(5)).map(({ id }) => id);
  const hint = known.length === 0 ? `there are no runs in ${directory}` : `the latest are ${known.join(', ')}`;
  throw new PipelineError(
    'config',
    `--resume: there is no run to continue${resume === 'latest' ? '' : ` named ${resume}`}; ${hint}`,
  );
}

/** What is not settled goes on as it is. Only when the run has come to its end do failed items get another chance. */
async function reopen({ store }: Workspace, { id, source, state }: StoredRun): Promise<Resumed> {
  const { remaining } = await store.counts(id);
  const reopened = remaining === 0 && source.complete && state !== 'running' ? await store.reopen(id) : 0;
  return { run: id, reopened, remaining };
}

async function begin(
  { store }: Workspace,
  settings: Settings,
  { model, schema }: { readonly model: ModelChoice; readonly schema: RecordSchema },
  demonstration: boolean,
): Promise<string> {
  const startedAt = systemClock.now();
  const id = `${timestamp(startedAt)}-${systemRandom.hexadecimal(2)}`;
  const values = publicValues(slices, settings) as Record<string, Json>;
  const input = settings.run.input === undefined ? {} : { 'run.input': resolve(settings.run.input) };
  const own = settings.extraction.schema;
  const file = own === undefined ? {} : { 'extraction.schema': resolve(own) };
  const configuration: StoredConfiguration = { demonstration, settings: { ...values, ...input, ...file } };
  await store.begin({
    id,
    pipeline: 'specbook',
    startedAt,
    configuration: configuration as unknown as Json,
    environment: environmentOf(model, schema),
  });
  return id;
}

/** `20261121-010716`, in UTC, so that runs sort by name. */
function timestamp(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
}
