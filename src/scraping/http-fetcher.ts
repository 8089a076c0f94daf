import type { Clock } from '#core/clock.ts';
import { acceptEncoding, decompress } from './decompress.ts';
import { followRedirects } from './follow-redirects.ts';
import type { SendRequest } from './http-request.ts';
import { keptHeaders } from './kept-headers.ts';
import type { Capabilities, PageFetcher } from './page-fetcher.ts';
import { heeding, type HostWishes, noWishes } from './politeness/host-wishes.ts';
import { redactUrl } from './redact-url.ts';
import type { SiteSessions } from './site-sessions.ts';
import { conditions } from './validators.ts';
import { withDeadline } from './with-deadline.ts';

export type FetchLimits = {
  /** Milliseconds for the whole fetch, redirects and body included. */
  readonly timeout: number;
  /** Milliseconds until an answer has begun, for each redirect anew. */
  readonly firstByteTimeout: number;
  /** The most bytes of a body, both as sent and decompressed. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
};

/** What an HTTP client brings along of its own. */
export type HttpClient = {
  readonly name: string;
  readonly observes: Capabilities;
  readonly send: SendRequest;
  /** The headers of one fetch. */
  readonly headers: (acceptEncoding: string) => Readonly<Record<string, string>>;
};

export type FetchSurroundings = {
  readonly sessions: SiteSessions;
  /** Nobody's when left out. */
  readonly wishes?: HostWishes;
};

/** Fetches pages through an HTTP client, within limits that are the same for every client. */
export function httpFetcher(client: HttpClient, limits: FetchLimits, around: FetchSurroundings): PageFetcher {
  const { name, observes, headers } = client;
  const { sessions, wishes = noWishes } = around;
  const send = heeding(client.send, wishes);
  return {
    name,
    observes,
    async fetch(url, context, earlier) {
      context.note({ url: redactUrl(url), fetcher: name });
      return withDeadline(limits.timeout, context, async (signal) => {
        const { maxBytes, maxRedirects } = limits;
        const request = {
          headers: { ...headers(acceptEncoding), ...conditions(earlier) },
          maxBytes,
          longer: 'fail',
          signal,
        } as const;
        const { answer, finalUrl, redirects } = await followRedirects(url, request, {
          send: begunInTime(send, limits.firstByteTimeout, context.clock),
          maxRedirects,
          cookies: sessions.cookiesFor(url, context.clock),
          credentials: sessions.credentials,
        });
        const { status, wireBytes, httpVersion } = answer;
        context.note({
          status,
          redirects,
          ...(wireBytes === undefined ? {} : { bytes: wireBytes }),
          ...(httpVersion === undefined ? {} : { http_version: httpVersion }),
        });
        const body = decompress(answer.body, answer.headers['content-encoding'] ?? '', maxBytes);
        context.note({ body_bytes: body.length });
        return {
          url: url.href,
          finalUrl: finalUrl.href,
          status,
          headers: keptHeaders(answer.headers),
          body,
          fetchedAt: context.clock.now(),
          fetcher: name,
        };
      });
    },
  };
}

/** A site that takes a connection and says nothing must not hold a page for as long as a large one may take. */
function begunInTime(send: SendRequest, milliseconds: number, clock: Clock): SendRequest {
  return (url, request) =>
    withDeadline(
      milliseconds,
      { clock, signal: request.signal },
      (signal, met) => send(url, { ...request, signal, onHead: met }),
      'no answer began',
    );
}
