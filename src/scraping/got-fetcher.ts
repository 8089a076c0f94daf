import { browserHeaders } from './browser-headers.ts';
import { acceptEncoding, decompress } from './decompress.ts';
import { followRedirects } from './follow-redirects.ts';
import { keptHeaders } from './kept-headers.ts';
import type { PageFetcher, Validators } from './page-fetcher.ts';
import { redactUrl } from './redact-url.ts';
import { withDeadline } from './with-deadline.ts';

export type GotFetcherSettings = {
  /** Milliseconds for the whole fetch, redirects and body included. */
  readonly timeout: number;
  /** The most bytes of a body, both as sent and decompressed. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
};

/** Fetches pages over HTTP/1.1 with the headers and TLS settings of a browser. */
export function gotFetcher(settings: GotFetcherSettings): PageFetcher {
  return {
    name: 'http',
    async fetch(url, context, earlier) {
      context.note({ url: redactUrl(url), fetcher: 'http' });
      return withDeadline(settings.timeout, context, async (signal) => {
        const headers = browserHeaders({ 'accept-encoding': acceptEncoding, ...conditions(earlier) });
        const request = { headers, maxBytes: settings.maxBytes, longer: 'fail', signal } as const;
        const { answer, finalUrl, redirects } = await followRedirects(url, request, settings.maxRedirects);
        const { status } = answer;
        context.note({ status, redirects, bytes: answer.body.length, http_version: answer.httpVersion });
        const body = decompress(answer.body, answer.headers['content-encoding'] ?? '', settings.maxBytes);
        context.note({ body_bytes: body.length });
        return {
          url: url.href,
          finalUrl: finalUrl.href,
          status,
          headers: keptHeaders(answer.headers),
          body,
          fetchedAt: context.clock.now(),
          fetcher: 'http',
        };
      });
    },
  };
}

function conditions({ etag, lastModified }: Validators = {}): Readonly<Record<string, string>> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}
