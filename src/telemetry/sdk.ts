import { context, diag, DiagLogLevel, metrics, trace } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { AlwaysOnSampler, type SpanProcessor } from '@opentelemetry/sdk-trace';

export type Sdk = {
  /** Rejects when something could not be sent. */
  shutdown(): Promise<void>;
};

const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore, verbose: ignore };

/**
 * Starts the OpenTelemetry SDK over the processor of our spans, so that whatever else in this process records spans by
 * OpenTelemetry's API (an instrumentation that was loaded with `--import`) is sent with ours. Everything is given,
 * since what is left out would be looked for on localhost.
 */
export function startSdk(resource: Resource, processor: SpanProcessor): Sdk {
  const sdk = quietly(
    () =>
      new NodeSDK({
        resource,
        autoDetectResources: false,
        textMapPropagator: null,
        instrumentations: [],
        sampler: new AlwaysOnSampler(),
        spanProcessors: [processor],
        metricReaders: [],
        logRecordProcessors: [],
      }),
  );
  diag.setLogger(silent, { logLevel: DiagLogLevel.NONE, suppressOverrideMessage: true });
  sdk.start();
  return {
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
