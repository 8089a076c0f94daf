import { ruleOf } from '#core/failure.ts';
import { Park } from '#core/park.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import type { Page } from './page.ts';
import type { Absence, CacheEntry, PageCache } from './page-cache.ts';
import type { PageSource } from './page-fetcher.ts';
import { validatorsOf } from './validators.ts';

export type CachePolicy = {
  /**
   * `use` what is cached and fresh, else fetch and keep it; `refresh`: always fetch, and keep it; `only` what
   * is cached, however old, and never fetch; `off`: neither look nor keep.
   */
  readonly mode: 'use' | 'refresh' | 'only' | 'off';
  /** Milliseconds for which a page stays fresh. A page that a person imported never expires. */
  readonly ttl: number;
  /** Milliseconds for which it is believed that a page does not exist. */
  readonly absenceTtl: number;
  /** Milliseconds past its freshness for which a page stands in for one that its site fails to give. */
  readonly staleIfError: number;
};

/**
 * Answers from the cache when it may. Only pages that the fetcher lets through are kept, so with judging inside
 * of it a refusal is never cached; that a page does not exist is.
 *
 * @throws PipelineError `not_cached` when the page would have to be fetched and may not be.
 */
export function cached(fetcher: PageSource, cache: PageCache, policy: CachePolicy): PageSource {
  const fetchAndKeep = async (url: URL, context: StageContext, earlier?: Page) => {
    try {
      const fetched = await fetcher.fetch(url, context, earlier && validatorsOf(earlier));
      const page = earlier !== undefined && fetched.status === 304 ? confirmed(earlier, fetched, context) : fetched;
      context.note({ fetcher: page.fetcher });
      await cache.put(page);
      return page;
    } catch (error) {
      if (!(error instanceof Park)) await keepAbsence(toPipelineError(error), url, context, cache);
      throw error;
    }
  };
  return {
    name: fetcher.name,
    async fetch(url, context) {
      const { mode } = policy;
      if (mode === 'off' || mode === 'refresh') {
        context.note({ cache: 'bypassed' });
        if (mode === 'refresh') return fetchAndKeep(url, context);
        const page = await fetcher.fetch(url, context);
        context.note({ fetcher: page.fetcher });
        return page;
      }
      const entry = await cache.get(url.href);
      if (entry !== undefined && (mode === 'only' || isFresh(entry, policy, context.clock.now()))) {
        return answered(entry, context);
      }
      context.note({ cache: entry === undefined ? 'miss' : 'expired' });
      if (mode === 'only') throw new PipelineError('not_cached', `${url.host}: the page is not in the cache`);
      if (entry?.kind !== 'page') return fetchAndKeep(url, context);
      const { page } = entry;
      return fetchAndKeep(url, context, page).catch((error: unknown) => standIn(page, error, policy, context));
    },
  };
}

function isFresh(entry: CacheEntry, { ttl, absenceTtl }: CachePolicy, now: number): boolean {
  if (entry.kind === 'absence') return now - entry.absence.at < absenceTtl;
  return entry.page.fetcher === 'import' || now - entry.page.fetchedAt < ttl;
}

function answered(entry: CacheEntry, context: StageContext): Page {
  if (entry.kind === 'absence') throw remembered(entry.absence, context);
  const { page } = entry;
  context.note({ cache: 'hit', fetcher: page.fetcher });
  context.event('cache_hit', { fetched_at: time(page.fetchedAt) });
  return page;
}

function remembered({ category, message, at }: Absence, context: StageContext): PipelineError {
  context.note({ cache: 'negative' });
  context.event('cache_hit', { absent_since: time(at) });
  return new PipelineError(category, `${message} (on ${time(at)}, from the cache; --refresh asks again)`);
}

/** The site says that the page is as it was: from now on it is as old as this answer (RFC 9111, section 4.3.4). */
function confirmed(earlier: Page, { headers, fetchedAt }: Page, context: StageContext): Page {
  context.note({ cache: 'revalidated' });
  return { ...earlier, headers: { ...earlier.headers, ...headers }, fetchedAt };
}

async function keepAbsence(
  { category, message }: PipelineError,
  url: URL,
  { clock }: StageContext,
  cache: PageCache,
): Promise<void> {
  if (ruleOf(category).outcome !== 'not_found') return;
  await cache.putAbsence({ url: url.href, category, message, at: clock.now() });
}

/** A page that its site does not give at present is better than none. One that is gone is gone. */
function standIn(page: Page, error: unknown, { ttl, staleIfError }: CachePolicy, context: StageContext): Page {
  if (error instanceof Park || context.signal.aborted) throw error;
  const failure = toPipelineError(error);
  const { outcome, ends } = ruleOf(failure.category);
  const age = context.clock.now() - page.fetchedAt;
  if (failure.category === 'internal' || outcome !== 'failed' || ends !== 'item' || age >= ttl + staleIfError)
    throw error;
  context.note({ cache: 'stale', fetcher: page.fetcher });
  context.event('stale_page', { fetched_at: time(page.fetchedAt), instead_of: failure.category });
  return page;
}

const time = (at: number) => new Date(at).toISOString();
