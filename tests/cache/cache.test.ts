import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CacheDatabase, openCache } from '#cache/cache-database.ts';
import { prunePages, statistics } from '#cache/contents.ts';
import { cacheSize, evict } from '#cache/evict.ts';
import { sqliteAnswerCache } from '#cache/sqlite-answer-cache.ts';
import { sqliteBlobStore } from '#cache/sqlite-blob-store.ts';
import { sqliteFileVerdicts } from '#cache/sqlite-file-verdicts.ts';
import { sqlitePageCache } from '#cache/sqlite-page-cache.ts';
import { answerKey } from '#llm/answer-cache.ts';
import type { ImageVerdict } from '#quality/files/file-check.ts';
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

/** Bodies that are young are not dropped: another process may be about to name them. */
const age = (cache: CacheDatabase) => cache.db.updateTable('blobs').set({ stored_at: 0 }).execute();

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
    expect(await pages.get(page.url)).toEqual({ kind: 'page', page });
    await pages.put({ ...page, body: Buffer.from('new'), fetchedAt: 2_000 });
    expect(await pages.get(page.url)).toMatchObject({ page: { body: Buffer.from('new'), fetchedAt: 2_000 } });
  });

  test('does not give a page whose body is gone', async () => {
    const cache = openCache(':memory:');
    const pages = sqlitePageCache(cache, { put: async () => '0'.repeat(64), get: async () => undefined });
    await cache.db
      .insertInto('blobs')
      .values({ address: '0'.repeat(64), size: 0, content: Buffer.of(), stored_at: 0 })
      .execute();
    await pages.put(page);
    expect(await pages.get(page.url)).toBeUndefined();
  });
});

describe('a damaged entry', () => {
  test.each([
    ['bytes that zstd cannot read', (content: Uint8Array) => Buffer.from(content).fill(0, 4)],
    ['other bytes than were put', () => zstdCompressSync(Buffer.from('<h1>Table</h1>'.repeat(1_000)))],
  ])('with %s is not served, and can be put again', async (_what, damage) => {
    const cache = openCache(':memory:');
    const blobs = sqliteBlobStore(cache);
    const pages = sqlitePageCache(cache, blobs);
    await pages.put(page);
    const { content } = await cache.db.selectFrom('blobs').select('content').executeTakeFirstOrThrow();
    await cache.db
      .updateTable('blobs')
      .set({ content: damage(content) })
      .execute();
    expect(await pages.get(page.url)).toBeUndefined();
    await pages.put(page);
    expect(await pages.get(page.url)).toEqual({ kind: 'page', page });
  });
});

describe('a cache that is full', () => {
  /** Bytes that do not compress, so that the size is known. */
  const body = () => randomBytes(50_000);
  const urlOf = (number: number) => `https://shop.test/${number}`;
  const nothing = { snapshots: 0, pages: 0, answers: 0 };
  const usage = { input: 1, cachedInput: 0, output: 1, reasoning: 0, source: 'reported' } as const;
  const question = (number: number) => ({
    system: 'Read.',
    user: `Page ${number}`,
    schema: { name: 'product', jsonSchema: {} },
    maxOutputTokens: 1,
  });
  const keyOf = (number: number) => answerKey({ provider: 'p', model: 'm', parameters: {} }, question(number));
  const long = {
    answer: 'x'.repeat(10_000),
    recovery: 'none',
    model: 'm',
    usage,
    cost: { source: 'unpriced' },
  } as const;

  test('drops what was used longest ago, down to nine tenths, and never what was imported', async () => {
    const cache = openCache(':memory:');
    const pages = sqlitePageCache(cache, sqliteBlobStore(cache));
    for (let number = 0; number < 300; number += 1) {
      const fetcher = number < 20 ? 'import' : 'http';
      await pages.put({ ...page, url: urlOf(number), body: body(), fetcher });
      await cache.db.updateTable('pages').set({ used_at: number }).where('url', '=', urlOf(number)).execute();
    }
    await age(cache);
    const limit = (await cacheSize(cache)) - 1;
    expect(await evict(cache, limit)).toEqual({ snapshots: 0, pages: 100, answers: 0 });
    expect(await cacheSize(cache)).toBeLessThan(limit * 0.9);
    const there = await Promise.all([0, 19, 20, 119, 120, 299].map((number) => pages.get(urlOf(number))));
    expect(there.map((entry) => entry !== undefined)).toEqual([true, true, false, false, true, true]);
    expect(await evict(cache, limit)).toEqual(nothing);
  });

  test('drops old snapshots before pages, and young ones never', async () => {
    const cache = openCache(':memory:');
    const blobs = sqliteBlobStore(cache);
    const pages = sqlitePageCache(cache, blobs);
    for (let number = 0; number < 100; number += 1) {
      await pages.put({ ...page, url: urlOf(number), body: body() });
      await blobs.put(body());
    }
    await age(cache);
    const young = await blobs.put(body());
    const limit = (await cacheSize(cache)) - 1;
    expect(await evict(cache, limit)).toEqual({ snapshots: 100, pages: 0, answers: 0 });
    expect(await blobs.get(young)).toBeDefined();
    expect(await statistics(cache)).toMatchObject({ pages: 100, otherBlobs: 1 });
  });

  test.each(['snapshots', 'answers'] as const)('is held when only %s are put', async (kind) => {
    const cache = openCache(':memory:');
    const limit = 2_000_000;
    const blobs = sqliteBlobStore(cache, limit);
    const answers = sqliteAnswerCache(cache, limit);
    const put = {
      snapshots: async () => void (await blobs.put(body())),
      answers: (number: number) => answers.put(keyOf(number), { result: long, run: 'r', item: 'i', at: number }),
    };
    for (let number = 0; number < 600; number += 1) {
      await put[kind](number);
      if (number % 50 === 0) await age(cache);
    }
    expect(await cacheSize(cache)).toBeLessThan(limit + 100 * 50_000);
  });

  test('drops answers when nothing else is left to drop, the oldest first', async () => {
    const cache = openCache(':memory:');
    const answers = sqliteAnswerCache(cache);
    for (let number = 0; number < 1_000; number += 1)
      await answers.put(keyOf(number), { result: long, run: 'r', item: 'i', at: number });
    await sqlitePageCache(cache, sqliteBlobStore(cache)).put({ ...page, fetcher: 'import' });
    await age(cache);
    const limit = (await cacheSize(cache)) - 1;
    expect(await evict(cache, limit)).toEqual({ snapshots: 0, pages: 0, answers: 200 });
    expect(await answers.get(keyOf(199))).toBeUndefined();
    expect(await answers.get(keyOf(200))).toBeDefined();
  });

  test('drops no page whose body cannot go yet', async () => {
    const cache = openCache(':memory:');
    const pages = sqlitePageCache(cache, sqliteBlobStore(cache));
    for (let number = 0; number < 250; number += 1) await pages.put({ ...page, url: urlOf(number), body: body() });
    expect(await evict(cache, 1_000_000)).toEqual(nothing);
  });
});

