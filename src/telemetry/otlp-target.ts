import type { Environment } from './telemetry.ts';

/** Where OTLP data is sent, and how. */
export type OtlpTarget = {
  readonly url: URL;
  readonly protocol: 'http/json' | 'http/protobuf';
  /** May hold secrets: never shown. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for one export, repetitions included. */
  readonly timeout: number;
  readonly gzip: boolean;
  /** Files in PEM. */
  readonly certificate: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly clientKey: string | undefined;
};

/** Undefined when nobody asked for it; a problem when what was asked for cannot be done. */
export type Targeting = { readonly target?: OtlpTarget; readonly problem?: string } | undefined;

const defaultEndpoint = 'http://localhost:4318';

/**
 * The target by the variables that OpenTelemetry defines, those of the signal before the general ones. Without an
 * endpoint, or an exporter that is asked for by name, nothing is sent: most who run this have no collector.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function otlpTarget(signal: 'traces' | 'metrics', environment: Environment): Targeting {
  const upper = signal.toUpperCase();
  const plain = (name: string) => textOf(environment[name]);
  const option = (name: string) => plain(`OTEL_EXPORTER_OTLP_${upper}_${name}`) ?? plain(`OTEL_EXPORTER_OTLP_${name}`);
  const exporter = plain(`OTEL_${upper}_EXPORTER`)?.toLowerCase();
  if (plain('OTEL_SDK_DISABLED')?.toLowerCase() === 'true' || exporter === 'none') return undefined;
  if (option('ENDPOINT') === undefined && exporter === undefined) return undefined;
  if (exporter !== undefined && exporter !== 'otlp')
    return cannot(signal, `OTEL_${upper}_EXPORTER=${exporter}`, 'otlp or none');

  const own = plain(`OTEL_EXPORTER_OTLP_${upper}_ENDPOINT`);
  const endpoint =
    own ?? `${(plain('OTEL_EXPORTER_OTLP_ENDPOINT') ?? defaultEndpoint).replace(/\/$/u, '')}/v1/${signal}`;
  const url = URL.parse(endpoint);
  if (url === null || !/^https?:$/u.test(url.protocol))
    return cannot(signal, 'the OTLP endpoint', 'an http or https URL');
  const protocol = option('PROTOCOL') ?? 'http/json';
  if (protocol !== 'http/json' && protocol !== 'http/protobuf') {
    return cannot(signal, `the OTLP protocol ${protocol}`, 'http/protobuf or http/json');
  }
  const timeout = Number(option('TIMEOUT') ?? 10_000);
  const target: OtlpTarget = {
    url,
    protocol,
    headers: {
      ...pairs(plain('OTEL_EXPORTER_OTLP_HEADERS')),
      ...pairs(plain(`OTEL_EXPORTER_OTLP_${upper}_HEADERS`)),
    },
    timeout: timeout > 0 ? timeout : 10_000,
    gzip: option('COMPRESSION') === 'gzip',
    certificate: option('CERTIFICATE'),
    clientCertificate: option('CLIENT_CERTIFICATE'),
    clientKey: option('CLIENT_KEY'),
  };
  return { target };
}

/** An empty variable is one that is not set. */
export function textOf(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}

/** A number that is more than nothing; otherwise it is as if it were not set. */
export function positiveOf(value: string | undefined): number | undefined {
  const number = Number(textOf(value));
  return number > 0 && Number.isFinite(number) ? number : undefined;
}

function cannot(signal: string, what: string, instead: string): Targeting {
  return { problem: `no ${signal} are sent: ${what} cannot be used; ${instead} can` };
}

/** `name=value,name=value`, the values in percent-encoding. */
function pairs(text = ''): Readonly<Record<string, string>> {
  const found = text.split(',').flatMap((pair) => {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).trim();
    return name === '' ? [] : [[name, decoded(pair.slice(equals + 1).trim())] as const];
  });
  return Object.fromEntries(found);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
