import { type Operation, retrying, type RetryPolicy } from '#core/retry.ts';
import type { PageFetcher } from './page-fetcher.ts';

/** The fetcher's attempts at a page, by the facts that they leave. */
export function attemptsOf(fetcher: Pick<PageFetcher, 'name'>): Operation {
  return { kind: 'fetch', attributes: { fetcher: fetcher.name } };
}

/** Tries again what may pass, as the policy and the failure's category have it. */
export function retried(fetcher: PageFetcher, policy: RetryPolicy): PageFetcher {
  return {
    ...fetcher,
    fetch: (url, context, earlier) =>
      retrying(attemptsOf(fetcher), policy, context, (attempt) => fetcher.fetch(url, attempt, earlier)),
  };
}
