/**
 * Where OpenTelemetry data would be sent, by the variables that OpenTelemetry itself defines; undefined when
 * none is set. https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function telemetryEndpoint(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const endpoint = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return endpoint === '' ? undefined : endpoint;
}
