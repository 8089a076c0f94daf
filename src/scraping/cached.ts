import type { StageContext } from '#core/stage.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Page } from './page.ts';
import type { PageCache } from './page-cache.ts';
import type { PageFetcher } from './page-fetcher.ts';

export type CachePolicy = {
  /**
   * `use` what is cached and fresh, else fetch and keep it; `refresh`: always fetch, and keep it; `only` what
   * is cached, however old, and never fetch; `off`: neither look nor keep.
   */
  readonly mode: 'use' | 'refresh' | 'only' | 'off';
  /** Milliseconds for which a page stays fresh. A page that a person imported never expires. */
  readonly ttl: number;
};

/**
 * Answers from the cache when it may. Only pages that the fetcher lets through are kept, so with judging inside
 * of it a refusal is never cached.
 *
 * @throws PipelineError `not_cached` when the page would have to be fetched and may not be.
 */
export function cached(fetcher: PageFetcher, cache: PageCache, policy: CachePolicy): PageFetcher {
  const fetch = async (url: URL, context: StageContext) => {
    const page = await fetcher.fetch(url, context);
    context.note({ fetcher: page.fetcher });
    return page;
  };
  const fetchAndKeep = async (url: URL, context: StageContext) => {
    const page = await fetch(url, context);
    await cache.put(page);
    return page;
  };
  return {
    name: fetcher.name,
    async fetch(url, context) {
      if (policy.mode === 'off' || policy.mode === 'refresh') {
        context.note({ cache: 'bypassed' });
        return policy.mode === 'off' ? fetch(url, context) : fetchAndKeep(url, context);
      }
      const page = await cache.get(url.href);
      if (page !== undefined && (policy.mode === 'only' || isFresh(page, policy.ttl, context.clock.now()))) {
        context.note({ cache: 'hit', fetcher: page.fetcher });
        context.event('cache_hit', { fetched_at: new Date(page.fetchedAt).toISOString() });
        return page;
      }
      context.note({ cache: page === undefined ? 'miss' : 'expired' });
      if (policy.mode === 'only') throw new PipelineError('not_cached', `${url.host}: the page is not in the cache`);
      return fetchAndKeep(url, context);
    },
  };
}

function isFresh(page: Page, ttl: number, now: number): boolean {
  return page.fetcher === 'import' || now - page.fetchedAt < ttl;
}
