import type { TraceSpan } from '#core/trace.ts';
import { samplerRatio } from './keep-ratio.ts';
import { otlpTarget } from './otlp-target.ts';
import { patiently } from './patiently.ts';
import type { Environment, Telemetry, TelemetryOrder } from './telemetry.ts';
import { traces } from './traces.ts';

/**
 * Starts what is told of a run to the outside. The SDK takes a quarter of a second to load, so it is loaded only when
 * there is somebody to send to.
 */
export async function startTelemetry(
  order: TelemetryOrder,
  environment: Environment = process.env,
): Promise<Telemetry> {
  const { target, problem } = otlpTarget('traces', environment) ?? {};
  if (problem !== undefined) order.warn(problem);
  const otlp = target && (await import('./otlp-traces.ts')).otlpTraces(target, environment);
  const sdk =
    otlp &&
    (await import('./sdk.ts')).startSdk({
      version: order.version,
      spanProcessors: [otlp.processor],
      idGenerator: otlp.idGenerator,
      metricReaders: [],
      views: [],
    });
  const ratio = samplerRatio(environment);
  const send = (spans: readonly TraceSpan[]) => {
    if (sdk !== undefined) otlp?.emit(spans, sdk.tracer);
  };
  const policy = { ...order.traces.policy, ...(ratio === undefined ? {} : { ratio }) };
  return together([traces({ ...order, traces: { ...order.traces, policy } }, send)], order.warn, async () => {
    if (otlp === undefined || sdk === undefined) return;
    otlp.hurry();
    await patiently(sdk.shutdown(), otlp.delivered, order.clock);
    const lost = otlp.end();
    if (lost !== undefined) order.warn(lost);
  });
}

/** Several as one. A mistake in one of them is said once, and costs neither the work nor the others anything. */
function together(
  parts: readonly Telemetry[],
  warn: (message: string) => void,
  closeLast: () => Promise<void>,
): Telemetry {
  let mistaken = false;
  const mistake = (error: unknown) => {
    if (!mistaken) warn(`a bug in the telemetry of specbook, the results are not touched by it: ${String(error)}`);
    mistaken = true;
  };
  const each = <Told>(tells: readonly ((told: Told) => void)[]) => {
    return (told: Told) => {
      for (const tell of tells) {
        try {
          tell(told);
        } catch (error) {
          mistake(error);
        }
      }
    };
  };
  return {
    observer: {
      around: (scope, work) =>
        parts.reduceRight(
          (inner, { observer }) =>
            () =>
              observer.around(scope, inner),
          work,
        )(),
      fact: each(parts.map(({ observer }) => observer.fact)),
    },
    watch: each(parts.map(({ watch }) => watch)),
    close: async (ending) => {
      for (const close of [...parts.map((part) => part.close), closeLast]) await close(ending).catch(mistake);
    },
  };
}
