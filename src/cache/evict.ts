import { type Kysely, sql } from 'kysely';
import type { CacheDatabase, CacheTables } from './cache-database.ts';
import { now } from './now.ts';

/** What is left after dropping, as a share of the limit, so that it is not done again for every page. */
const target = 0.9;

/** Pages a transaction: it holds the only connection for a few milliseconds. */
const batch = 100;

/** Milliseconds for which a body stays whatever happens: another process may be about to name it. */
const grace = 60_000;

/** Bytes that the cache takes in its file; what was dropped and can be used again is not counted. */
export async function cacheSize({ db }: Pick<CacheDatabase, 'db'>): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select (page_count - freelist_count) * page_size as bytes
    from pragma_page_count, pragma_freelist_count, pragma_page_size`.execute(db);
  return rows[0]?.bytes ?? 0;
}

/**
 * Drops the pages that were used longest ago until the cache is within nine tenths of its limit. Pages that a person
 * brought in stay: nobody could bring them back. The number of pages dropped.
 */
export async function evict(cache: CacheDatabase, maxBytes: number): Promise<number> {
  if ((await cacheSize(cache)) <= maxBytes) return 0;
  let dropped = 0;
  while ((await cacheSize(cache)) > maxBytes * target) {
    const urls = await oldest(cache.db);
    if (urls.length === 0) break;
    await dropPages(cache, urls);
    dropped += urls.length;
  }
  return dropped;
}

async function oldest(db: Kysely<CacheTables>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('pages')
    .innerJoin('blobs', 'blobs.address', 'pages.body')
    .select('url')
    .where('fetcher', '!=', 'import')
    .where('stored_at', '<', sql<number>`${now} - ${grace}`)
    .orderBy('used_at')
    .limit(batch)
    .execute();
  return rows.map(({ url }) => url);
}

/**
 * Drops pages, and with them bodies that nothing else shows. A run that had a body as its stored result
 * fetches the page again.
 */
export async function dropPages({ commits }: CacheDatabase, urls: readonly string[]): Promise<void> {
  await commits.write(async (transaction) => {
    const pages = await transaction.deleteFrom('pages').where('url', 'in', urls).returning('body').execute();
    const bodies = JSON.stringify(pages.map(({ body }) => body));
    await sql`
      delete from blobs
      where address in (select value from json_each(${bodies}))
        and stored_at < ${now} - ${grace}
        and not exists (select 1 from pages where pages.body = blobs.address)`.execute(transaction);
  });
}
