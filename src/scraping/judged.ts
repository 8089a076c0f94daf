import type { BlobStore } from '#core/blob-store.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Page } from './page.ts';
import type { PageFetcher } from './page-fetcher.ts';
import type { Refusal } from './refusal.ts';
import { judge } from './verdict.ts';

/**
 * Lets only pages through that are the page that was asked for. What was answered instead is kept as a
 * snapshot, so that the refusal can be looked at.
 *
 * @throws PipelineError of the verdict's category; its details hold the evidence with what corroborates it,
 * the confidence, the vendor, the status, the final URL, and the blob address of the body when there was one.
 */
export function judged(fetcher: PageFetcher, blobs: BlobStore): PageFetcher {
  return {
    ...fetcher,
    async fetch(url, context, earlier) {
      const page = await fetcher.fetch(url, context, earlier);
      if (page.status === 304 && earlier !== undefined) return page;
      const verdict = judge(page);
      if (verdict.ok) return page;
      const { category, evidence, corroboration, confidence, vendor } = verdict;
      const by = { confidence, ...(vendor === undefined ? {} : { vendor }) };
      context.event('refused', {
        category,
        ...by,
        evidence: evidence.join('; '),
        corroboration: corroboration.join('; '),
      });
      const snapshot = page.body.length === 0 ? undefined : await blobs.put(page.body);
      context.note({ ...by, ...(snapshot === undefined ? {} : { snapshot }) });
      throw failure(verdict, page, snapshot);
    },
  };
}

function failure(verdict: Refusal, page: Page, snapshot: string | undefined): PipelineError {
  const { category, message, evidence, corroboration, confidence, vendor, retryAfter } = verdict;
  return new PipelineError(category, message, {
    details: {
      status: page.status,
      finalUrl: page.finalUrl,
      confidence,
      evidence,
      corroboration,
      ...(vendor === undefined ? {} : { vendor }),
      ...(snapshot === undefined ? {} : { snapshot }),
    },
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}
