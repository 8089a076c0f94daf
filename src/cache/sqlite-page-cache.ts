import type { BlobStore } from '#core/blob-store.ts';
import type { Page } from '#scraping/page.ts';
import type { PageCache } from '#scraping/page-cache.ts';
import type { CacheDatabase } from './cache-database.ts';

/** Pages by their normalised URL; a page's body is a blob, so that equal bodies are kept once. */
export function sqlitePageCache({ db, commits }: CacheDatabase, blobs: BlobStore): PageCache {
  return {
    get: async (url) => {
      const row = await db.selectFrom('pages').selectAll().where('url', '=', url).executeTakeFirst();
      if (row === undefined) return undefined;
      const body = await blobs.get(row.body);
      if (body === undefined) return undefined;
      return {
        url: row.url,
        finalUrl: row.final_url,
        status: row.status,
        headers: JSON.parse(row.headers) as Page['headers'],
        body,
        fetchedAt: row.fetched_at,
        fetcher: row.fetcher,
      };
    },
    put: async (page) => {
      const body = await blobs.put(page.body);
      const row = {
        url: page.url,
        final_url: page.finalUrl,
        status: page.status,
        headers: JSON.stringify(page.headers),
        body,
        fetched_at: page.fetchedAt,
        fetcher: page.fetcher,
      };
      await commits.write((transaction) => transaction.replaceInto('pages').values(row).execute());
    },
  };
}
