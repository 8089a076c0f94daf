import { type Expression, type SqlBool, sql } from 'kysely';
import type { CacheDatabase } from './cache-database.ts';
import { cacheSize, dropPages } from './evict.ts';

/** A page as a list shows it. Times are milliseconds since the Unix epoch, sizes bytes. */
export type CachedPage = {
  readonly url: string;
  readonly fetchedAt: number;
  readonly fetcher: string;
  readonly status: number;
  readonly size: number;
};

/** Which pages; all of them when nothing is said. */
export type PageFilter = {
  /** The host, with the port when it is not the usual one. */
  readonly host?: string | undefined;
  /** Fetched before then. Pages that a person brought in are never old. */
  readonly before?: number | undefined;
};

export type CacheStatistics = {
  /** Bytes: of the cache in its file, and of the page bodies before they were compressed. */
  readonly size: number;
  readonly uncompressed: number;
  readonly pages: number;
  readonly imported: number;
  readonly absences: number;
  readonly images: number;
  /** Bodies of pages that were refused, kept as evidence, and results of runs that are not settled. */
  readonly otherBlobs: number;
  /** Of models. */
  readonly answers: number;
  readonly oldest: number | undefined;
  readonly newest: number | undefined;
  /** Those with the most pages, the most first. */
  readonly hosts: readonly { readonly host: string; readonly pages: number }[];
};

/** What stands between the scheme and the path. */
const hostOf = sql<string>`substr(url, instr(url, '//') + 2, instr(substr(url, instr(url, '//') + 2), '/') - 1)`;

export async function statistics(cache: CacheDatabase): Promise<CacheStatistics> {
  const { db } = cache;
  const { rows } = await sql<Omit<CacheStatistics, 'size' | 'hosts'>>`
    select
      (select count(*) from pages) as pages,
      (select count(*) from pages where fetcher = 'import') as imported,
      (select min(fetched_at) from pages) as oldest,
      (select max(fetched_at) from pages) as newest,
      (select count(*) from absences) as absences,
      (select count(*) from images) as images,
      (select count(*) from answers) as answers,
      (select coalesce(sum(size), 0) from blobs) as uncompressed,
      (select count(*) from blobs where not exists (select 1 from pages where body = address)) as otherBlobs`.execute(
    db,
  );
  const hosts = await db
    .selectFrom('pages')
    .select([hostOf.as('host'), (page) => page.fn.countAll<number>().as('pages')])
    .groupBy('host')
    .orderBy('pages', 'desc')
    .orderBy('host')
    .limit(10)
    .execute();
  const [counts] = rows;
  if (counts === undefined) throw new TypeError('a query of counts always has a row');
  return {
    ...counts,
    oldest: counts.oldest ?? undefined,
    newest: counts.newest ?? undefined,
    size: await cacheSize(cache),
    hosts,
  };
}

/** Rows a page of the list: a read holds the connection for a moment only. */
const batch = 500;

/** In the order of their URLs. */
export async function* listPages({ db }: CacheDatabase, filter: PageFilter = {}): AsyncGenerator<CachedPage> {
  for (let last = ''; ;) {
    const rows = await db
      .selectFrom('pages')
      .innerJoin('blobs', 'blobs.address', 'pages.body')
      .select(['url', 'fetched_at as fetchedAt', 'fetcher', 'status', 'size'])
      .where('url', '>', last)
      .where(matching(filter))
      .orderBy('url')
      .limit(batch)
      .execute();
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.url;
  }
}

/** Drops the pages, and what is known of absent ones likewise. The number of pages. */
export async function prunePages(cache: CacheDatabase, filter: PageFilter): Promise<number> {
  let dropped = 0;
  for (;;) {
    const rows = await cache.db.selectFrom('pages').select('url').where(matching(filter)).limit(batch).execute();
    if (rows.length === 0) break;
    await dropPages(
      cache,
      rows.map(({ url }) => url),
    );
    dropped += rows.length;
  }
  await cache.commits.write(async (transaction) => {
    const { host, before } = filter;
    let absences = transaction.deleteFrom('absences');
    if (host !== undefined) absences = absences.where(hostOf, '=', host);
    if (before !== undefined) absences = absences.where('at', '<', before);
    await absences.execute();
  });
  return dropped;
}

/** Drops evidence and unsettled results that were stored before then. The number of blobs. */
export async function pruneOtherBlobs({ commits }: CacheDatabase, before: number): Promise<number> {
  return commits.write(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('blobs')
      .where('stored_at', '<', before)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('pages').select('url').whereRef('pages.body', '=', 'blobs.address'))),
      )
      .executeTakeFirst();
    return Number(numDeletedRows);
  });
}

/** Gives the space of what was dropped back to the disk. */
export async function compact({ db }: CacheDatabase): Promise<void> {
  await sql`vacuum`.execute(db);
}

function matching({ host, before }: PageFilter) {
  const conditions: Expression<SqlBool>[] = [];
  if (host !== undefined) conditions.push(sql<boolean>`${hostOf} = ${host}`);
  if (before !== undefined) conditions.push(sql<boolean>`fetched_at < ${before} and fetcher <> 'import'`);
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}
