import { retrying, type RetryPolicy } from '#core/retry.ts';
import type { PageFetcher } from './page-fetcher.ts';

/** Tries again what may pass, as the policy and the failure's category have it. */
export function retried(fetcher: PageFetcher, policy: RetryPolicy): PageFetcher {
  return {
    name: fetcher.name,
    fetch: (url, context, earlier) =>
      retrying('fetch', policy, context, (attempt) => fetcher.fetch(url, attempt, earlier)),
  };
}
