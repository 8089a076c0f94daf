import { browserHeaders } from './browser-headers.ts';
import { type FetchLimits, httpFetcher } from './http-fetcher.ts';
import { sendRequest } from './http-request.ts';
import type { PageFetcher } from './page-fetcher.ts';

/** Fetches pages over HTTP/1.1 with the headers and TLS settings of a browser. */
export function gotFetcher(limits: FetchLimits): PageFetcher {
  const headers = (acceptEncoding: string) => browserHeaders({ 'accept-encoding': acceptEncoding });
  return httpFetcher({ name: 'http', send: sendRequest, headers }, limits);
}
