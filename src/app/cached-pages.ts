import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CacheDatabase, openCache } from '#cache/cache-database.ts';
import {
  type CachedPage,
  type CacheStatistics,
  compact,
  listPages,
  type PageFilter,
  pruneOtherBlobs,
  prunePages,
  statistics,
} from '#cache/contents.ts';
import { sqliteBlobStore } from '#cache/sqlite-blob-store.ts';
import { sqlitePageCache } from '#cache/sqlite-page-cache.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { makeFolder } from '#reports/make-folder.ts';
import { guarded } from '#sqlite/store-error.ts';
import { livingOwners } from '#store/owner.ts';
import { csvLines } from '#tables/write.ts';
import { configure, type Said } from './configure.ts';
import { systemClock } from './system.ts';
import { cacheFile, ownersFolder } from './workspace.ts';

export type CacheReport = CacheStatistics & { readonly path: string; readonly maxBytes: number };

/** What the cache holds. A cache that is not there holds nothing, and is not made. @throws PipelineError */
export function cacheStatistics(said: Said): Promise<CacheReport> {
  return withCache(said, async (cache, { maxBytes }) => ({ ...(await statistics(cache)), path: cache.path, maxBytes }));
}

/** Calls back with one page after the other, in the order of their URLs, until it is answered `false`. */
export function eachCachedPage(said: Said, filter: PageFilter, see: (page: CachedPage) => boolean): Promise<void> {
  return withCache(said, async (cache) => {
    for await (const page of listPages(cache, filter)) if (!see(page)) return;
  });
}

/**
 * Writes the pages into a folder, and a table of them that `cache import --manifest` reads. The number of pages.
 *
 * @throws PipelineError `config` when the folder is not empty or cannot be made.
 */
export function exportPages(said: Said, filter: PageFilter, folder: string): Promise<number> {
  return withCache(said, async (cache) => {
    makeFolder(folder);
    const manifest = join(folder, 'pages.csv');
    if (existsSync(manifest)) throw new PipelineError('config', `${manifest} is there already; name another folder`);
    await mkdir(join(folder, 'pages'), { recursive: true });
    const exported = { pages: 0 };
    await writeFile(manifest, csvLines(manifestColumns, writtenPages(cache, filter, folder, exported)));
    return exported.pages;
  });
}

const manifestColumns = ['url', 'file', 'final url', 'content type', 'fetched at'];

/** Writes one page after the other, and gives the row of each. */
async function* writtenPages(
  cache: CacheDatabase,
  filter: PageFilter,
  folder: string,
  exported: { pages: number },
): AsyncGenerator<Readonly<Record<string, string>>> {
  const pages = sqlitePageCache(cache, sqliteBlobStore(cache));
  for await (const { url } of listPages(cache, filter)) {
    const entry = await pages.get(url);
    if (entry?.kind !== 'page') continue;
    const { body, finalUrl, headers, fetchedAt } = entry.page;
    exported.pages += 1;
    const file = `pages/${String(exported.pages).padStart(6, '0')}.html`;
    await writeFile(join(folder, file), body);
    yield {
      url,
      file,
      'final url': finalUrl,
      'content type': headers['content-type'] ?? '',
      'fetched at': new Date(fetchedAt).toISOString(),
    };
  }
}

export type Pruned = {
  readonly pages: number;
  readonly others: number;
  /** False while a run is at work: it could write nothing meanwhile, and gives up waiting after 10 s. */
  readonly compacted: boolean;
};

/**
 * Drops pages and what is known of absent ones; and, unless only a host is meant, the evidence and results that no page
 * shows.
 *
 * @param olderThan milliseconds.
 */
export function pruneCache(
  said: Said,
  { host, olderThan }: { readonly host: string | undefined; readonly olderThan: number | undefined },
): Promise<Pruned> {
  return withCache(said, async (cache, _settings, directory) => {
    const before = olderThan === undefined ? undefined : systemClock.now() - olderThan;
    const pages = await prunePages(cache, { host, before });
    const others = before === undefined ? 0 : await pruneOtherBlobs(cache, before);
    const compacted = livingOwners(join(directory, ownersFolder)).length === 0;
    if (compacted) await compact(cache);
    return { pages, others, compacted };
  });
}

async function withCache<T>(
  said: Said,
  work: (cache: CacheDatabase, settings: { readonly maxBytes: number }, directory: string) => Promise<T>,
): Promise<T> {
  const { configuration } = configure(said);
  const directory = resolve(configuration.run.dataDirectory);
  const path = join(directory, cacheFile);
  const cache = openCache(existsSync(path) ? path : ':memory:');
  try {
    return await guarded(path, () => work({ ...cache, path }, configuration.cache, directory));
  } finally {
    await cache.db.destroy();
  }
}
