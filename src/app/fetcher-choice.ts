import { readSecretFile } from '#config/secret-file.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { firecrawlFetcher } from '#scraping/firecrawl-fetcher.ts';
import { gotFetcher } from '#scraping/got-fetcher.ts';
import { impitFetcher } from '#scraping/impit-fetcher.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import type { FetcherName } from '#scraping/settings.ts';
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
 * @throws PipelineError `config` when one cannot work with what is configured.
 */
export function chooseFetchers(settings: Settings): readonly ChosenFetcher[] {
  const names = settings.scraping.fetchers;
  return names.flatMap((name) => {
    try {
      return [makers[name](settings)];
    } catch (error) {
      if (name === 'impit' && names.length > 1) return [];
      throw error;
    }
  });
}

/** Tries a page no more than twice for which every try may cost. */
const paidRetries = 1;

const makers: Readonly<Record<FetcherName, (settings: Settings) => ChosenFetcher>> = {
  http: ({ scraping }) => ({ fetcher: gotFetcher(scraping), ...scraping }),
  impit: ({ scraping }) => ({ fetcher: impitFetcher(scraping), ...scraping }),
  firecrawl: ({ scraping, firecrawl }) => {
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
    const fetcher = firecrawlFetcher({ baseUrl, apiKey: apiKey ?? '', timeout, maxBytes, creditPrice, proxy });
    return { fetcher, timeout, retries: Math.min(scraping.retries, paidRetries) };
  },
};
