import { textOf } from './otlp-target.ts';
import type { Environment } from './telemetry.ts';

/**
 * The share of traces that OpenTelemetry's sampler variables ask for; undefined when they do not. It applies to traces
 * that nothing else speaks for: a sampler of the SDK would decide before anything is known, and lose failed ones.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function samplerRatio(environment: Environment): number | undefined {
  switch (textOf(environment['OTEL_TRACES_SAMPLER'])?.replace(/^parentbased_/u, '')) {
    case 'always_on':
      return 1;
    case 'always_off':
      return 0;
    case 'traceidratio': {
      const ratio = Number(textOf(environment['OTEL_TRACES_SAMPLER_ARG']) ?? 1);
      return ratio >= 0 && ratio <= 1 ? ratio : 1;
    }
    default:
      return undefined;
  }
}
