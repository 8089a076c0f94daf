import type { Fetch, Finding } from './finding.ts';
import { reasonOf } from './reason.ts';

const name = 'telemetry';
/** Milliseconds. */
const deadline = 3_000;

/**
 * Whether somebody answers where OpenTelemetry data would go: any answer will do, for there is nothing that may be
 * asked there. A backend that is down never stops a run, so it is no problem.
 *
 * @param endpoint undefined when none is set; then there is nothing to find.
 */
export async function checkTelemetry(
  endpoint: string | undefined,
  fetch: Fetch = globalThis.fetch,
): Promise<readonly Finding[]> {
  if (endpoint === undefined) return [];
  const url = URL.parse(endpoint);
  const mend = 'start the collector, or correct or unset OTEL_EXPORTER_OTLP_ENDPOINT';
  if (url === null || !/^https?:$/u.test(url.protocol)) {
    return [{ name, state: 'problem', found: 'OTEL_EXPORTER_OTLP_ENDPOINT is not an http or https URL', mend }];
  }
  try {
    const { body } = await fetch(url.origin, { signal: AbortSignal.timeout(deadline), redirect: 'manual' });
    await body?.cancel();
    return [{ name, state: 'ok', found: `${url.origin} answers` }];
  } catch (error) {
    return [{ name, state: 'warning', found: `${url.origin} cannot be reached (${reasonOf(error)})`, mend }];
  }
}
