import { browserHeaders } from './browser-headers.ts';
import { type FetchLimits, type FetchSurroundings, httpFetcher } from './http-fetcher.ts';
import { mostHeaderBytes, sendWith } from './http-request.ts';
import type { Dial } from './network/dial.ts';
import type { Capabilities, PageFetcher } from './page-fetcher.ts';

export type GotSurroundings = FetchSurroundings & {
  /** The way out. */
  readonly dial: Dial;
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
  const { dial, maxHeaderBytes = mostHeaderBytes } = around;
  const headers = (acceptEncoding: string) => browserHeaders({ 'accept-encoding': acceptEncoding });
  return httpFetcher({ name: 'http', observes, send: sendWith(dial, maxHeaderBytes), headers }, limits, around);
}
