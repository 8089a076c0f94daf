import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import type { ProductInput } from '#pipelines/specbook/record.ts';
import { closeNames } from '#core/close-names.ts';
import { type FailureCategory, ruleOf } from '#core/failure.ts';
import type { Item } from '#core/item.ts';
import type { Json } from '#core/json.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { ItemHistory, StoredFailure, StoredRun } from '#core/run-store.ts';
import type { KeptTrace } from '#core/trace.ts';
import { findSnapshot } from '#reports/snapshots.ts';
import { normaliseUrl } from '#scraping/normalise-url.ts';
import { redactText, redactUrl } from '#scraping/redact-url.ts';
import { otlpJson } from '#telemetry/otlp-json.ts';
import { rebuildTrace } from '#telemetry/rebuild-trace.ts';
import type { Said } from './configure.ts';
import { categoryNamed } from './failures.ts';
import { findRun, type Runs, withRuns } from './find-run.ts';
import { describeItem } from './run-telemetry.ts';
import { resultsOf } from './runs.ts';
import { itemIdOf } from './source.ts';
import { sealerOf, urlKeyFile } from './url-key.ts';

export type TraceQuestion = {
  /** A URL, the id of an item or of a trace; undefined for those of failures. */
  readonly subject: string | undefined;
  readonly category: string | undefined;
  /** The latest run that fits when undefined. */
  readonly run: string | undefined;
  /** How many traces of failures at the most. */
  readonly limit: number;
};

export type FoundTrace = {
  readonly trace: KeptTrace;
  /** Whether it was kept, or is made of the facts in the run store. */
  readonly origin: 'kept' | 'facts';
  /** What the input says of it; undefined for the trace of a run. */
  readonly item: { readonly url: string; readonly line: number; readonly source?: string | undefined } | undefined;
  /** The trace of its earlier life. */
  readonly earlierTraceId: string | undefined;
  readonly failure:
    { readonly category: FailureCategory; readonly message: string; readonly advice: string } | undefined;
  /** The path of the page that was kept as evidence. */
  readonly snapshot: string | undefined;
};

export type TraceAnswer = {
  readonly traces: readonly FoundTrace[];
  /** How many more there are. */ readonly more: number;
};

/**
 * The traces that are asked for: as they were kept, else as the facts tell them.
 *
 * @throws PipelineError `config` when there are none, with what is near.
 */
export async function lookUpTraces(said: Said, question: TraceQuestion): Promise<TraceAnswer> {
  const { subject } = question;
  return withRuns(said, async (runs) => {
    if (subject === undefined) return ofFailures(runs, question);
    const found = /^[\da-f]{32}$/u.test(subject)
      ? await ofTraceId(runs, subject)
      : await ofItem(runs, subject, question.run);
    return { traces: [found], more: 0 };
  });
}

async function ofFailures(runs: Runs, { run: id, category: written, limit }: TraceQuestion): Promise<TraceAnswer> {
  const category = written === undefined ? undefined : categoryNamed(written);
  const run = await findRun(runs, id);
  const traces: FoundTrace[] = [];
  let more = 0;
  for await (const { item } of runs.store.failures(run.id, { category })) {
    if (traces.length >= limit) {
      more += 1;
      continue;
    }
    const history = await runs.store.history(run.id, item.id);
    if (history !== undefined) traces.push(await ofHistory(runs, run, history));
  }
  const what = category === undefined ? 'nothing failed' : `nothing failed with ${category}`;
  if (traces.length === 0) throw new PipelineError('config', `${what} in run ${run.id}`);
  return { traces, more };
}

async function ofTraceId(runs: Runs, traceId: string): Promise<FoundTrace> {
  const kept = await runs.traces.find(traceId);
  const place = kept ?? (await runs.store.itemOfTrace(traceId));
  if (place === undefined) throw new PipelineError('config', `there is no trace ${traceId} in ${runs.directory}`);
  const run = await findRun(runs, place.run);
  const history = place.item === undefined ? undefined : await runs.store.history(place.run, place.item);
  if (kept !== undefined) return explained(run, kept, 'kept', history);
  if (history?.traceId === traceId) return ofHistory(runs, run, history);
  const later = `the item goes on in trace ${history?.traceId}`;
  throw new PipelineError('config', `trace ${traceId} was not kept, and its facts are part of a later one; ${later}`);
}

