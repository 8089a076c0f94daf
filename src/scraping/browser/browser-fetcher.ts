import type { Page as BrowserPage } from 'playwright-core';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { FetchLimits, FetchSurroundings } from '../http-fetcher.ts';
import { type AnswerHead, type SendRequest, tooLarge } from '../http-request.ts';
import { keptHeaders } from '../kept-headers.ts';
import type { ConnectProxy } from '../network/connect-proxy.ts';
import { acceptEncoding } from '../decompress.ts';
import type { Capabilities, PageFetcher } from '../page-fetcher.ts';
import { heeding, noWishes } from '../politeness/host-wishes.ts';
import { redactUrl } from '../redact-url.ts';
import type { SiteSessions } from '../site-sessions.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { withDeadline } from '../with-deadline.ts';
import { arrive } from './arrive.ts';
import { browserFailure, networkErrorName } from './browser-failure.ts';
import type { Chromium, GivenCookie } from './chromium.ts';
import { type DocumentWatch, isHtml, watchDocument, type WatchedDocument } from './document-watch.ts';
import { wholeDocuments } from './whole-documents.ts';

export type BrowserSurroundings = FetchSurroundings & {
  readonly chromium: Chromium;
  readonly proxy: ConnectProxy;
  /** Asks once more for documents of which a browser cannot tell whether they are whole. */
  readonly send: SendRequest;
  /** Milliseconds that scripts may go on loading after the document is there. */
  readonly settle: number;
};

const observes: Capabilities = {
  scripts: true,
  sentBytes: false,
  wireBytes: false,
  rawDeflate: true,
  cutOff: true,
  revalidation: false,
};

/**
 * Fetches pages with a browser, and brings what its scripts make of them. The body of an HTML page is the document as
 * the browser has it in the end, in UTF-8; of anything else, what was sent.
 */
export function browserFetcher(limits: FetchLimits, around: BrowserSurroundings): PageFetcher {
  const { chromium, sessions } = around;
  return {
    name: 'browser',
    observes,
    async fetch(url, context) {
      context.note({ url: redactUrl(url), fetcher: 'browser' });
      return withDeadline(limits.timeout, context, (signal) =>
        unlessAborted(
          signal,
          chromium.withPage(url.host, cookiesFor(url, sessions), async (page) => {
            const { document, body } = await unlessAborted(signal, visit(page, url, limits, around, signal));
            context.note({
              status: document.status ?? 0,
              redirects: document.redirects,
              body_bytes: body.length,
              ...versionOf(document),
            });
            return {
              url: url.href,
              finalUrl: withoutFragment(document.url),
              status: document.status ?? 0,
              headers: headersOf(document),
              body,
              fetchedAt: context.clock.now(),
              fetcher: 'browser',
            };
          }),
        ),
      );
    },
  };
}

type Visit = { readonly document: WatchedDocument; readonly body: Uint8Array };

async function visit(
  page: BrowserPage,
  url: URL,
  limits: FetchLimits,
  { proxy, settle, send, wishes = noWishes }: BrowserSurroundings,
  signal: AbortSignal,
): Promise<Visit> {
  page.on('popup', (popup) => void popup.close().catch(() => undefined));
  let tell: ((head: AnswerHead) => void) | undefined;
  const watch = await watchDocument(page, { ...limits, onHead: (head) => tell?.(head) });
  const { maxBytes } = limits;
  const ask = heeding(send, wishes);
  const documents = await wholeDocuments(watch.session, {
    frame: watch.frame,
    maxBytes,
    beforeWrite: (asked) => {
      tell = wishes.look(asked);
    },
    ask: (asked, headers) =>
      ask(asked, { headers: { ...headers, 'accept-encoding': acceptEncoding }, maxBytes, longer: 'fail', signal }),
  });
  const within = <T>(work: Promise<T>): Promise<T> => Promise.race([work, watch.failed, documents.withheld]);
  try {
    const earlierRedirects = await within(
      arrive(page, url, { watch, documents, settle, firstByteTimeout: limits.firstByteTimeout }),
    );
    const document = answered(watch, url);
    const refused = proxy.failureOf(document.url, document.headers);
    if (refused !== undefined) throw refused;
    document.redirects += earlierRedirects;
    if (document.size === 0) return { document, body: new Uint8Array() };
    const body = isHtml(document) ? Buffer.from(await within(page.content())) : await within(watch.body());
    if (body.length > maxBytes) throw tooLarge(maxBytes);
    return { document, body };
  } catch (error) {
    if (error instanceof PipelineError || error instanceof Park) throw error;
    return withoutBody(error, watch, url, proxy);
  }
}

