import { describe, expect, test } from 'vitest';
import { openCache } from '#cache/cache-database.ts';
import { sqliteBlobStore } from '#cache/sqlite-blob-store.ts';
import { sqliteImageVerdicts } from '#cache/sqlite-image-verdicts.ts';
import { sqlitePageCache } from '#cache/sqlite-page-cache.ts';
import type { ImageVerdict } from '#quality/image-check.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';

const page = {
  url: 'https://shop.test/chair',
  finalUrl: 'https://shop.test/chair/',
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from('<h1>Chair</h1>'.repeat(1_000)),
  fetchedAt: 1_000,
  fetcher: 'http',
};

describe('the blob store', () => {
  test('gives back what was put, keeps equal bytes once, and smaller than they are', async () => {
    const cache = openCache(':memory:');
    const blobs = sqliteBlobStore(cache);
    const address = await blobs.put(page.body);
    expect(await blobs.put(Buffer.from(page.body))).toBe(address);
    expect(await blobs.get(address)).toEqual(page.body);
    const rows = await cache.db.selectFrom('blobs').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.content.byteLength).toBeLessThan(page.body.byteLength / 10);
  });

  test('keeps nothing, too, and knows what it does not have', async () => {
    const blobs = sqliteBlobStore(openCache(':memory:'));
    expect(await blobs.get(await blobs.put(new Uint8Array()))).toHaveLength(0);
    expect(await blobs.get('0'.repeat(64))).toBeUndefined();
  });
});

describe('the page cache', () => {
  test('gives back a page as it was put, and the latest of two', async () => {
    const cache = openCache(':memory:');
    const pages = sqlitePageCache(cache, sqliteBlobStore(cache));
    expect(await pages.get(page.url)).toBeUndefined();
    await pages.put(page);
    expect(await pages.get(page.url)).toEqual(page);
    await pages.put({ ...page, body: Buffer.from('new'), fetchedAt: 2_000 });
    expect(await pages.get(page.url)).toMatchObject({ body: Buffer.from('new'), fetchedAt: 2_000 });
  });

  test('does not give a page whose body is gone', async () => {
    const cache = openCache(':memory:');
    const pages = sqlitePageCache(cache, { put: async () => '0'.repeat(64), get: async () => undefined });
    await cache.db
      .insertInto('blobs')
      .values({ address: '0'.repeat(64), size: 0, content: Buffer.of() })
      .execute();
    await pages.put(page);
    expect(await pages.get(page.url)).toBeUndefined();
  });
});

describe('image verdicts', () => {
  const png: ImageVerdict = { ok: true, type: 'png' };
  const gone: ImageVerdict = { ok: false, reason: 'status 404' };
  const day = 86_400_000;
  const checking = (...verdicts: ImageVerdict[]) => {
    const asked: string[] = [];
    const check = async (url: string) => {
      asked.push(url);
      return verdicts[asked.length - 1] ?? png;
    };
    return { asked, checker: { check } };
  };

  test('are remembered while they are good', async () => {
    const clock = fakeClock();
    const context = fakeContext({ clock });
    const { asked, checker } = checking(png, gone, png);
    const verdict = sqliteImageVerdicts(openCache(':memory:'), checker, { mode: 'use', ttl: 30 * day });
    expect([await verdict('a', context), await verdict('a', context)]).toEqual([png, png]);
    expect(await verdict('b', context)).toEqual(gone);
    await clock.advance(2 * day);
    expect([await verdict('a', context), await verdict('b', context)]).toEqual([png, png]);
    expect(asked).toEqual(['a', 'b', 'b']);
  });

  test('are not found out when nothing may be fetched', async () => {
    const { asked, checker } = checking();
    const verdict = sqliteImageVerdicts(openCache(':memory:'), checker, { mode: 'only', ttl: day });
    expect(await verdict('a', fakeContext())).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('are found out anew when refreshing', async () => {
    const { asked, checker } = checking();
    const verdict = sqliteImageVerdicts(openCache(':memory:'), checker, { mode: 'refresh', ttl: day });
    await verdict('a', fakeContext());
    await verdict('a', fakeContext());
    expect(asked).toEqual(['a', 'a']);
  });
});