/** How many of the latest runs are looked through for an item, and how many of a run's URLs for one that is near. */
const mostRuns = 50;
const mostItems = 20_000;

async function ofItem(runs: Runs, subject: string, runId: string | undefined): Promise<FoundTrace> {
  const id = /^[\da-f]{24}$/u.test(subject) ? subject : itemIdOf(addressOf(subject, runs));
  const candidates = runId === undefined ? await runs.store.list(mostRuns) : [await findRun(runs, runId)];
  for (const run of candidates) {
    const history = await runs.store.history(run.id, id);
    if (history !== undefined) return ofHistory(runs, run, history);
  }
  throw new PipelineError('config', await notThere(runs, subject, candidates));
}

/** The address as the store has it: without a key there is none in it that had to be sealed, and none is made. */
function addressOf(subject: string, { directory }: Runs): URL {
  try {
    const url = normaliseUrl(subject);
    return existsSync(join(directory, urlKeyFile)) ? sealerOf(directory).seal(url) : url;
  } catch (error) {
    const { category, message } = toPipelineError(error);
    if (category !== 'invalid_url' && category !== 'forbidden_address') throw error;
    const neither = `${redactText(subject)} is neither a URL nor the id of an item or a trace`;
    throw new PipelineError('config', `${neither}: ${message}`);
  }
}

async function notThere({ store, directory }: Runs, subject: string, runs: readonly StoredRun[]): Promise<string> {
  const [latest] = runs;
  if (latest === undefined) return `there are no runs in ${directory}`;
  const where = runs.length === 1 ? `run ${latest.id}` : `the latest ${runs.length} runs`;
  const urls = (await store.items(latest.id, mostItems)).map(shownUrl);
  const near = closeNames(subject, urls);
  return `${redactText(subject)} is not in ${where}${near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`}`;
}

async function ofHistory(runs: Runs, run: StoredRun, history: ItemHistory): Promise<FoundTrace> {
  const kept = history.traceId === undefined ? undefined : await runs.traces.find(history.traceId);
  if (kept !== undefined) return explained(run, kept, 'kept', history);
  const rebuilt = rebuildTrace(run, history, specbookCatalogue.spans, describeItem);
  if (rebuilt !== undefined) return explained(run, rebuilt, 'facts', history);
  throw new PipelineError('config', `${shownUrl(history.item)} has not been taken up yet in run ${run.id}`);
}

async function explained(
  run: StoredRun,
  trace: KeptTrace,
  origin: FoundTrace['origin'],
  history: ItemHistory | undefined,
): Promise<FoundTrace> {
  const failure = history?.traceId === trace.traceId ? history.failure : undefined;
  const results = resultsOf(run);
  return {
    trace,
    origin,
    item: history && { url: shownUrl(history.item), line: history.line, source: history.source },
    earlierTraceId: history?.traceId === trace.traceId ? history.earlierTraceId : undefined,
    failure: failure && explain(failure),
    snapshot: failure === undefined || results === undefined ? undefined : await findSnapshot(results, { failure }),
  };
}

function explain({ category, message }: StoredFailure): FoundTrace['failure'] {
  return { category, message, advice: ruleOf(category).advice };
}

function shownUrl({ input }: Item<Json>): string {
  const { url: text } = input as ProductInput;
  const url = URL.parse(text);
  return url === null ? text : redactUrl(url);
}

/** Traces as a collector would be sent them: OTLP in its JSON form. */
export function tracesAsOtlp(traces: readonly FoundTrace[]): Json {
  return otlpJson(traces.flatMap(({ trace }) => trace.spans));
}
