import type { Stage } from '#core/stage.ts';
import { decodeHtml } from '#html/decode.ts';
import type { Document } from '#html/document.ts';
import { reduceHtml } from '#html/reduce.ts';
import { readResults, resultsContentType } from '#html/results.ts';
import type { Page } from '#scraping/page.ts';

/** A page reduced to a document, and when and where it came from. */
export type Reading = { readonly document: Document; readonly sourceUrl: string; readonly fetchedAt: number };

/** Reduces the page to what matters. A matter of milliseconds, so a resumed item simply does it again. */
export function htmlProcessing(): Stage<Page, Reading> {
  return {
    name: 'html_processing',
    run: async (page, context) => {
      const text = decodeHtml(page.body, page.headers['content-type']);
      const document = readDocument(page, text);
      context.note({ html_characters: text.length, document_tokens: document.tokenEstimate });
      return { document, sourceUrl: page.url, fetchedAt: page.fetchedAt };
    },
  };
}

function readDocument({ finalUrl, headers }: Page, text: string): Document {
  if (headers['content-type'] === resultsContentType) return readResults(finalUrl, text);
  const contentLanguage = headers['content-language'];
  return reduceHtml({ url: finalUrl, html: text, ...(contentLanguage === undefined ? {} : { contentLanguage }) });
}
