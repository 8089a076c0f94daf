import type { StageContext } from '#core/stage.ts';
import type { ImageChecker, ImageVerdict } from '#quality/image-check.ts';
import type { CacheDatabase } from './cache-database.ts';

/** Milliseconds for which a refusal is believed: a day, because a picture that failed may come back. */
const refusalTtl = 86_400_000;

export type ImageCachePolicy = {
  readonly mode: 'use' | 'refresh' | 'only' | 'off';
  /** Milliseconds for which a picture is believed to be one. */
  readonly ttl: number;
};

/** What is remembered: a verdict, or one that was good once. */
type Known = { readonly verdict?: ImageVerdict; readonly earlier?: ImageVerdict };

/** Checks pictures, and remembers what came of it. Undefined when it is not known and nothing may be fetched. */
export function sqliteImageVerdicts({ db, commits }: CacheDatabase, checker: ImageChecker, policy: ImageCachePolicy) {
  const known = async (url: string, now: number): Promise<Known> => {
    if (policy.mode === 'off' || policy.mode === 'refresh') return {};
    const row = await db.selectFrom('images').selectAll().where('url', '=', url).executeTakeFirst();
    if (row === undefined) return {};
    const verdict = JSON.parse(row.verdict) as ImageVerdict;
    const fresh = now - row.checked_at < (verdict.ok ? policy.ttl : refusalTtl);
    return fresh || policy.mode === 'only' ? { verdict } : { earlier: verdict };
  };
  return async (url: string, context: StageContext): Promise<ImageVerdict | undefined> => {
    const now = context.clock.now();
    const { verdict: remembered, earlier } = await known(url, now);
    if (remembered !== undefined || policy.mode === 'only') return remembered;
    const verdict = await checker.check(url, context, earlier);
    if (policy.mode !== 'off') {
      const row = { url, verdict: JSON.stringify(verdict), checked_at: now };
      await commits.write((transaction) => transaction.replaceInto('images').values(row).execute());
    }
    return verdict;
  };
}
