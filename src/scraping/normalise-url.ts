import { PipelineError } from '#core/pipeline-error.ts';
import { redactText } from './redact-url.ts';
import { trackingParameters, trackingPrefixes } from './tracking-parameters.ts';

/** Longer than any address that servers commonly accept (their limits are around 8,000 bytes). */
const longestUrl = 8_192;

const expected = 'expected an http or https address such as https://www.example.com/product';

/** Labels joined by dots, the last one a top-level domain, then a port or the rest of the address. */
const hostWithoutScheme =
  /^[\p{L}\p{N}](?:[\p{L}\p{N}_-]*\.)+(?:\p{L}{2,}|xn--[a-z0-9-]+)\.?(?::\d{1,5})?(?=[/?#]|$)/iu;
const hostAndPort = /^[a-z0-9.-]+:\d+(?=[/?#]|$)/i;

/**
 * The one form in which an address is compared, stored and fetched: http or https, host in lower case and
 * punycode, no default port, no credentials, no fragment, no tracking parameters. Path and the rest of the
 * query stay as they are, in their order. Normalising twice changes nothing.
 *
 * @throws PipelineError `invalid_url` for what is no URL, `forbidden_address` for schemes other than http(s).
 */
export function normaliseUrl(text: string): URL {
  const trimmed = text.trim();
  if (trimmed === '') throw invalid(text, 'it is empty');
  if (trimmed.length > longestUrl) throw invalid(text, `it is longer than ${longestUrl} characters`);
  const url = parse(withScheme(trimmed), text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new PipelineError(
      'forbidden_address',
      `"${shorten(text)}" has the scheme ${url.protocol.slice(0, -1)}; ${expected}`,
    );
  }
  if (url.hostname === '') throw invalid(text, 'it names no host');
  url.username = '';
  url.password = '';
  url.hash = '';
  // With its own question mark: a query that begins with another would lose that one.
  const query = withoutTracking(url.search);
  url.search = query === '' ? '' : `?${query}`;
  return url;
}

/** What requests to the page are scheduled by: its host, with the port when it is not the default one. */
export function normalisedKey(url: URL): string {
  return url.host;
}

function withScheme(text: string): string {
  if (text.startsWith('//')) return `https:${text}`;
  return hostWithoutScheme.test(text) ? `https://${text}` : text;
}

function parse(text: string, original: string): URL {
  if (hostAndPort.test(text)) throw invalid(original, 'it has no scheme');
  const url = URL.parse(text);
  if (url === null) throw invalid(original, 'it cannot be read as one');
  return url;
}

function withoutTracking(search: string): string {
  return search
    .slice(1)
    .split('&')
    .filter((parameter) => !isTracking(parameter))
    .join('&');
}

function isTracking(parameter: string): boolean {
  const name = (parameter.split('=', 1)[0] ?? '').toLowerCase();
  return trackingParameters.has(name) || trackingPrefixes.some((prefix) => name.startsWith(prefix));
}

function invalid(text: string, reason: string): PipelineError {
  return new PipelineError('invalid_url', `"${shorten(text)}" is not a web address: ${reason}; ${expected}`);
}

/** What was written, as it may be stored as the reason for leaving it out. */
function shorten(text: string): string {
  const shown = redactText(text);
  return shown.length <= 100 ? shown : `${shown.slice(0, 100)}…`;
}
