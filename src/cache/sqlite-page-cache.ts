import { sql } from 'kysely';
import type { BlobStore } from '#core/blob-store.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { Page } from '#scraping/page.ts';
import type { Absence, PageCache } from '#scraping/page-cache.ts';
import type { CacheDatabase, CacheTables } from './cache-database.ts';
import { evictor } from './evict.ts';
import { now } from './now.ts';
import { keepBlob, prepareBlob } from './sqlite-blob-store.ts';

/**
 * Pages by their normalised URL; a page's body is a blob, so that equal bodies are kept once.
 *
 * @param maxBytes beyond which what can best be done without is dropped.
 */
export function sqlitePageCache(cache: CacheDatabase, blobs: BlobStore, maxBytes = Infinity): PageCache {
  const { db, commits } = cache;
  const wasPut = evictor(cache, maxBytes);
  const pageOf = async (url: string): Promise<Page | undefined> => {
    const row = await db
      .selectFrom('pages')
      .selectAll()
      .select(sql<number>`used_at < ${now} - 86400000`.as('worn'))
      .where('url', '=', url)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const body = await blobs.get(row.body);
    if (body === undefined) return undefined;
    // To the day is exact enough to know what is used; a write at every hit would be dear.
    if (row.worn === 1) {
      await commits.write((tx) => tx.updateTable('pages').set({ used_at: now }).where('url', '=', url).execute());
    }
    return storedPage(row, body);
  };
  return {
    get: async (url) => {
      const page = await pageOf(url);
      if (page !== undefined) return { kind: 'page', page };
      const absence = await db.selectFrom('absences').selectAll().where('url', '=', url).executeTakeFirst();
      return absence === undefined ? undefined : { kind: 'absence', absence: storedAbsence(absence) };
    },
    put: async (page) => {
      const blob = await prepareBlob(cache, page.body);
      const row = { ...pageRow(page), body: blob.address, used_at: now };
      await commits.write(async (transaction) => {
        // In one transaction: another process may be dropping what nothing shows.
        await keepBlob(transaction, blob);
        await transaction.replaceInto('pages').values(row).execute();
        await transaction.deleteFrom('absences').where('url', '=', page.url).execute();
      });
      await wasPut();
    },
    putAbsence: async (absence) => {
      await commits.write(async (transaction) => {
        await transaction.replaceInto('absences').values(absence).execute();
        await transaction.deleteFrom('pages').where('url', '=', absence.url).execute();
      });
    },
  };
}

function pageRow({ url, finalUrl, status, headers, fetchedAt, fetcher }: Page) {
  return { url, final_url: finalUrl, status, headers: JSON.stringify(headers), fetched_at: fetchedAt, fetcher };
}

function storedPage(row: CacheTables['pages'], body: Uint8Array): Page {
  return {
    url: row.url,
    finalUrl: row.final_url,
    status: row.status,
    headers: JSON.parse(row.headers) as Page['headers'],
    body,
    fetchedAt: row.fetched_at,
    fetcher: row.fetcher,
  };
}

function storedAbsence(row: CacheTables['absences']): Absence {
  return { ...row, category: row.category as FailureCategory };
}