describe('a cache that several processes have open', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'specbook-cache-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('keeps a page whose body another drops in the moment before', async () => {
    const path = join(folder, 'cache.sqlite');
    const [one, other] = [openCache(path), openCache(path)];
    await sqlitePageCache(other, sqliteBlobStore(other)).put(page);
    await age(other);
    const interrupted: CacheDatabase = {
      ...one,
      commits: {
        write: async (work) => {
          await prunePages(other, {});
          return one.commits.write(work);
        },
      },
    };
    const pages = sqlitePageCache(interrupted, sqliteBlobStore(interrupted));
    await pages.put(page);
    expect(await pages.get(page.url)).toEqual({ kind: 'page', page });
    await Promise.all([one.db.destroy(), other.db.destroy()]);
  });

  test('serves each what it put, whoever drops what meanwhile', async () => {
    const path = join(folder, 'cache.sqlite');
    const own = openCache(path);
    const program = `
      import { openCache } from ${JSON.stringify(resolve('src/cache/cache-database.ts'))};
      import { sqliteBlobStore } from ${JSON.stringify(resolve('src/cache/sqlite-blob-store.ts'))};
      import { sqlitePageCache } from ${JSON.stringify(resolve('src/cache/sqlite-page-cache.ts'))};
      const cache = openCache(${JSON.stringify(path)});
      const pages = sqlitePageCache(cache, sqliteBlobStore(cache), 100_000);
      for (let turn = 0; turn < 600; turn += 1) {
        const url = 'https://shop.test/' + (turn % 50);
        const body = Buffer.from(url.repeat(20));
        await pages.put({ url, finalUrl: url, status: 200, headers: {}, body, fetchedAt: 1, fetcher: 'http' });
        const entry = await pages.get(url);
        if (entry !== undefined && !body.equals(entry.page.body)) throw new Error('another page at ' + url);
      }
      await cache.db.destroy();`;
    const children = [1, 2, 3].map(() =>
      spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'ignore', 'inherit'] }),
    );
    const codes = Promise.all(children.map((child) => once(child, 'exit')));
    while (children.some(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
      await age(own);
      await prunePages(own, {});
      await statistics(own);
      await new Promise((soon) => setImmediate(soon));
    }
    expect((await codes).map(([code]) => code as number)).toEqual([0, 0, 0]);
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(own.db);
    expect(rows).toEqual([{ integrity_check: 'ok' }]);
    await own.db.destroy();
  });
});

describe('image verdicts', () => {
  const png: ImageVerdict = { ok: true, type: 'png', width: 600, height: 400 };
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
    const verdict = sqliteFileVerdicts(openCache(':memory:'), 'images', checker, { mode: 'use', ttl: 30 * day });
    expect([await verdict('a', context), await verdict('a', context)]).toEqual([png, png]);
    expect(await verdict('b', context)).toEqual(gone);
    await clock.advance(2 * day);
    expect([await verdict('a', context), await verdict('b', context)]).toEqual([png, png]);
    expect(asked).toEqual(['a', 'b', 'b']);
  });

  test('are not remembered when it was the network', async () => {
    const { asked, checker } = checking({ ok: false, reason: 'timeout: slow', passing: true }, png);
    const verdict = sqliteFileVerdicts(openCache(':memory:'), 'documents', checker, { mode: 'use', ttl: day });
    expect(await verdict('a', fakeContext())).toMatchObject({ ok: false });
    expect(await verdict('a', fakeContext())).toEqual(png);
    expect(asked).toEqual(['a', 'a']);
  });

  test('are not found out when nothing may be fetched', async () => {
    const { asked, checker } = checking();
    const verdict = sqliteFileVerdicts(openCache(':memory:'), 'images', checker, { mode: 'only', ttl: day });
    expect(await verdict('a', fakeContext())).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('are found out anew when refreshing', async () => {
    const { asked, checker } = checking();
    const verdict = sqliteFileVerdicts(openCache(':memory:'), 'images', checker, { mode: 'refresh', ttl: day });
    await verdict('a', fakeContext());
    await verdict('a', fakeContext());
    expect(asked).toEqual(['a', 'a']);
  });
});
