import type { Browser } from 'impit';
import { type FetchLimits, type FetchSurroundings, httpFetcher } from './http-fetcher.ts';
import { loadImpit, sendThrough } from './impit-request.ts';
import { browserHeaders } from './browser-headers.ts';
import { acceptEncoding } from './decompress.ts';
import type { SendRequest } from './http-request.ts';
import type { ConnectProxy } from './network/connect-proxy.ts';
import type { Capabilities, PageFetcher } from './page-fetcher.ts';

/** The latest browser whose TLS and HTTP/2 fingerprint and headers impit has. "chrome" without a number is an old one. */
const browser: Browser = 'chrome151';

/** The client decompresses by itself, and knows deflate only in the zlib format. */
const observes: Capabilities = {
  scripts: false,
  sentBytes: true,
  wireBytes: false,
  rawDeflate: false,
  cutOff: true,
  revalidation: true,
};

export type ImpitSurroundings = FetchSurroundings & {
  /** The way out: the client opens its connections by itself, so it is given a proxy that holds it to the rules. */
  readonly proxy: ConnectProxy;
  /** Asks over HTTP/1.1 for what the client cannot be certain of. */
  readonly send: SendRequest;
};

/**
 * Fetches pages as a current browser does, down to the handshake and the order of headers, over HTTP/2 where the
 * site speaks it. Certificates are verified; redirects, cookies and limits are those of every HTTP fetcher.
 *
 * @throws PipelineError `config` when there is no build of impit for this machine.
 */
export function impitFetcher(limits: FetchLimits, around: ImpitSurroundings): PageFetcher {
  const { proxy, send } = around;
  const { Impit: Client } = loadImpit();
  // One client keeps connections open for all pages.
  const client = new Client({
    browser,
    ignoreTlsErrors: false,
    vanillaFallback: false,
    timeout: limits.timeout,
    proxyUrl: proxy.url,
  });
  return httpFetcher(
    {
      name: 'impit',
      observes,
      send: sendThrough({ impit: client, proxy, send: asBrowser(send) }),
      headers: () => ({}),
    },
    limits,
    around,
  );
}

/** The client has headers of its own; another has to be given some. */
function asBrowser(send: SendRequest): SendRequest {
  return (url, request) =>
    send(url, {
      ...request,
      headers: { ...browserHeaders({ 'accept-encoding': acceptEncoding }), ...request.headers },
    });
}
