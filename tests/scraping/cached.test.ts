import { describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { cached, type CachePolicy } from '#scraping/cached.ts';
import type { Page } from '#scraping/page.ts';
import type { PageCache } from '#scraping/page-cache.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeFetcher, fakePage } from '../fakes/page.ts';

const start = Date.UTC(2026, 0, 1);
const day = 24 * 60 * 60 * 1_000;

function memoryPageCache(...pages: readonly Page[]): PageCache & { readonly pages: Map<string, Page> } {
  const stored = new Map(pages.map((page) => [page.url, page]));
  return {
    pages: stored,
    get: async (url) => stored.get(url),
    put: async (page) => {
      stored.set(page.url, page);
    },
  };
}

async function run(mode: CachePolicy['mode'], stored: Page | undefined, age = 0) {
  const fresh = fakePage({ body: '<p>fresh</p>' });
  const fetcher = fakeFetcher(fresh);
  const cache = memoryPageCache(...(stored === undefined ? [] : [stored]));
  const context = fakeContext({ clock: fakeClock({ start: start + age }) });
  const page = await cached(fetcher, cache, { mode, ttl: day })
    .fetch(new URL(fresh.url), context)
    .catch((error: unknown) => error);
  const from = page === fresh ? 'site' : page === stored ? 'cache' : page;
  return {
    from,
    note: context.notes['cache'],
    fetches: fetcher.urls.length,
    kept: cache.pages.get(fresh.url) === fresh,
  };
}

describe('cached', () => {
  const old = fakePage({ fetchedAt: start, body: '<p>old</p>' });
  const imported = { ...old, fetcher: 'import' };

  test.each([
    ['use', old, day - 1, { from: 'cache', note: 'hit', fetches: 0, kept: false }],
    ['use', old, day, { from: 'site', note: 'expired', fetches: 1, kept: true }],
    ['use', imported, 1_000 * day, { from: 'cache', note: 'hit', fetches: 0, kept: false }],
    ['use', undefined, 0, { from: 'site', note: 'miss', fetches: 1, kept: true }],
    ['refresh', old, 0, { from: 'site', note: 'bypassed', fetches: 1, kept: true }],
    ['off', old, 0, { from: 'site', note: 'bypassed', fetches: 1, kept: false }],
    ['only', old, 1_000 * day, { from: 'cache', note: 'hit', fetches: 0, kept: false }],
  ] as const)('%s', async (mode, stored, age, expected) => {
    expect(await run(mode, stored, age)).toEqual(expected);
  });

  test('only, and a miss, is not_cached without a fetch', async () => {
    const { from, ...rest } = await run('only', undefined);
    expect(from).toBeInstanceOf(PipelineError);
    expect(from).toMatchObject({ category: 'not_cached' });
    expect(rest).toEqual({ note: 'miss', fetches: 0, kept: false });
  });

  test('a fetch that fails leaves the old page in the cache', async () => {
    const cache = memoryPageCache(old);
    const failing = cached(fakeFetcher(new PipelineError('timeout', 'late')), cache, { mode: 'refresh', ttl: day });
    await expect(failing.fetch(new URL(old.url), fakeContext())).rejects.toMatchObject({ category: 'timeout' });
    expect(cache.pages.get(old.url)).toBe(old);
  });
});
