import type { FailureCategory } from '#core/failure.ts';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';

/**
 * What the codes of node:net, node:tls, node:http and OpenSSL mean, first match wins.
 * Sources: the Node.js errors page, and X509_V_ERR_* as named by node's tls module.
 */
const meanings: readonly (readonly [RegExp, FailureCategory])[] = [
  [/^(ENOTFOUND|ENODATA|EAI_\w+)$/, 'dns'],
  [/^(ETIMEDOUT|ERR_SOCKET_CONNECTION_TIMEOUT)$/, 'timeout'],
  [/^(ECONN\w+|EPIPE|EHOST\w+|ENET\w+|EADDRNOTAVAIL)$/, 'connection'],
  [/^(EPROTO|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)$|^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|INVALID_)|SELF_SIGNED/, 'tls'],
  [/^HPE_HEADER_OVERFLOW$/, 'too_large'],
  [/^(HPE_|ERR_HTTP_)/, 'protocol'],
];

/**
 * Translates what the HTTP client throws. An error that is not about the network is given back as it is: it
 * is a bug, and will be named one.
 */
export function networkFailure(error: unknown, url: Pick<URL, 'host'>): unknown {
  if (error instanceof PipelineError || error instanceof Park || !(error instanceof Error)) return error;
  // What our own side said on the way to the site (network/dial.ts, HttpRequest.beforeWrite) has its meaning already.
  if (error.cause instanceof PipelineError || error.cause instanceof Park) return error.cause;
  const category = categoryOf(error);
  if (category === undefined) return error;
  const code = codeOf(error) ?? 'no code';
  const message = `${url.host}: ${error.message}`;
  return new PipelineError(category, message, { cause: error, details: { code, host: url.host } });
}

function categoryOf(error: Error): FailureCategory | undefined {
  // got's name for an answer that ended cleanly before it was complete; a reset keeps its own error.
  if (error.name === 'ReadError') return 'protocol';
  const code = codeOf(error);
  if (code !== undefined) {
    for (const [pattern, category] of meanings) if (pattern.test(code)) return category;
  }
  return error.message.includes('socket hang up') ? 'connection' : undefined;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
