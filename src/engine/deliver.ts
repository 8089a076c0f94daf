import type { Fact } from '#core/fact.ts';
import { ruleOf } from '#core/failure.ts';
import type { Notice } from '#core/notice.ts';
import { Park } from '#core/park.ts';
import type { Step } from '#core/pipeline.ts';
import { type PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { Claim, Settlement } from '#core/run-store.ts';
import type { StageContext } from '#core/stage.ts';
import type { Json } from '#core/json.ts';
import type { EnginePorts } from './ports.ts';
import { runItem } from './run-item.ts';

export type Delivery = {
  readonly run: string;
  readonly steps: readonly Step[];
  readonly recordSchema: string;
  readonly signal: AbortSignal;
};

/**
 * Takes one claimed item through the pipeline, and commits what became of it: settled, or parked. An item
 * that is cut off by the signal is left as it is; whoever aborts gives it back.
 *
 * @throws PipelineError of a category that ends the run. The item is then still claimed.
 */
export async function deliver(claim: Claim, delivery: Delivery, ports: EnginePorts): Promise<void> {
  const { item } = claim;
  let ending: Notice = { kind: 'let_go', item };
  const { round, traceId, earlierTraceId } = claim;
  ports.watch?.({ kind: 'started', item, round, traceId, earlierTraceId });
  try {
    ending = await carry(claim, delivery, ports);
  } finally {
    ports.watch?.(ending);
  }
}

/** What became of the item. */
async function carry(claim: Claim, delivery: Delivery, ports: EnginePorts): Promise<Notice> {
  const { run, steps, recordSchema, signal } = delivery;
  const { store, clock, recorder, owner } = ports;
  const { item, traceId } = claim;
  const at = clock.now();
  const started = clock.monotonic();
  const context = contextOf(claim, delivery, ports);

  const settle = async (ending: Ending): Promise<Notice> => {
    const fact: Fact = {
      kind: 'settlement',
      item: item.id,
      trace: traceId,
      round: claim.round,
      stage: ending.failure?.stage ?? '',
      iteration: 1,
      attempt: 1,
      at,
      duration: clock.monotonic() - started,
      outcome: ending.failure?.category ?? 'ok',
      attributes: { outcome: ending.outcome },
    };
    ports.observer.fact(fact);
    // Taken before anything is waited for, so that they go with the settlement and not before it.
    const facts = recorder.take(item.id);
    await recorder.flushed();
    const settlement = { item: item.id, round: claim.round, traceId, at: clock.now(), facts, ...ending };
    const ours = await store.settle(run, settlement, owner);
    return ours ? { kind: 'settled', item, settlement } : { kind: 'let_go', item };
  };

  try {
    const record = (await unlessAborted(signal, runItem(steps, item.input, context))) as Json;
    return await settle({ outcome: 'succeeded', schema: recordSchema, record });
  } catch (error) {
    if (signal.aborted) return { kind: 'let_go', item };
    if (error instanceof Park) {
      const { until, scope, category } = error;
      const facts = recorder.take(item.id);
      await recorder.flushed();
      await store.park(run, { item, until, scope, facts }, owner);
      return { kind: 'parked', item, until, scope, category };
    }
    const failure = toPipelineError(error);
    if (ruleOf(failure.category).ends !== 'item') throw failure;
    return settle(failedEnding(failure));
  }
}

function contextOf(claim: Claim, delivery: Delivery, ports: EnginePorts): StageContext {
  const { run, signal } = delivery;
  const { clock, random } = ports;
  return {
    run,
    item: claim.item,
    traceId: claim.traceId,
    round: claim.round,
    stage: '',
    iteration: 1,
    attempt: 1,
    history: claim.history,
    numbers: new Map(),
    artifacts: claim.artifacts,
    signal,
    clock,
    random,
    note: () => undefined,
    event: () => undefined,
    park: (until) => {
      throw new Park(until.getTime(), 'item');
    },
  };
}

type Ending =
  | { readonly outcome: 'succeeded'; readonly schema: string; readonly record: Json; readonly failure?: never }
  | Pick<Extract<Settlement, { failure: unknown }>, 'outcome' | 'failure'>;

function failedEnding(failure: PipelineError): Ending {
  const { category, message, details, stage = '' } = failure;
  return { outcome: ruleOf(category).outcome, failure: { category, stage, message, details } };
}

/** Lets go of work at once when the signal aborts, even of work that does not listen to it. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
