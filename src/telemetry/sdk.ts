import { context, diag, DiagLogLevel, metrics, type Meter, trace, type Tracer } from '@opentelemetry/api';
import { envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import type { IMetricReader, ViewOptions } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { AlwaysOnSampler, type IdGenerator, type SpanProcessor } from '@opentelemetry/sdk-trace';

export type SdkParts = {
  readonly version: string;
  readonly spanProcessors: readonly SpanProcessor[];
  readonly idGenerator: IdGenerator;
  readonly metricReaders: readonly IMetricReader[];
  readonly views: readonly ViewOptions[];
};

export type Sdk = {
  readonly tracer: Tracer;
  readonly meter: Meter;
  /** Rejects when something could not be sent. */
  shutdown(): Promise<void>;
};

const scope = 'specbook';
const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore, verbose: ignore };

/**
 * Starts the OpenTelemetry SDK. Everything is given, since what is left out would be looked for on localhost; of
 * resources only the environment's variables are asked, since the other detectors would send the command line, the
 * user and the host along. All spans are sampled here: which traces are kept has been decided before.
 */
export function startSdk({ version, spanProcessors, idGenerator, metricReaders, views }: SdkParts): Sdk {
  const sdk = quietly(
    () =>
      new NodeSDK({
        resource: resourceFromAttributes({ 'service.name': scope, 'service.version': version }),
        resourceDetectors: [envDetector],
        textMapPropagator: null,
        instrumentations: [],
        sampler: new AlwaysOnSampler(),
        idGenerator,
        spanProcessors: [...spanProcessors],
        metricReaders: [...metricReaders],
        views: [...views],
        logRecordProcessors: [],
      }),
  );
  diag.setLogger(silent, { logLevel: DiagLogLevel.NONE, suppressOverrideMessage: true });
  sdk.start();
  return {
    tracer: trace.getTracer(scope, version),
    meter: metrics.getMeter(scope, version),
    shutdown: async () => {
      try {
        await sdk.shutdown();
      } finally {
        for (const api of [trace, metrics, context]) api.disable();
      }
    },
  };
}

/** With OTEL_LOG_LEVEL the constructor turns the SDK's diagnostics on, and has them go to the console at once. */
function quietly<T>(construct: () => T): T {
  const level = process.env['OTEL_LOG_LEVEL'];
  delete process.env['OTEL_LOG_LEVEL'];
  try {
    return construct();
  } finally {
    if (level !== undefined) process.env['OTEL_LOG_LEVEL'] = level;
  }
}

function ignore(): void {
  // Its diagnostics are not for the console: what was lost is said once, at the end.
}
