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

/** Milliseconds for which what was answered instead of a page can be looked at, whatever else there is. */
const snapshotsKept = 86_400_000;

/** How many were dropped. */
export type Evicted = { readonly snapshots: number; readonly pages: number; readonly answers: number };

/**
 * Makes the cache as small as nine tenths of its limit, when it is larger: drops what no page shows and is older than a
 * day, then the pages that were used longest ago, and last, because they were paid for, the oldest answers of models.
 * Pages that a person brought in stay: nobody could bring them back.
 */
export async function evict(cache: CacheDatabase, maxBytes: number): Promise<Evicted> {
  if ((await cacheSize(cache)) <= maxBytes) return { snapshots: 0, pages: 0, answers: 0 };
  const untilSmall = async (drop: (cache: CacheDatabase) => Promise<number>): Promise<number> => {
    let dropped = 0;
    while ((await cacheSize(cache)) > maxBytes * target) {
      const more = await drop(cache);
      if (more === 0) break;
      dropped += more;
    }
    return dropped;
  };
  const snapshots = await untilSmall(dropSnapshots);
  const pages = await untilSmall(dropOldestPages);
  return { snapshots, pages, answers: await untilSmall(dropAnswers) };
}

/** How much is put between two looks at the size. A look costs microseconds. */
const putsBetweenLooks = 100;

/** To be called after each put: keeps the cache within its limit. */
export function evictor(cache: CacheDatabase, maxBytes: number): () => Promise<void> {
  let puts = 0;
  return async () => {
    puts += 1;
    if (puts % putsBetweenLooks === 0) await evict(cache, maxBytes);
  };
}

async function dropSnapshots({ commits }: CacheDatabase): Promise<number> {
  return commits.write(async (transaction) => {
    const { numAffectedRows = 0n } = await sql`
      delete from blobs where address in (
        select address from blobs
        where stored_at < ${now} - ${snapshotsKept} and not exists (select 1 from pages where pages.body = address)
        order by stored_at limit ${batch})`.execute(transaction);
    return Number(numAffectedRows);
  });
}

async function dropOldestPages(cache: CacheDatabase): Promise<number> {
  const urls = await oldest(cache.db);
  if (urls.length > 0) await dropPages(cache, urls);
  return urls.length;
}

async function dropAnswers({ commits }: CacheDatabase): Promise<number> {
  return commits.write(async (transaction) => {
    const { numAffectedRows = 0n } = await sql`
      delete from answers where key in (select key from answers order by answered_at limit ${batch})`.execute(
      transaction,
    );
    return Number(numAffectedRows);
  });
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
