import { type Document, FirecrawlClient } from 'firecrawl';
import type { Attributes } from '#core/fact.ts';
import { nanoDollars } from '#core/money.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import { mediaType } from './content-type.ts';
import { firecrawlFailure } from './firecrawl-failure.ts';
import { tooLarge } from './http-request.ts';
import type { Page } from './page.ts';
import type { Capabilities, PageFetcher } from './page-fetcher.ts';
import { noWishes } from './politeness/host-wishes.ts';
import { redactUrl } from './redact-url.ts';
import { unlessAborted } from './unless-aborted.ts';
import { withDeadline } from './with-deadline.ts';

export type FirecrawlFetcherSettings = {
  /** Firecrawl's own service when undefined. */
  readonly baseUrl: string | undefined;
  /** Empty for a service of one's own that asks for none. */
  readonly apiKey: string;
  /** Milliseconds for the whole of it. */
  readonly timeout: number;
  /** The most bytes of the page's HTML. */
  readonly maxBytes: number;
  /** US dollars; without it what a page costs is told in credits alone. */
  readonly creditPrice: number | undefined;
  /** How the service goes to the site; all but `basic` may cost more credits. */
  readonly proxy: 'basic' | 'stealth' | 'auto';
};

/** Of what happens between the service and the site, only what it says is known. */
const observes: Capabilities = {
  scripts: true,
  sentBytes: false,
  wireBytes: false,
  rawDeflate: false,
  cutOff: false,
  revalidation: false,
};

const cloud = 'https://api.firecrawl.dev';

/**
 * Has Firecrawl bring the page, from the site itself and not from its index. What the service did on the way
 * (redirects, sizes, headers) is not known; a status is, and without one there is no page.
 *
 * The client offers neither a signal nor a limit on its answer: past the deadline its request runs on until its own
 * timeout, unwatched.
 */
export function firecrawlFetcher(settings: FirecrawlFetcherSettings, wishes = noWishes): PageFetcher {
  const { apiKey, timeout } = settings;
  // Address and key are always given: the client would look for them in the environment by itself.
  const apiUrl = settings.baseUrl ?? cloud;
  const client = new FirecrawlClient({ apiKey, apiUrl, timeoutMs: timeout, maxRetries: 1 });
  let quietUntil = 0;
  return {
    name: 'firecrawl',
    observes,
    async fetch(url, context) {
      context.note({ url: redactUrl(url), fetcher: 'firecrawl' });
      try {
        keepQuiet(quietUntil, context);
        // Of the host: the service goes there from elsewhere, and knows nothing of what was asked of us.
        wishes.look(url);
        const document = await withDeadline(timeout, context, (signal) =>
          unlessAborted(signal, scrape(client, url, settings)),
        );
        context.note(spent(document, settings.creditPrice));
        return pageOf(document, url, settings, context);
      } catch (error) {
        const failure = firecrawlFailure(error, url);
        if (failure instanceof PipelineError && failure.details['service'] !== undefined) {
          // So that its limits are not counted as those of the site.
          context.note({ service: 'firecrawl' });
          quietUntil = Math.max(quietUntil, context.clock.now() + (failure.retryAfter ?? 0));
        }
        throw failure;
      }
    },
  };
}

function scrape(client: FirecrawlClient, url: URL, { timeout, proxy }: FirecrawlFetcherSettings): Promise<Document> {
  return client.scrape(url.href, {
    formats: ['rawHtml'],
    onlyMainContent: false,
    timeout,
    proxy,
    maxAge: 0,
    storeInCache: false,
    skipTlsVerification: false,
    autoResume: false,
  });
}

/** One page that was told to wait has all pages wait: the limit is the account's. */
function keepQuiet(until: number, { clock }: StageContext): void {
  const wait = until - clock.now();
  if (wait <= 0) return;
  throw new PipelineError('rate_limited', 'Firecrawl asked to wait', {
    details: { service: 'firecrawl' },
    retryAfter: wait,
    waits: 'item',
  });
}

/** A deployment that counts no credits says -1 or nothing. */
function spent({ metadata }: Document, creditPrice: number | undefined): Attributes {
  const credits = metadata?.creditsUsed;
  if (credits === undefined || credits < 0) return { cost_source: 'unpriced' };
  if (creditPrice === undefined) return { credits, cost_source: 'unpriced' };
  return {
    credits,
    cost_source: 'estimated',
    cost_nano_dollars: nanoDollars(Math.round(credits * creditPrice * 1e9)),
    price_version: `${creditPrice} USD a credit`,
  };
}

function pageOf(document: Document, url: URL, settings: FirecrawlFetcherSettings, context: StageContext): Page {
  const { rawHtml, metadata = {} } = document;
  const { statusCode: status, contentType } = metadata;
  if (rawHtml === undefined || status === undefined) {
    const missing = rawHtml === undefined ? 'page' : 'status';
    throw new PipelineError('protocol', `${url.host}, through Firecrawl: the answer has no ${missing}`, {
      details: { service: 'firecrawl' },
    });
  }
  const body = new TextEncoder().encode(rawHtml);
  context.note({ status, body_bytes: body.length });
  if (body.length > settings.maxBytes) throw tooLarge(settings.maxBytes);
  return {
    url: url.href,
    finalUrl: finalUrl(metadata.url, url),
    status,
    // Whatever the page was encoded in, it comes as text.
    headers: { 'content-type': `${mediaType(contentType) || 'text/html'}; charset=utf-8` },
    body,
    fetchedAt: context.clock.now(),
    fetcher: 'firecrawl',
  };
}

function finalUrl(reported: string | undefined, asked: URL): string {
  const url = URL.parse(reported ?? '');
  if (url === null || !/^https?:$/.test(url.protocol)) return asked.href;
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}
