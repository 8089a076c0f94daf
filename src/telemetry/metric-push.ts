import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import {
  AggregationTemporality,
  type IMetricReader,
  InstrumentType,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { otlpSender } from './otlp-sender.ts';
import { type OtlpTarget, positiveOf } from './otlp-target.ts';
import type { Environment } from './telemetry.ts';
import type { Temporality, TotalsProducer } from './totals-producer.ts';

/** Sends the metrics of the process by OTLP, every so often and at its end. */
export type MetricPush = {
  readonly reader: IMetricReader;
  /** How often they have been taken at the other end. */
  delivered(): number;
  /** From now on nothing is tried a second time. */
  hurry(): void;
  /** Cuts off what is under way. What was lost, for a person; undefined when nothing was. */
  end(): string | undefined;
};

/** Milliseconds, as the specification has them. */
const usual = { interval: 60_000, timeout: 30_000 } as const;

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#periodic-exporting-metricreader */
export function metricPush(target: OtlpTarget, environment: Environment, totals: TotalsProducer): MetricPush {
  const sender = otlpSender(target);
  const serializer = target.protocol === 'http/json' ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  let delivered = 0;
  let problem: string | undefined = 'did not answer in time';
  const send = async (body: Uint8Array | undefined, done: (result: ExportResult) => void): Promise<void> => {
    try {
      if (body !== undefined) await sender.send(body);
      delivered += 1;
      problem = undefined;
    } catch (cause) {
      problem = cause instanceof Error ? cause.message : String(cause);
    }
    done({ code: problem === undefined ? ExportResultCode.SUCCESS : ExportResultCode.FAILED });
  };
  const temporality = temporalityBy(environment);
  const exporter: PushMetricExporter = {
    export: (metrics, done) => void send(serializer.serializeRequest(metrics), done),
    selectAggregationTemporality: temporality,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const interval = positiveOf(environment['OTEL_METRIC_EXPORT_INTERVAL']) ?? usual.interval;
  const timeout = positiveOf(environment['OTEL_METRIC_EXPORT_TIMEOUT']) ?? usual.timeout;
  const reader = new PeriodicExportingMetricReader({
    exporter,
    metricProducers: [totals(temporality)],
    exportIntervalMillis: interval,
    exportTimeoutMillis: Math.min(interval, timeout),
  });
  return {
    reader,
    delivered: () => delivered,
    hurry: sender.hurry,
    end: () => {
      sender.abort();
      // The origin: the rest of the address may hold a key.
      return problem === undefined ? undefined : `the metrics were not delivered: ${target.url.origin} ${problem}`;
    },
  };
}

/** Instruments that tell what was added since the last time, by preference. */
const growing: Readonly<Record<string, readonly InstrumentType[]>> = {
  delta: [InstrumentType.COUNTER, InstrumentType.OBSERVABLE_COUNTER, InstrumentType.HISTOGRAM],
  lowmemory: [InstrumentType.COUNTER, InstrumentType.HISTOGRAM],
};

/** https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/#additional-environment-variable-configuration */
function temporalityBy(environment: Environment): Temporality {
  const preference = environment['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE']?.trim().toLowerCase();
  const asDelta = growing[preference ?? ''] ?? [];
  return (instrument) =>
    asDelta.includes(instrument) ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
}
