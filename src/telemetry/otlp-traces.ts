import type { TraceSpan } from '#core/trace.ts';
import { otlpSpans } from './otlp-spans.ts';
import type { OtlpTarget } from './otlp-target.ts';
import { patiently } from './patiently.ts';
import { readableSpans } from './readable-span.ts';
import { resourceOf } from './resource.ts';
import { spanLimits } from './span-limits.ts';
import type { Environment, TelemetryOrder } from './telemetry.ts';

/** Sends the traces that are kept by OTLP. */
export type OtlpTraces = {
  /** Never throws and never delays. */
  send(spans: readonly TraceSpan[]): void;
  /** Sends what has not been sent, within the time that telemetry has, and tells what was lost. Never rejects. */
  end(): Promise<void>;
};

export function otlpTraces(
  target: OtlpTarget,
  environment: Environment,
  { version, clock, warn }: Pick<TelemetryOrder, 'version' | 'clock' | 'warn'>,
): OtlpTraces {
  const { processor, sender, delivered } = otlpSpans(target, environment);
  const readable = readableSpans(resourceOf(version), { name: 'specbook', version });
  const limited = spanLimits(environment);
  let given = 0;
  return {
    send: (spans) => {
      given += spans.length;
      for (const span of spans) processor.onEnd(limited(readable(span)));
    },
    end: async () => {
      // From now on nothing is tried a second time.
      sender.hurry();
      await patiently(processor.shutdown(), () => delivered.spans, clock);
      sender.abort();
      const lost = given - delivered.spans;
      if (lost === 0) return;
      // The origin: the rest of the address may hold a key.
      const { problem = 'did not answer in time' } = delivered;
      const message = `${lost} of ${given} spans were not delivered: ${target.url.origin} ${problem}`;
      warn(message, { signal: 'spans', count: lost });
    },
  };
}
