import { PipelineError } from '#core/pipeline-error.ts';
import { type DocumentWatch, isHtml, type WatchedDocument } from './document-watch.ts';

/** What browsers undo. An encoding that they do not know they leave as it is, and say nothing. */
const known: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'identity']);

/**
 * Chromium takes a compressed stream that ends too early for whole, whatever the coding. So of a page that came in one,
 * the end must be seen: what cannot be told to be whole does not pass for a page.
 *
 * @throws PipelineError `protocol`
 */
export async function assertWhole(document: WatchedDocument, watch: DocumentWatch): Promise<void> {
  const codings = (document.headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '');
  const unknown = codings.find((coding) => !known.has(coding));
  if (unknown !== undefined) throw damaged(document, `has an unknown content encoding, "${unknown}"`);
  if (codings.every((coding) => coding === 'identity') || !isHtml(document)) return;
  const source = new TextDecoder('latin1').decode(await watch.body());
  // Pages may leave the end tags out; one that did not even begin in full has none to leave out.
  if (/<(html|body)[\s>]/i.test(source) && !/<\/(html|body)\s*>/i.test(source)) {
    throw damaged(document, 'has no end; it may have been cut off, which a browser cannot tell');
  }
}

function damaged({ url }: WatchedDocument, what: string): PipelineError {
  return new PipelineError('protocol', `${url.host}: the body ${what}`, { details: { host: url.host } });
}
