import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { type OtlpSender, otlpSender } from './otlp-sender.ts';
import { type OtlpTarget, positiveOf } from './otlp-target.ts';
import type { Environment } from './telemetry.ts';

/** Sends spans in batches. */
export type OtlpSpans = {
  readonly processor: SpanProcessor;
  readonly sender: OtlpSender;
  /** How many spans have been taken at the other end, and what the last that were not taken ran into. */
  readonly delivered: { spans: number; problem: string | undefined };
};

/** Batches that may be under way at once when everything is flushed; the queue holds no more than they take. */
const mostBatches = 29;
const mostQueued = 15_000;

/** @param environment for the OTEL_BSP_* variables, which say how spans are put together in batches. */
export function otlpSpans(target: OtlpTarget, environment: Environment): OtlpSpans {
  const sender = otlpSender(target);
  const delivered: OtlpSpans['delivered'] = { spans: 0, problem: undefined };
  const serializer = target.protocol === 'http/json' ? JsonTraceSerializer : ProtobufTraceSerializer;
  const deliver = async (spans: ReadableSpan[]): Promise<ExportResult> => {
    try {
      const body = serializer.serializeRequest(spans);
      if (body !== undefined) await sender.send(body);
      delivered.spans += spans.length;
      return { code: ExportResultCode.SUCCESS };
    } catch (error) {
      delivered.problem = error instanceof Error ? error.message : String(error);
      return { code: ExportResultCode.FAILED };
    }
  };
  const exporter: SpanExporter = {
    export: (spans, report) => void deliver(spans).then(report),
    shutdown: async () => {},
  };
  return { processor: new BatchSpanProcessor({ exporter, ...batchesBy(environment) }), sender, delivered };
}

/** The defaults are the specification's, but for the queue: a whole trace arrives at once. */
function batchesBy(environment: Environment) {
  const maxExportBatchSize = positiveOf(environment['OTEL_BSP_MAX_EXPORT_BATCH_SIZE']) ?? 512;
  const wanted = positiveOf(environment['OTEL_BSP_MAX_QUEUE_SIZE']) ?? mostQueued;
  return {
    maxExportBatchSize,
    maxQueueSize: Math.min(wanted, mostQueued, mostBatches * maxExportBatchSize),
    scheduledDelayMillis: positiveOf(environment['OTEL_BSP_SCHEDULE_DELAY']) ?? 5_000,
    exportTimeoutMillis: positiveOf(environment['OTEL_BSP_EXPORT_TIMEOUT']) ?? 30_000,
  };
}
