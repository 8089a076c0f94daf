import type { Environment } from './telemetry.ts';

/** How the metrics of a running process may be had, by the variables that OpenTelemetry defines. */
export type LiveSettings = {
  /** Undefined when nobody is to ask for them. */
  readonly page: { readonly host: string; readonly port: number; readonly isDefaultPort: boolean } | undefined;
  /** Whether they are sent out as well. */
  readonly push: boolean;
  readonly problems: readonly string[];
};

/** Loopback alone, and the port that Prometheus keeps for OpenTelemetry. */
const usual = { host: '127.0.0.1', port: 9464 } as const;
const exporters: readonly string[] = ['prometheus', 'otlp', 'none'];

/**
 * The page is there unless another exporter is asked for: it costs next to nothing, and leaves the machine for no one.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function liveSettings(environment: Environment): LiveSettings {
  const given = (name: string) => environment[name]?.trim() ?? '';
  if (given('OTEL_SDK_DISABLED').toLowerCase() === 'true') return { page: undefined, push: false, problems: [] };
  const wanted = (given('OTEL_METRICS_EXPORTER') || 'prometheus').split(',').map((name) => name.trim().toLowerCase());
  const unknown = wanted.filter((name) => !exporters.includes(name));
  const port = given('OTEL_EXPORTER_PROMETHEUS_PORT');
  const isPort = /^\d{1,5}$/u.test(port) && Number(port) < 65_536;
  return {
    page: wanted.includes('prometheus')
      ? {
          host: given('OTEL_EXPORTER_PROMETHEUS_HOST') || usual.host,
          port: isPort ? Number(port) : usual.port,
          isDefaultPort: port === '',
        }
      : undefined,
    push: wanted.includes('otlp'),
    problems: [
      ...unknown.map((name) => `OTEL_METRICS_EXPORTER: there is no ${name}; there are ${exporters.join(', ')}`),
      ...(port === '' || isPort
        ? []
        : [`OTEL_EXPORTER_PROMETHEUS_PORT is ${port}, which is no port; ${usual.port} is used`]),
    ],
  };
}
