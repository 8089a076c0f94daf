import type { Page as BrowserPage } from 'playwright-core';
import { PipelineError } from '#core/pipeline-error.ts';
import { networkErrorName } from './browser-failure.ts';
import type { DocumentWatch, WatchedDocument } from './document-watch.ts';
import type { WholeDocuments } from './whole-documents.ts';

export type Journey = {
  readonly watch: DocumentWatch;
  readonly documents: WholeDocuments;
  /** Milliseconds until an answer has begun. */
  readonly firstByteTimeout: number;
  /** Milliseconds that scripts may go on loading after the document is there. */
  readonly settle: number;
};

/** Documents that are asked for again for one page: its scripts may go from one to the next. */
const mostAgain = 3;

/**
 * Goes to a document, and waits until it is there in full.
 *
 * @returns how many redirects led to a document that had to be asked for again, besides those of the one that it came to.
 * @throws Error with Chromium's name of the error when there is no document, or it broke off; PipelineError as
 * `WholeDocuments.askAgain`.
 */
export async function arrive(page: BrowserPage, url: URL, journey: Journey): Promise<number> {
  let redirects = 0;
  let compressed = await go(page, url, journey);
  for (let again = 1; compressed !== undefined; again += 1) {
    if (again > mostAgain)
      throw new PipelineError('protocol', `${url.host} compresses one document after another unasked`);
    redirects += compressed.redirects;
    await journey.documents.askAgain(compressed);
    compressed = await go(page, compressed.url, journey);
  }
  return redirects;
}

/** What Chromium says of a document that is compressed although it was asked for without, in a way that it knows. */
const compressedUnasked = 'ERR_CONTENT_DECODING_FAILED';

/** @returns the document that it came to, if that one is compressed. */
async function go(page: BrowserPage, url: URL, journey: Journey): Promise<WatchedDocument | undefined> {
  const { watch, firstByteTimeout, settle } = journey;
  try {
    await page.goto(url.href, { waitUntil: 'commit', timeout: firstByteTimeout });
    await settled(page, watch, settle);
  } catch (error) {
    if (networkErrorName(String(error)) !== compressedUnasked) throw error;
    // It is about to show a page of its own about that, which would come in between.
    await page.waitForURL(/^chrome-error:/, { waitUntil: 'commit', timeout: firstByteTimeout });
    return watch.current();
  }
  const document = watch.current();
  return document !== undefined && document.size > 0 && isCompressed(document) ? document : undefined;
}

function isCompressed({ headers }: WatchedDocument): boolean {
  return !['', 'identity'].includes((headers['content-encoding'] ?? '').trim().toLowerCase());
}

/**
 * Waits until the document is there in full, and for scripts to be done with loading, or to have had their time. The
 * scripts may have gone to another document; then for that one.
 */
async function settled(page: BrowserPage, watch: DocumentWatch, settle: number): Promise<void> {
  await complete(watch);
  const idle = page.waitForLoadState('networkidle', { timeout: settle });
  // A page that never comes to rest is taken as it is then.
  await idle.catch(() => undefined);
  await complete(watch);
}

async function complete(watch: DocumentWatch): Promise<void> {
  for (let document = watch.current(); ; document = watch.current()) {
    const error = await document?.ended;
    if (watch.current() !== document) continue;
    if (error !== undefined) throw new Error(error);
    return;
  }
}
