import { describe, expect, test } from 'vitest';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { cached, type CachePolicy } from '#scraping/cached.ts';
import type { Page } from '#scraping/page.ts';
import type { Absence, CacheEntry, PageCache } from '#scraping/page-cache.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeFetcher, fakePage } from '../fakes/page.ts';

const start = Date.UTC(2026, 0, 1);
const day = 24 * 60 * 60 * 1_000;

type MemoryCache = PageCache & { readonly entries: Map<string, CacheEntry> };

function memoryPageCache(...entries: readonly CacheEntry[]): MemoryCache {
  const urlOf = (entry: CacheEntry) => (entry.kind === 'page' ? entry.page.url : entry.absence.url);
  const stored = new Map(entries.map((entry) => [urlOf(entry), entry]));
  return {
    entries: stored,
    get: async (url) => stored.get(url),
    put: async (page) => {
      stored.set(page.url, { kind: 'page', page });
    },
    putAbsence: async (absence) => {
      stored.set(absence.url, { kind: 'absence', absence });
    },
  };
}

const fresh = fakePage({ body: '<p>fresh</p>' });
const { url } = fresh;
const gone: Absence = { url, category: 'not_found', message: 'status 404', at: start };
const policy: CachePolicy = { mode: 'use', ttl: day, absenceTtl: day, staleIfError: 7 * day };

/** What comes of asking for the page when `stored` is in the cache and the site answers so. */
async function ask(
  stored: CacheEntry | undefined,
  age: number,
  answer: Page | Error,
  given: Partial<CachePolicy> = {},
) {
  const fetcher = fakeFetcher(answer);
  const cache = memoryPageCache(...(stored === undefined ? [] : [stored]));
  const context = fakeContext({ clock: fakeClock({ start: start + age }) });
  const came = await cached(fetcher, cache, { ...policy, ...given })
    .fetch(new URL(url), context)
    .catch((error: unknown) => error);
  return { came, note: context.notes['cache'], fetcher, entry: cache.entries.get(url) };
}

async function run(mode: CachePolicy['mode'], stored: Page | undefined, age = 0) {
  const entry = stored && ({ kind: 'page', page: stored } as const);
  const { came, note, fetcher, entry: kept } = await ask(entry, age, fresh, { mode });
  return {
    from: came === fresh ? 'site' : came === stored ? 'cache' : came,
    note,
    fetches: fetcher.urls.length,
    kept: kept?.kind === 'page' && kept.page === fresh,
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
    const late = new PipelineError('timeout', 'late');
    const { came, entry } = await ask({ kind: 'page', page: old }, 0, late, { mode: 'refresh' });
    expect(came).toBe(late);
    expect(entry).toEqual({ kind: 'page', page: old });
  });
});

describe('a page past its time', () => {
  const old = fakePage({ fetchedAt: start, body: '<p>old</p>', headers: { etag: '"1"', 'last-modified': 'Thu' } });
  const entry = { kind: 'page', page: old } as const;

  test('is asked for with what its last answer gave, and is fresh again when nothing has changed', async () => {
    const unchanged = fakePage({ status: 304, body: '', fetchedAt: start + 2 * day, headers: { etag: '"2"' } });
    const { came, note, fetcher, entry: kept } = await ask(entry, 2 * day, unchanged);
    expect(fetcher.earlier).toEqual([{ etag: '"1"', lastModified: 'Thu' }]);
    const confirmed = { ...old, headers: { etag: '"2"', 'last-modified': 'Thu' }, fetchedAt: start + 2 * day };
    expect(came).toEqual(confirmed);
    expect(kept).toEqual({ kind: 'page', page: confirmed });
    expect(note).toBe('revalidated');
  });

  test('is asked for anew when refreshing: whether it has changed is not the question then', async () => {
    const { fetcher } = await ask(entry, 0, fresh, { mode: 'refresh' });
    expect(fetcher.earlier).toEqual([undefined]);
  });

  test.each(['timeout', 'bot_detected', 'http_server_error'] as const)(
    'stands in for a %s, and says so',
    async (failure) => {
      const { came, note, entry: kept } = await ask(entry, 2 * day, new PipelineError(failure, 'no'));
      expect(came).toBe(old);
      expect(note).toBe('stale');
      expect(kept).toBe(entry);
    },
  );

  test.each([
    ['a page that is gone', 2 * day, new PipelineError('not_found', 'gone')],
    ['a bug', 2 * day, new Error('oops')],
    ['a failure that ends the run', 2 * day, new PipelineError('store', 'disk full')],
    ['anything when it is too old', 8 * day, new PipelineError('timeout', 'late')],
    ['being told to come back later', 2 * day, new Park(start + 3 * day, 'key')],
  ])('does not stand in for %s', async (_what, age, failure) => {
    expect((await ask(entry, age, failure)).came).toBe(failure);
  });
});

describe('that a page does not exist', () => {
  const entry = { kind: 'absence', absence: gone } as const;

  test('is kept, and is believed for a time without asking', async () => {
    const missing = new PipelineError('not_found', 'status 404');
    expect((await ask(undefined, 0, missing)).entry).toEqual(entry);
    const { came, note, fetcher } = await ask(entry, day - 1, fresh);
    expect(came).toMatchObject({ category: 'not_found', message: expect.stringContaining('2026-01-01') as string });
    expect(note).toBe('negative');
    expect(fetcher.urls).toEqual([]);
  });

  test('is asked about again after that, and when refreshing', async () => {
    expect(await ask(entry, day, fresh)).toMatchObject({ came: fresh, note: 'expired', entry: { kind: 'page' } });
    expect(await ask(entry, 0, fresh, { mode: 'refresh' })).toMatchObject({ came: fresh, entry: { kind: 'page' } });
  });

  test('is all there is to know when nothing may be fetched', async () => {
    expect((await ask(entry, 1_000 * day, fresh, { mode: 'only' })).came).toMatchObject({ category: 'not_found' });
  });

  test('replaces the page that was there', async () => {
    const old = { kind: 'page', page: fakePage({ fetchedAt: start }) } as const;
    expect((await ask(old, 2 * day, new PipelineError('not_found', 'status 404'))).entry?.kind).toBe('absence');
  });
});
