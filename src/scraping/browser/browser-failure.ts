import type { FailureCategory } from '#core/failure.ts';
import { PipelineError } from '#core/pipeline-error.ts';

/** What Chromium's network errors mean, first match wins. Source: net/base/net_error_list.h of Chromium. */
const meanings: readonly (readonly [RegExp, FailureCategory])[] = [
  [/^ERR_(NAME_|DNS_|ICANN_)/, 'dns'],
  [/TIMED_OUT/, 'timeout'],
  [/^ERR_(CERT_|SSL_|BAD_SSL|TLS13|ECH_)/, 'tls'],
  [/^ERR_(TOO_MANY_REDIRECTS|INVALID_REDIRECT)/, 'redirect'],
  [
    /^ERR_(UNSAFE_|DISALLOWED_URL_SCHEME|UNKNOWN_URL_SCHEME|ACCESS_DENIED|BLOCKED_BY|NETWORK_ACCESS_DENIED)/,
    'forbidden_address',
  ],
  [/^ERR_(RESPONSE_HEADERS_TOO_BIG|FILE_TOO_BIG)/, 'too_large'],
  [
    /^ERR_(CONTENT_|INCOMPLETE_|INVALID_(HTTP|CHUNKED|RESPONSE)|HTTP2_|QUIC_|RESPONSE_HEADERS_|UNEXPECTED_PROXY|INVALID_HTTP)/,
    'protocol',
  ],
  [/^ERR_(CONNECTION_|EMPTY_RESPONSE|NETWORK_|SOCKET_|ADDRESS_|INTERNET_|TUNNEL_|PROXY_|FAILED)/, 'connection'],
];

/** Chromium's name of a network error, out of what the browser or its driver says. */
export function networkErrorName(text: string): string | undefined {
  return /\b(?:net::)?(ERR_[A-Z0-9_]+)/.exec(text)?.[1];
}

/** The failure of a document; undefined for an error that is not about the network. */
export function browserFailure(text: string, url: URL): PipelineError | undefined {
  const name = networkErrorName(text);
  if (name === undefined) return undefined;
  const category = meanings.find(([pattern]) => pattern.test(name))?.[1] ?? 'protocol';
  return new PipelineError(category, `${url.host}: the browser says ${name}`, {
    details: { code: name, host: url.host },
  });
}
