import type { Tracer } from '@opentelemetry/api';
import type { IdGenerator, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { TraceSpan } from '#core/trace.ts';
import { otlpSpans } from './otlp-spans.ts';
import type { OtlpTarget } from './otlp-target.ts';
import { spanEmitter } from './span-emitter.ts';
import type { Environment } from './telemetry.ts';

/** Sends the traces that are kept by OTLP. */
export type OtlpTraces = {
  readonly processor: SpanProcessor;
  readonly idGenerator: IdGenerator;
  emit(spans: readonly TraceSpan[], tracer: Tracer): void;
  /** How many spans have been taken at the other end. */
  delivered(): number;
  /** From now on nothing is tried a second time. */
  hurry(): void;
  /** Cuts off what is under way. What was lost, for a person; undefined when nothing was. */
  end(): { readonly message: string; readonly count: number } | undefined;
};

export function otlpTraces(target: OtlpTarget, environment: Environment): OtlpTraces {
  const { processor, sender, delivered } = otlpSpans(target, environment);
  const { idGenerator, emit } = spanEmitter();
  let emitted = 0;
  return {
    processor,
    idGenerator,
    emit: (spans, tracer) => {
      emitted += spans.length;
      emit(spans, tracer);
    },
    delivered: () => delivered.spans,
    hurry: sender.hurry,
    end: () => {
      sender.abort();
      const lost = emitted - delivered.spans;
      if (lost === 0) return undefined;
      // The origin: the rest of the address may hold a key.
      const { problem = 'did not answer in time' } = delivered;
      const message = `${lost} of ${emitted} spans were not delivered: ${target.url.origin} ${problem}`;
      return { message, count: lost };
    },
  };
}
