import { browserHeaders } from './browser-headers.ts';
import { type FetchLimits, httpFetcher } from './http-fetcher.ts';
import { mostHeaderBytes, sendWith } from './http-request.ts';
import type { Dial } from './network/dial.ts';
import type { Capabilities, PageFetcher } from './page-fetcher.ts';
import type { SiteSessions } from './site-sessions.ts';

export type GotSurroundings = {
  /** The way out. */
  readonly dial: Dial;
  readonly sessions: SiteSessions;
  readonly maxHeaderBytes?: number;
};

const observes: Capabilities = {
  scripts: false,
  sentBytes: true,
  wireBytes: true,
  rawDeflate: true,
  cutOff: true,
  revalidation: true,
};

/** Fetches pages over HTTP/1.1 with the headers and TLS settings of a browser. */
export function gotFetcher(limits: FetchLimits, around: GotSurroundings): PageFetcher {
  const { dial, sessions, maxHeaderBytes = mostHeaderBytes } = around;
  const headers = (acceptEncoding: string) => browserHeaders({ 'accept-encoding': acceptEncoding });
  return httpFetcher({ name: 'http', observes, send: sendWith(dial, maxHeaderBytes), headers }, limits, sessions);
}