function answered(watch: DocumentWatch, url: URL): WatchedDocument {
  const document = watch.current();
  if (document?.status !== undefined) return document;
  throw new PipelineError('protocol', `${url.host}: the browser has a page, and no answer that it came from`);
}

/** A browser stays where it is when an answer has nothing to show; that is an answer all the same. */
async function withoutBody(error: unknown, watch: DocumentWatch, url: URL, proxy: ConnectProxy): Promise<Visit> {
  const text = error instanceof Error ? error.message : String(error);
  const document = watch.current();
  const at = document?.url ?? url;
  const name = networkErrorName(text);
  const refused =
    name === 'ERR_TUNNEL_CONNECTION_FAILED' ? proxy.failureOf(at) : proxy.failureOf(at, document?.headers ?? {});
  if (refused !== undefined) throw refused;
  if (document !== undefined) {
    const status = document.status ?? document.lastAnswer?.status;
    const isEmpty = name === 'ERR_HTTP_RESPONSE_CODE_FAILURE' && document.size === 0;
    if (status !== undefined && (withNothingToShow.has(status) || isEmpty)) {
      document.headers = document.lastAnswer?.headers ?? document.headers;
      document.status = status;
      return { document, body: new Uint8Array() };
    }
    if (document.status !== undefined && (name === 'ERR_ABORTED' || /download is starting/i.test(text))) {
      throw new PipelineError('unsupported_content', `${url.host} sends a download`);
    }
    assertFollowed(document);
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    throw new PipelineError('timeout', `${url.host}: no answer began in time`);
  }
  throw browserFailure(text, at) ?? error;
}

const withNothingToShow: ReadonlySet<number> = new Set([204, 205, 304]);

/** A browser does not follow a redirect to something else than the web, and does not say why. */
function assertFollowed({ url, lastAnswer }: WatchedDocument): void {
  const location = lastAnswer?.headers['location'];
  if (location === undefined) return;
  const scheme = URL.parse(location, url.href)?.protocol ?? 'http:';
  if (scheme !== 'http:' && scheme !== 'https:') {
    throw new PipelineError('forbidden_address', `${url.host} redirects to an address with the scheme ${scheme}`);
  }
}

/** Of the headers that are configured for the site, a browser can hold the cookies to it alone. */
function cookiesFor(url: URL, sessions: SiteSessions): readonly GivenCookie[] {
  const pairs = (sessions.credentials(url)['cookie'] ?? '').split(';');
  return pairs.flatMap((pair) => {
    const equals = pair.indexOf('=');
    if (equals === -1) return [];
    return [{ name: pair.slice(0, equals).trim(), value: pair.slice(equals + 1).trim(), url: url.origin }];
  });
}

/** The document is in UTF-8 by now, whatever it came in. */
function headersOf(document: WatchedDocument): Readonly<Record<string, string>> {
  const kept = keptHeaders(document.headers);
  return isHtml(document) ? { ...kept, 'content-type': 'text/html; charset=utf-8' } : kept;
}

function versionOf({ protocol }: WatchedDocument): { readonly http_version?: string } {
  const version = /^http\/(\d(?:\.\d)?)/.exec(protocol)?.[1];
  return version === undefined ? {} : { http_version: version };
}

function withoutFragment(url: URL): string {
  const bare = new URL(url);
  bare.hash = '';
  bare.username = '';
  bare.password = '';
  return bare.href;
}
