import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';

/**
 * Runs the work under a deadline of its own, on the context's clock, joined with the context's signal.
 * Whatever the work throws once it was told to stop, the reason for stopping is what the caller sees.
 *
 * @param milliseconds for the whole of the work, or until it says with `met` that it has come far enough.
 * @param missing what there was not in time, for the message.
 * @throws PipelineError `timeout` past the deadline; the reason of the context's signal when that aborts.
 */
export async function withDeadline<T>(
  milliseconds: number,
  context: Pick<StageContext, 'clock' | 'signal'>,
  work: (signal: AbortSignal, met: () => void) => Promise<T>,
  missing = 'no complete answer',
): Promise<T> {
  context.signal.throwIfAborted();
  // One controller and a listener that is taken off again: AbortSignal.any would hang on the longer-lived signal.
  const stop = new AbortController();
  const finished = new AbortController();
  const abort = () => stop.abort(context.signal.reason);
  context.signal.addEventListener('abort', abort, { once: true });
  context.clock.sleep(milliseconds, finished.signal).then(
    () => stop.abort(new PipelineError('timeout', `${missing} within ${milliseconds / 1000} s`)),
    () => undefined, // The sleep was cut short because the work is done.
  );
  try {
    return await work(stop.signal, () => finished.abort());
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    throw error;
  } finally {
    finished.abort();
    context.signal.removeEventListener('abort', abort);
  }
}
