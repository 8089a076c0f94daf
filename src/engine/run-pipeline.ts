import { ruleOf } from '#core/failure.ts';
import type { Pipeline, Step } from '#core/pipeline.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { SourceRow } from '#core/run-store.ts';
import { type Bell, bell } from './bell.ts';
import { checkpointed } from './checkpointed.ts';
import { deadlined } from './deadlined.ts';
import { deliver, type Delivery } from './deliver.ts';
import { feed } from './feed.ts';
import { keepLease, leaseDuration } from './lease.ts';
import { observed } from './observed.ts';
import type { EnginePorts } from './ports.ts';

export type RunOrder = {
  /** A run that the store knows. */
  readonly run: string;
  /** Absent when the whole source is in the frontier already. */
  readonly source: AsyncIterable<SourceRow> | undefined;
  /** How many of the source's rows the frontier has already. */
  readonly alreadyRead: number;
  /** How many items may be under way at once. */
  readonly concurrency: number;
  /** Aborts to finish what is under way and then end. */
  readonly drain: AbortSignal;
  /** Aborts to end at once; what is under way goes back into the frontier. */
  readonly stop: AbortSignal;
};

/**
 * Runs a pipeline over everything in the run's frontier, while the source streams into it, until nothing is
 * left, or it is told to drain or stop. What has been claimed and not settled goes back into the frontier.
 *
 * @throws PipelineError of a category that ends the run (`config`, `store`, `budget_exceeded`).
 */
export async function runPipeline<Input, Output>(
  pipeline: Pipeline<Input, Output>,
  order: RunOrder,
  ports: EnginePorts,
): Promise<void> {
  const { run, source, alreadyRead, stop } = order;
  const { store, owner } = ports;
  const steps = pipeline.steps.list.map((step) => prepared(step, ports));
  const wakeUp = bell();
  const ended = new AbortController();
  const failed = new AbortController();
  const exhausted = new AbortController();
  const signal = AbortSignal.any([stop, failed.signal]);
  const draining = AbortSignal.any([order.drain, exhausted.signal, signal]);
  draining.addEventListener('abort', wakeUp.ring, { once: true });

  /** The first failure decides; what follows is its consequence. */
  const fail = (error: unknown) => {
    const failure = toPipelineError(error);
    const ending = ruleOf(failure.category).ends === 'drain' ? exhausted : failed;
    if (!ending.signal.aborted) ending.abort(failure);
  };
  const feeding = { done: source === undefined };
  const feeder = source === undefined ? undefined : feed(source, run, alreadyRead, store, draining, wakeUp.ring);
  const fed = () => {
    feeding.done = true;
    wakeUp.ring();
  };
  const background = [
    keepLease(run, ports, AbortSignal.any([ended.signal, signal]), wakeUp.ring).catch(fail),
    (feeder ?? Promise.resolve()).catch(fail).then(fed),
  ];
  try {
    const delivery = { run, steps, recordSchema: pipeline.recordSchema, signal };
    await work(delivery, order.concurrency, feeding, draining, wakeUp, ports, fail);
  } catch (error) {
    fail(error);
  } finally {
    ended.abort();
    await Promise.all(background);
    await store.release(run, owner);
  }
  for (const { signal: ending } of [failed, exhausted]) if (ending.aborted) throw ending.reason;
}

/** What every stage gets, whoever wrote it, from the outside in. */
function prepared(step: Step, ports: EnginePorts): Step {
  switch (step.kind) {
    case 'each':
      return {
        ...step,
        stage: observed(checkpointed(deadlined(step.stage), ports.store, ports.recorder), ports.observer),
      };
    case 'loop':
      return { ...step, steps: step.steps.map((inner) => prepared(inner, ports)) };
    case 'gather':
      throw new PipelineError('config', `this engine cannot run ${step.stage.name}, a stage over a whole batch, yet`);
  }
}

/** Milliseconds between looks at what other processes are doing with the run. */
const polling = 1_000;

/** Claims items as slots become free, until nothing is left to come or the signal aborts. */
async function work(
  delivery: Delivery,
  concurrency: number,
  feeding: { readonly done: boolean },
  draining: AbortSignal,
  wakeUp: Bell,
  ports: EnginePorts,
  fail: (error: unknown) => void,
): Promise<void> {
  const { store, clock, owner } = ports;
  const { run } = delivery;
  const underWay = new Set<Promise<void>>();

  const start = (task: Promise<void>) => {
    const slot = task.catch(fail).finally(() => {
      underWay.delete(slot);
      wakeUp.ring();
    });
    underWay.add(slot);
  };

  while (!draining.aborted) {
    const free = concurrency - underWay.size;
    const lease = { owner, until: clock.now() + leaseDuration };
    const claims = free > 0 ? await store.claim(run, free, lease, clock.now()) : [];
    for (const claim of claims) start(deliver(claim, delivery, ports));
    if (claims.length > 0 && underWay.size < concurrency) continue;
    if (underWay.size >= concurrency) {
      await wakeUp.heard();
      continue;
    }
    const { nextReady, claimed } = await store.outlook(run);
    if (feeding.done && claimed === 0 && nextReady === undefined) break;
    await nap(Math.min(polling, Math.max(1, (nextReady ?? Infinity) - clock.now())), wakeUp, clock);
  }
  // Draining: what is under way is finished. Stopping, or after a failure: the signal cuts it short.
  while (underWay.size > 0) await Promise.all(underWay);
}

/** Sleeps until the time is over or the bell rings, whichever is first. */
async function nap(milliseconds: number, wakeUp: Bell, clock: EnginePorts['clock']): Promise<void> {
  const awake = new AbortController();
  const timer = clock.sleep(milliseconds, awake.signal).catch(() => undefined);
  await Promise.race([wakeUp.heard(awake.signal), timer]);
  awake.abort();
}
