import type { Browser, Impit } from 'impit';
import { type FetchLimits, httpFetcher } from './http-fetcher.ts';
import { loadImpit, sendThrough } from './impit-request.ts';
import type { PageFetcher } from './page-fetcher.ts';

/** The latest browser whose TLS and HTTP/2 fingerprint and headers impit has. "chrome" without a number is an old one. */
const browser: Browser = 'chrome151';

/**
 * Fetches pages as a current browser does, down to the handshake and the order of headers, over HTTP/2 where the
 * site speaks it. Certificates are verified; redirects, cookies and limits are those of every HTTP fetcher.
 */
export function impitFetcher(limits: FetchLimits): PageFetcher {
  // One client keeps connections open for all pages. Made when it is first needed: few pages come to it.
  let impit: Impit | undefined;
  const client = () => {
    impit ??= loadImpit({ browser, ignoreTlsErrors: false, vanillaFallback: false, timeout: limits.timeout });
    return impit;
  };
  const send: ReturnType<typeof sendThrough> = (url, request) => sendThrough(client())(url, request);
  return httpFetcher({ name: 'impit', send, headers: () => ({}) }, limits);
}
