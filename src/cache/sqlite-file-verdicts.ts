import type { StageContext } from '#core/stage.ts';
import type { FileChecker, FileVerdict } from '#quality/files/file-check.ts';
import type { CacheDatabase } from './cache-database.ts';

/** Milliseconds for which a refusal is believed: a day, because a file that failed may come back. */
const refusalTtl = 86_400_000;

export type FileCachePolicy = {
  readonly mode: 'use' | 'refresh' | 'only' | 'off';
  /** Milliseconds for which a file is believed to be what it was. */
  readonly ttl: number;
};

/** What is remembered: a verdict, or one that was good once. */
type Known<Found> = { readonly verdict?: FileVerdict<Found>; readonly earlier?: FileVerdict<Found> };

/**
 * Checks files, and remembers what came of it; trouble that passes is not remembered. Undefined when it is not known
 * and nothing may be fetched.
 *
 * @param table by what is expected of the files: a URL may be a picture and no document.
 */
export function sqliteFileVerdicts<Found>(
  { db, commits }: CacheDatabase,
  table: 'images' | 'documents',
  checker: FileChecker<Found>,
  policy: FileCachePolicy,
): (url: string, context: StageContext) => Promise<FileVerdict<Found> | undefined> {
  const known = async (url: string, now: number): Promise<Known<Found>> => {
    if (policy.mode === 'off' || policy.mode === 'refresh') return {};
    const row = await db.selectFrom(table).selectAll().where('url', '=', url).executeTakeFirst();
    if (row === undefined) return {};
    const verdict = JSON.parse(row.verdict) as FileVerdict<Found>;
    const fresh = now - row.checked_at < (verdict.ok ? policy.ttl : refusalTtl);
    return fresh || policy.mode === 'only' ? { verdict } : { earlier: verdict };
  };
  return async (url, context) => {
    const now = context.clock.now();
    const { verdict: remembered, earlier } = await known(url, now);
    if (remembered !== undefined || policy.mode === 'only') return remembered;
    const verdict = await checker.check(url, context, earlier);
    if (policy.mode !== 'off' && (verdict.ok || verdict.passing !== true)) {
      const row = { url, verdict: JSON.stringify(verdict), checked_at: now };
      await commits.write((transaction) => transaction.replaceInto(table).values(row).execute());
    }
    return verdict;
  };
}
