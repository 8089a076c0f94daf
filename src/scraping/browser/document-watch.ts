import type { CDPSession, Page } from 'playwright-core';
import { PipelineError } from '#core/pipeline-error.ts';
import { type AnswerHead, tooLarge } from '../http-request.ts';

/** The document that a page shows, or is about to: the newest that its main frame was sent to. */
export type WatchedDocument = {
  /** As the browser calls the request. */
  readonly id: string;
  readonly method: string;
  url: URL;
  redirects: number;
  status?: number;
  /** The last answer on the wire: a redirect that the browser did not follow, or one that it has nothing to show for. */
  lastAnswer?: { readonly status: number; readonly headers: Readonly<Record<string, string>> };
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** As the browser takes it to be. */
  mimeType: string;
  protocol: string;
  /** Bytes after decompression, so far. */
  size: number;
  /** Settled when nothing more of it comes: the browser's name of the error, if it broke off. */
  readonly ended: Promise<string | undefined>;
};

export function isHtml({ mimeType }: Pick<WatchedDocument, 'mimeType'>): boolean {
  return mimeType === 'text/html' || mimeType === 'application/xhtml+xml';
}

export type DocumentWatch = {
  current(): WatchedDocument | undefined;
  /** The body of the current document as it was sent, decompressed; for what is not HTML. */
  body(): Promise<Uint8Array>;
  /** Rejects when a limit is passed. */
  readonly failed: Promise<never>;
  /** What is watched: the connection to the browser, and the frame there. */
  readonly session: CDPSession;
  readonly frame: string;
};

export type Watching = {
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** Called as soon as the headers of a document are there. */
  readonly onHead: (head: AnswerHead) => void;
};

/** Scripts, styles and data of a page may come to so many times the size of the largest document. */
const resourcesFactor = 5;

/** Watches what a page loads, through the DevTools protocol: the driver alone does not see what breaks off. */
export async function watchDocument(page: Page, { maxBytes, maxRedirects, onHead }: Watching): Promise<DocumentWatch> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const mainFrame = frameTree.frame.id;
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  let current: WatchedDocument | undefined;
  let end: (error?: string) => void = () => undefined;
  let total = 0;

  session.on('Network.requestWillBeSent', ({ requestId, loaderId, frameId, request, redirectResponse }) => {
    const url = URL.parse(request.url);
    if (frameId !== mainFrame || requestId !== loaderId || url === null) return;
    if (current?.id === requestId && redirectResponse !== undefined) {
      current.redirects += 1;
      current.url = url;
      if (current.redirects > maxRedirects) {
        failed.reject(new PipelineError('redirect', `more than ${maxRedirects} redirects, the last to ${url.host}`));
      }
      return;
    }
    // Of the document that it replaces nothing more comes.
    end();
    const ended = Promise.withResolvers<string | undefined>();
    end = ended.resolve;
    current = begun({ id: requestId, method: request.method, url, ended: ended.promise });
  });
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (current?.id !== requestId) return;
    current.status = response.status;
    current.headers = lowerCased(response.headers);
    onHead({ status: response.status, headers: current.headers });
    current.mimeType = response.mimeType;
    current.protocol = response.protocol ?? '';
    if (Number(current.headers['content-length'] ?? 0) > maxBytes) failed.reject(tooLarge(maxBytes));
  });
  session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode, headers }) => {
    if (current?.id === requestId) current.lastAnswer = { status: statusCode, headers: lowerCased(headers) };
  });
  session.on('Network.dataReceived', ({ requestId, dataLength }) => {
    // Chromium's own page about a failure, which goes by the name of the document that failed.
    if (current?.id === requestId && current.status === undefined) return;
    total += dataLength;
    if (current?.id === requestId) current.size += dataLength;
    if ((current?.size ?? 0) > maxBytes || total > resourcesFactor * maxBytes) failed.reject(tooLarge(maxBytes));
  });
  session.on('Network.loadingFinished', ({ requestId }) => {
    if (current?.id === requestId) end();
  });
  session.on('Network.loadingFailed', ({ requestId, errorText }) => {
    if (current?.id === requestId) end(errorText);
  });
  page.on('crash', () => failed.reject(new PipelineError('too_large', 'the page needs more memory than a page gets')));
  await session.send('Network.enable');

  return {
    current: () => current,
    failed: failed.promise,
    session,
    frame: mainFrame,
    body: () => bodyOf(session, current?.id ?? ''),
  };
}

function begun(of: Pick<WatchedDocument, 'id' | 'method' | 'url' | 'ended'>): WatchedDocument {
  return { ...of, redirects: 0, headers: {}, mimeType: '', protocol: '', size: 0 };
}

async function bodyOf(session: CDPSession, requestId: string): Promise<Uint8Array> {
  const { body, base64Encoded } = await session.send('Network.getResponseBody', { requestId });
  return Buffer.from(body, base64Encoded ? 'base64' : 'utf8');
}

/** The protocol sets the values of a header that was sent several times apart by line breaks. */
function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.replaceAll('\n', ', ')]),
  );
}
