import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Json } from '#core/json.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RunCounts, StoredRun } from '#core/run-store.ts';
import { publicValues } from '#config/load.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { checkLog } from './check-log.ts';
import { configure, type Said } from './configure.ts';
import { type Demonstration, demonstrationHosts, startDemonstration } from './demonstration.ts';
import { loadPrompt, type Prompt } from '#extraction/prompt.ts';
import { costsOf } from './costs.ts';
import { defaultPrompt, environmentOf } from './environment.ts';
import { executeRun, type RunResult, type StoredConfiguration } from './execute-run.ts';
import type { Execution } from './execution.ts';
import { otherRuns } from './find-run.ts';
import { type InputFile, inputFiles } from './input-files.ts';
import { chooseModel, type ModelChoice } from './model-choice.ts';
import { lookAhead, type Money } from './prospect.ts';
import { sourceOf } from './run-source.ts';
import type { RunEvent } from './run-events.ts';
import { slicesOfRun, type Settings } from './settings.ts';
import { schemaFor } from './schema-choice.ts';
import { inputAddresses } from './source.ts';
import { readSiteCredentials } from './site-credentials.ts';
import { forgetInput, isKeptInput, keepStandardInput, standardInput } from './standard-input.ts';
import { systemClock, systemRandom } from './system.ts';
import { emptyTally, type Tally } from './tally.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** `latest`, or the run's id. */
export type Resume = string;

export type RunRequest = {
  readonly said: Said;
  readonly resume: Resume | undefined;
  /** Read when the input is `-`. */
  readonly standardInput: AsyncIterable<Uint8Array>;
  readonly drain: AbortSignal;
  readonly stop: AbortSignal;
};

/** What there is to say before the work begins. */
export type Opening = Money & {
  readonly run: string;
  readonly settings: Settings;
  readonly model: ModelChoice;
  readonly demonstration: Demonstration | undefined;
  /** What the files of the input are called; none when it has been read, or in a demonstration. */
  readonly inputs: readonly string[];
  readonly resumed: Resumed | undefined;
  readonly live: Live;
};

/** What is going on, while the run is under way. */
export type Live = {
  /** Of this process; it changes all the time. */
  readonly tally: Tally;
  /** Of the whole run, over all its processes; read from the store. */
  standing(): Promise<Standing>;
};

export type Standing = { readonly counts: RunCounts; readonly sourceComplete: boolean };

export type Resumed = { readonly run: string; readonly reopened: number; readonly remaining: number };

/**
 * Begins a run, or goes on with an earlier one, and takes it as far as it goes.
 *
 * @param opened is told what the run will do, and gives who is to be told of each item.
 * @throws PipelineError `config` or `store` when it cannot even begin. Nothing has been done then.
 */
export async function startRun(
  request: RunRequest,
  opened: (opening: Opening) => (event: RunEvent) => void,
): Promise<RunResult> {
  const { said, drain, stop } = request;
  const first = configure(said);
  checkLog(first.configuration);
  const { run: of, cache } = first.configuration;
  const workspace = openWorkspace(resolve(of.dataDirectory), cache.maxBytes);
  let demonstration: Demonstration | undefined;
  let inputs: readonly InputFile[] = [];
  let begun = false;
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
    const prompt = model.kind === 'none' ? undefined : await loadPrompt(settings.extraction.prompt ?? defaultPrompt);
    const credentials = readSiteCredentials(settings.scraping.credentialsFile);
    const costs = costsOf(settings, model, systemClock.now());
    const id = earlier?.id ?? newRunId();
    if (demonstration === undefined) inputs = await inputsOf(settings, id, earlier, request, workspace);
    const addresses = inputAddresses(workspace);
    const source = await sourceOf(settings, inputs, demonstration?.siteOrigin, earlier, addresses.stored);
    const resumed = earlier && (await reopen(workspace, earlier));
    const run =
      earlier?.id ??
      (await begin(workspace, id, { settings, origins, inputs, model, schema, prompt }, isDemonstration));
    begun = true;
    const rows = await sourceOf(settings, inputs, demonstration?.siteOrigin, earlier, inputAddresses(workspace).stored);
    const money = await lookAhead({ settings, model, costs, ...workspace, run, rows, earlier, reopened: 0, mostRows });
    const tally = { ...emptyTally(), budgets: money.budgets };
    const live = { tally, standing: () => standingOf(workspace, run) };
    const names = inputs.map(({ name }) => name);
    const tell = opened({ ...money, run, settings, model, demonstration, inputs: names, resumed, live });
    const exempt = await demonstrationHosts(settings, demonstration);
    const around = { workspace, credentials, exempt, model, prompt, costs, schema };
    const execution: Execution = { run, settings, ...around, source, tally, tell, drain, stop };
    const result = await executeRun(execution);
    if (result.sourceComplete) await forget(inputs);
    return { ...result, warnings: [...addresses.warnings(), ...result.warnings] };
  } catch (error) {
    // A run that never began cannot be resumed.
    if (!begun && request.resume === undefined) await forget(inputs);
    throw error;
  } finally {
    await demonstration?.close();
    await workspace.close();
  }
}

