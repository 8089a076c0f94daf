import type { PastAttempt } from '#core/fact.ts';
import { type FailureCategory, ruleOf } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import { Park } from '#core/park.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import { pastAttempts } from '#core/retry.ts';
import type { StageContext } from '#core/stage.ts';
import { type FailedFetch, fetchCategories, mostTelling } from './fallback-rules.ts';
import type { PageFetcher } from './page-fetcher.ts';
import { attemptsOf } from './retried.ts';

/**
 * Asks one fetcher after the other until one brings the page, or fails in a way that the next would share. After
 * `needs_browser` only fetchers that run scripts are asked. An item that was delivered before goes on with the
 * fetcher that it had come to.
 *
 * @param links in order; each with retries, facts and judgement of its own around it.
 * @param goesOn the categories after which the next is asked.
 * @throws PipelineError the failure that tells the most (`mostTelling`); when several fetchers failed, its details
 * name each of them with what it ended in, under `fetchers`.
 */
export function fallback(links: readonly PageFetcher[], goesOn: ReadonlySet<FailureCategory>): PageFetcher {
  return {
    name: links.map(({ name }) => name).join(','),
    async fetch(url, context, earlier) {
      const { failed, remaining } = whereItWas(links, goesOn, context);
      for (const link of remaining) {
        const before = failed.at(-1);
        if (before?.failure.category === 'needs_browser' && link.runsScripts !== true) continue;
        if (before !== undefined) {
          context.event('fallback', { from: before.fetcher, to: link.name, reason: before.failure.category });
        }
        try {
          const page = await link.fetch(url, context, earlier);
          context.note({ fetcher: link.name });
          return page;
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

type Whereabouts = { readonly failed: FailedFetch[]; readonly remaining: readonly PageFetcher[] };

/** A fetcher that was not done with its retries is asked again; one that was, only when there is no other. */
function whereItWas(
  links: readonly PageFetcher[],
  goesOn: ReadonlySet<FailureCategory>,
  context: StageContext,
): Whereabouts {
  const last = pastAttempts({ kind: 'fetch' }, context).at(-1);
  const current = links.findIndex(({ name }) => name === last?.attributes['fetcher']);
  if (last === undefined || current === -1) return { failed: [], remaining: links };
  const isDone = last.outcome !== 'ok' && ruleOf(last.outcome).retry === 'never' && goesOn.has(last.outcome);
  const next = isDone && current + 1 < links.length ? current + 1 : current;
  const failed = links.slice(0, next).flatMap((link) => {
    const attempt = pastAttempts(attemptsOf(link), context).at(-1);
    return attempt === undefined || attempt.outcome === 'ok' ? [] : [remembered(link, attempt, attempt.outcome)];
  });
  return { failed, remaining: links.slice(next) };
}

/** What is left of a failure in the fact of its attempt. */
function remembered(link: PageFetcher, { attributes }: PastAttempt, category: FailureCategory): FailedFetch {
  const kept = ['status', 'vendor', 'snapshot', 'service'].flatMap((name) => {
    const value = attributes[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const failure = new PipelineError(category, ruleOf(category).meaning, { details: Object.fromEntries(kept) });
  return { fetcher: link.name, failure };
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
