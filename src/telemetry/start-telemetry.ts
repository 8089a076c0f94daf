import { aroundAll } from '#core/observers.ts';
import { samplerRatio } from './keep-ratio.ts';
import type { LiveMetrics } from './live-metrics.ts';
import { liveSettings } from './live-settings.ts';
import { type OtlpTarget, otlpTarget } from './otlp-target.ts';
import type { Environment, Telemetry, TelemetryOrder, Warn } from './telemetry.ts';
import type { TotalsProducer } from './totals-producer.ts';
import { traces } from './traces.ts';

/**
 * Starts what is told of a run to the outside. What is needed of the SDK takes a tenth of a second to load, so it is
 * loaded only when there is somebody to send to.
 */
export async function startTelemetry(
  given: TelemetryOrder,
  environment: Environment = process.env,
): Promise<Telemetry> {
  const log = given.log.to === 'off' ? undefined : (await import('./log.ts')).startLog(given);
  const order = log === undefined ? given : { ...given, warn: both(log.warn, given.warn) };
  const { target, problem } = otlpTarget('traces', environment) ?? {};
  if (problem !== undefined) order.warn(problem);
  const otlp = target && (await import('./otlp-traces.ts')).otlpTraces(target, environment, order);
  const live = await liveOf(order, environment);
  const ratio = samplerRatio(environment);
  const policy = { ...order.traces.policy, ...(ratio === undefined ? {} : { ratio }) };
  const kept = isDisabled(environment) ? [] : [traces({ ...order, traces: { ...order.traces, policy } }, otlp?.send)];
  const parts = [
    ...kept,
    ...[live, log].flatMap((part) => (part === undefined ? [] : [{ observer: part.observer, watch: part.watch }])),
  ];
  return together(parts, order.warn, async (ending) => {
    // Side by side: a collector that does not answer is waited for once.
    await Promise.all([otlp?.end(), live?.end()]);
    await log?.close(ending);
  });
}

/** Then no traces are kept either; `trace` shows what the facts say. */
function isDisabled({ OTEL_SDK_DISABLED: said = '' }: Environment): boolean {
  return said.trim().toLowerCase() === 'true';
}

function both(one: Warn, other: Warn): Warn {
  return (message, loss) => {
    one(message);
    other(message, loss);
  };
}

/** The metrics of the process, for whoever may ask for them or has them sent. */
async function liveOf(order: TelemetryOrder, environment: Environment): Promise<LiveMetrics | undefined> {
  const settings = liveSettings(environment);
  const { target, problem } = (settings.push ? otlpTarget('metrics', metricsByOtlp(environment)) : undefined) ?? {};
  for (const said of [...settings.problems, ...(problem === undefined ? [] : [problem])]) order.warn(said);
  if (settings.page === undefined && target === undefined) return undefined;
  const openPush = target && (await pushTo(target, environment));
  return (await import('./live-metrics.ts')).liveMetrics(order, settings, openPush);
}

async function pushTo(target: OtlpTarget, environment: Environment) {
  const { metricPush } = await import('./metric-push.ts');
  return (totals: TotalsProducer) => metricPush(target, environment, totals);
}

/** Among several exporters, the one that has a target. */
const metricsByOtlp = (environment: Environment) => ({ ...environment, OTEL_METRICS_EXPORTER: 'otlp' });

type Part = Pick<Telemetry, 'observer' | 'watch'> & Partial<Pick<Telemetry, 'close'>>;

/** Several as one. A mistake in one of them is said once, and costs neither the work nor the others anything. */
function together(parts: readonly Part[], warn: (message: string) => void, closeLast: Telemetry['close']): Telemetry {
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
      around: aroundAll(parts.map(({ observer }) => observer)),
      fact: each(parts.map(({ observer }) => observer.fact)),
    },
    watch: each(parts.map(({ watch }) => watch)),
    close: async (ending) => {
      for (const close of [...parts.map((part) => part.close), closeLast]) await close?.(ending).catch(mistake);
    },
  };
}
