import type { TraceSpan } from '#core/trace.ts';
import { runTrace } from './run-trace.ts';
import { runSpanId, runTraceId } from './span-id.ts';
import type { Telemetry, TelemetryOrder } from './telemetry.ts';
import { traceKeeper } from './trace-keeper.ts';
import { traceLimits } from './trace-limits.ts';
import { traceWriter } from './trace-writer.ts';

/**
 * Keeps the traces that are worth it, in the run store and wherever else they are sent.
 *
 * @param send takes spans that are kept; it never throws and never delays.
 */
export function traces(order: TelemetryOrder, send: (spans: readonly TraceSpan[]) => void = () => {}): Telemetry {
  const { run, slices, clock, describe, warn } = order;
  const { policy, store, keepFor, mostBytes } = order.traces;
  const writer = traceWriter(store);
  const ofRun = { runId: run.id, pipeline: run.pipeline, ...(run.project === '' ? {} : { project: run.project }) };
  const keeper = traceKeeper({
    run: run.id,
    runSpan: { traceId: runTraceId(run.id, run.owner), spanId: runSpanId(run.id, run.owner) },
    definitions: slices.find(({ pipeline }) => pipeline === run.pipeline)?.spans ?? [],
    policy,
    limits: traceLimits,
    clock,
    describe: (item) => ({ ...ofRun, ...describe(item) }),
    keep: (trace) => {
      writer.write(trace);
      send(trace.spans);
    },
  });
  return {
    observer: keeper.observer,
    watch: keeper.watch,
    close: async (ending) => {
      keeper.close();
      const { settled, kept, lost } = keeper.counts();
      if (ending !== undefined) {
        const own = runTrace(order, ending, { settled, traces_kept: kept, traces_lost: lost });
        writer.write(own);
        send(own.spans);
      }
      const written = await writer.close();
      await store.prune(clock.now() - keepFor, mostBytes).catch(() => undefined);
      const tell = (count: number, message: string) => {
        if (count > 0) warn(message, { signal: 'traces', count });
      };
      tell(written.lost, `${written.lost} traces could not be kept: ${written.problem}`);
      tell(lost, `${lost} traces were given up to save memory; npm run trace makes them of the facts`);
    },
  };
}
