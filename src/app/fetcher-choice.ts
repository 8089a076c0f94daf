import { readSecretFile } from '#config/secret-file.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { browserFetcher } from '#scraping/browser/browser-fetcher.ts';
import { firecrawlFetcher } from '#scraping/firecrawl-fetcher.ts';
import { gotFetcher } from '#scraping/got-fetcher.ts';
import type { FetchLimits } from '#scraping/http-fetcher.ts';
import { sendWith } from '#scraping/http-request.ts';
import { impitFetcher } from '#scraping/impit-fetcher.ts';
import { nameChecked } from '#scraping/name-checked.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import type { HostWishes } from '#scraping/politeness/host-wishes.ts';
import type { FetcherName } from '#scraping/settings.ts';
import type { Network } from './network.ts';
import type { Settings } from './settings.ts';

export type ChosenFetcher = {
  readonly fetcher: PageFetcher;
  readonly retries: number;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
};

/**
 * The fetchers that are configured, in order. impit is left out where there is no build of it and others can do
 * without (the doctor tells): it is among them by default.
 *
 * @param wishes that their requests keep to.
 * @throws PipelineError `config` when one cannot work with what is configured.
 */
export function chooseFetchers(settings: Settings, network: Network, wishes: HostWishes): readonly ChosenFetcher[] {
  const names = settings.scraping.fetchers;
  return names.flatMap((name) => {
    try {
      return [makers[name](settings, network, wishes)];
    } catch (error) {
      if (name === 'impit' && names.length > 1) return [];
      throw error;
    }
  });
}

/** The simplest of them, whatever is configured: for what is about a site rather than a page of it. */
export function plainFetcher(settings: Settings, network: Network, wishes: HostWishes): PageFetcher {
  return makers.http(settings, network, wishes).fetcher;
}

/** Tries a page no more than twice for which every try may cost. */
const paidRetries = 1;

function limitsOf({ scraping, network }: Settings): FetchLimits {
  const { timeout, maxBytes, maxRedirects } = scraping;
  return { timeout, maxBytes, maxRedirects, firstByteTimeout: Math.min(network.firstByteTimeout, timeout) };
}

function withoutProxy(name: FetcherName): PipelineError {
  return new PipelineError('internal', `the network was opened without what the fetcher ${name} needs`);
}

type Maker = (settings: Settings, network: Network, wishes: HostWishes) => ChosenFetcher;

const makers: Readonly<Record<FetcherName, Maker>> = {
  http: (settings, { dial, sessions }, wishes) => {
    const { maxHeaderBytes } = settings.network;
    return {
      fetcher: gotFetcher(limitsOf(settings), { dial, sessions, wishes, maxHeaderBytes }),
      ...settings.scraping,
    };
  },
  impit: (settings, { dial, proxy, sessions }, wishes) => {
    if (proxy === undefined) throw withoutProxy('impit');
    const send = sendWith(dial, settings.network.maxHeaderBytes);
    return { fetcher: impitFetcher(limitsOf(settings), { proxy, sessions, wishes, send }), ...settings.scraping };
  },
  browser: (settings, { guard, dial, proxy, sessions, chromium }, wishes) => {
    if (proxy === undefined || chromium === undefined) throw withoutProxy('browser');
    const { settle } = settings.browser;
    const send = sendWith(dial, settings.network.maxHeaderBytes);
    const fetcher = browserFetcher(limitsOf(settings), { chromium, proxy, sessions, wishes, send, settle });
    // The proxy refuses it, too; a page of a browser need not be opened for that.
    return { fetcher: nameChecked(fetcher, guard), ...settings.scraping };
  },
  firecrawl: ({ scraping, firecrawl }, { guard }, wishes) => {
    const { baseUrl, apiKeyFile, timeout, proxy, creditPrice } = firecrawl;
    const apiKey = apiKeyFile === undefined ? firecrawl.apiKey : readSecretFile(apiKeyFile, 'firecrawl.apiKeyFile');
    if (apiKey === undefined && baseUrl === undefined) {
      throw new PipelineError(
        'config',
        'scraping.fetchers names firecrawl, which needs firecrawl.apiKey (SPECBOOK_FIRECRAWL_API_KEY), or ' +
          'firecrawl.baseUrl (SPECBOOK_FIRECRAWL_BASE_URL) for one of your own',
      );
    }
    const { maxBytes } = scraping;
    const fetcher = firecrawlFetcher({ baseUrl, apiKey: apiKey ?? '', timeout, maxBytes, creditPrice, proxy }, wishes);
    return { fetcher: nameChecked(fetcher, guard), timeout, retries: Math.min(scraping.retries, paidRetries) };
  },
};
