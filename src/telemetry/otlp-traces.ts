import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
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
  const resource = resourceOf(version);
  const readable = readableSpans(resource, { name: 'specbook', version });
  const limited = spanLimits(environment);
  let given = 0;
  const take = (span: ReadableSpan) => {
    given += 1;
    processor.onEnd(span);
  };
  // It takes a tenth of a second to load, which nothing waits for: ours are finished when they come, and need no tracer.
  const sdk = import('./sdk.ts').then(({ startSdk }) => startSdk(resource, counted(processor, take)));
  return {
    send: (spans) => {
      for (const span of spans) take(limited(readable(span)));
    },
    end: async () => {
      // From now on nothing is tried a second time.
      sender.hurry();
      const sent = sdk.then((started) => started.shutdown());
      await patiently(sent, () => delivered.spans, clock);
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

/** The processor, with what it is given counted. */
function counted(processor: SpanProcessor, take: (span: ReadableSpan) => void): SpanProcessor {
  return {
    onStart: () => {},
    onEnd: take,
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}
