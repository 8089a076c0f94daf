import type { FailureCategory } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import { Park } from '#core/park.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import { type FailedFetch, fetchCategories, mostTelling } from './fallback-rules.ts';
import type { PageFetcher, PageSource } from './page-fetcher.ts';

/**
 * Asks one fetcher after the other until one brings the page, or fails in a way that the next would share. After
 * `needs_browser` only fetchers that run scripts are asked. An item that was delivered before goes on with the
 * fetcher that it had come to, because those before it remember that they have given up (`retried`).
 *
 * @param links in order; each with retries, facts and judgement of its own around it.
 * @param goesOn the categories after which the next is asked.
 * @throws PipelineError the failure that tells the most (`mostTelling`); when several fetchers failed, its details
 * name each of them with what it ended in, under `fetchers`.
 */
export function fallback(links: readonly PageFetcher[], goesOn: ReadonlySet<FailureCategory>): PageSource {
  return {
    name: links.map(({ name }) => name).join(','),
    async fetch(url, context, earlier) {
      const failed: FailedFetch[] = [];
      for (const link of links) {
        const before = failed.at(-1);
        if (before?.failure.category === 'needs_browser' && !link.observes.scripts) continue;
        if (before !== undefined) {
          context.event('fallback', { from: before.fetcher, to: link.name, reason: before.failure.category });
        }
        try {
          return await link.fetch(url, context, earlier);
        } catch (error) {
          if (error instanceof Park || context.signal.aborted) throw error;
          const failure = toPipelineError(error);
          if (!fetchCategories.has(failure.category)) throw failure;
          failed.push({ fetcher: link.name, failure });
          if (!goesOn.has(failure.category)) break;
        }
      }
      throw summedUp(failed);
    },
  };
}

function summedUp(failed: readonly FailedFetch[]): PipelineError {
  const most = mostTelling(failed);
  if (most === undefined) return new PipelineError('config', 'there is no fetcher to ask');
  const { category, message, details } = most.failure;
  if (failed.length === 1) return most.failure;
  const fetchers = failed.map(({ fetcher, failure }): Json => {
    const { status, vendor, service, snapshot } = failure.details;
    const about = { status, vendor, service, snapshot };
    const known = Object.entries(about).filter((entry): entry is [string, Json] => entry[1] !== undefined);
    return { fetcher, category: failure.category, message: failure.message, ...Object.fromEntries(known) };
  });
  return new PipelineError(category, message, {
    details: { ...details, fetcher: most.fetcher, fetchers },
    cause: most.failure,
  });
}