/** Rows of the input that are counted before a run begins; at 100,000 a second they take a fifth of a second. */
const mostRows = 20_000;

/**
 * The demonstration has pages that fail on purpose; that must not make its exit code a bad one. And it is one host, of
 * ours, for all shops that it plays: what one page asks for must not slow the others, nor be asked for twice.
 */
function forDemonstration(settings: Settings, origins: Readonly<Record<string, string>>): Settings {
  const { run, scraping } = settings;
  const unsaid = (name: string) => origins[name] === 'default';
  return {
    ...settings,
    run: unsaid('run.maxFailureRate') ? { ...run, maxFailureRate: 1 } : run,
    scraping: {
      ...scraping,
      ...(unsaid('scraping.hostConcurrency') ? { hostConcurrency: run.concurrency } : {}),
      ...(unsaid('scraping.hostPace') ? { hostPace: 'fixed' as const } : {}),
      ...(unsaid('scraping.fetchers') ? { fetchers: ['http' as const] } : {}),
    },
  };
}

async function forget(inputs: readonly InputFile[]): Promise<void> {
  await Promise.all(inputs.map(({ path }) => forgetInput(path)));
}

/** The files to read; standard input becomes one of them. */
async function inputsOf(
  { run: { input = [] } }: Settings,
  run: string,
  earlier: StoredRun | undefined,
  { standardInput: stream, drain }: RunRequest,
  { directory }: Workspace,
): Promise<readonly InputFile[]> {
  if (earlier?.source.complete === true) return [];
  const gone = input.find((word) => isKeptInput(word) && !existsSync(word));
  if (earlier !== undefined && gone !== undefined) {
    const read = `the ${earlier.source.rowsRead} rows that were read are in the run, the rest is lost`;
    throw new PipelineError('config', `what run ${run} was given on standard input is gone (${gone}): ${read}`);
  }
  const words: string[] = [];
  for (const word of new Set(input)) {
    words.push(word === standardInput ? await keepStandardInput(stream, directory, run, drain) : word);
  }
  return inputFiles(words);
}

async function standingOf({ store }: Workspace, run: string): Promise<Standing> {
  const [counts, stored] = [await store.counts(run), await store.find(run)];
  return { counts, sourceComplete: stored?.source.complete ?? false };
}

async function findEarlier(workspace: Workspace, resume: Resume): Promise<StoredRun> {
  const id = resume === 'latest' ? undefined : resume;
  const earlier = await workspace.store.find(id);
  if (earlier !== undefined) return earlier;
  const named = id === undefined ? '' : ` named ${id}`;
  throw new PipelineError('config', `--resume: there is no run to continue${named}; ${await otherRuns(workspace, id)}`);
}

/**
 * What is not settled goes on as it is. Only in a run that had come to its end, outputs and all, do failed items
 * get another chance: one that was killed must end like one that was not.
 */
async function reopen({ store }: Workspace, { id, state }: StoredRun): Promise<Resumed> {
  const { remaining } = await store.counts(id);
  const reopened = state === 'finished' ? await store.reopen(id) : 0;
  return { run: id, reopened, remaining };
}

function newRunId(): string {
  return `${timestamp(systemClock.now())}-${systemRandom.hexadecimal(2)}`;
}

/** What a run is begun with. */
type Beginning = {
  readonly settings: Settings;
  readonly origins: Readonly<Record<string, string>>;
  readonly inputs: readonly InputFile[];
  readonly model: ModelChoice;
  readonly schema: RecordSchema;
  readonly prompt: Prompt | undefined;
};

async function begin(
  { store }: Workspace,
  id: string,
  { settings, origins, inputs, model, schema, prompt }: Beginning,
  demonstration: boolean,
): Promise<string> {
  const startedAt = systemClock.now();
  const values = publicValues(slicesOfRun, settings) as Record<string, Json>;
  const input = inputs.length === 0 ? {} : { 'run.input': inputs.map(({ path }) => path) };
  const own = settings.extraction.schema;
  const file = own === undefined ? {} : { 'extraction.schema': resolve(own) };
  const configuration: StoredConfiguration = { demonstration, settings: { ...values, ...input, ...file }, origins };
  await store.begin({
    id,
    pipeline: 'specbook',
    project: settings.run.project,
    startedAt,
    configuration: configuration as unknown as Json,
    environment: environmentOf(model, schema, prompt),
  });
  return id;
}

/** `20261121-010716`, in UTC, so that runs sort by name. */
function timestamp(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
}
