import type { CDPSession } from 'playwright-core';
import { PipelineError } from '#core/pipeline-error.ts';
import { decompress } from '../decompress.ts';
import type { HttpAnswer } from '../http-request.ts';
import type { WatchedDocument } from './document-watch.ts';

export type DocumentAsking = {
  /** The frame whose documents are meant. */
  readonly frame: string;
  /** Called before the browser asks for a document, also for one that a redirect leads to; throws to keep it from that. */
  beforeWrite(url: URL): void;
  /** The most bytes of a document, decompressed. */
  readonly maxBytes: number;
  /**
   * Asks for a document by a client that brings it as it was sent.
   *
   * @param headers that the browser asked with; compression is for the client to ask for.
   */
  ask(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpAnswer>;
};

export type WholeDocuments = {
  /**
   * Asks for the document itself, and has the browser get that answer when it asks the next time.
   *
   * @throws PipelineError `protocol` when the answer is cut off, or as the client that asks.
   */
  askAgain(document: Pick<WatchedDocument, 'url' | 'method'>): Promise<void>;
  /** Rejects with what `beforeWrite` throws. */
  readonly withheld: Promise<never>;
};

type HeaderLine = { readonly name: string; readonly value: string };

/** An answer as the protocol takes it. */
type Fulfilment = {
  readonly responseCode: number;
  readonly binaryResponseHeaders: string;
  readonly body: string;
};

/**
 * A browser undoes compression, says nothing of a compressed body that ends too early, and shows nobody the bytes that
 * were sent. So documents are asked for without compression: that something is missing of such a body it sees. A document
 * that is compressed all the same it refuses, and then it can be given one that was asked for otherwise. Frames, scripts
 * and styles are asked for as ever.
 */
export async function wholeDocuments(session: CDPSession, asking: DocumentAsking): Promise<WholeDocuments> {
  const asked = new Map<string, Readonly<Record<string, string>>>();
  const fulfilments = new Map<string, Fulfilment>();
  const withheld = Promise.withResolvers<never>();
  withheld.promise.catch(() => undefined);
  const look = (url: string) => {
    try {
      asking.beforeWrite(new URL(url));
    } catch (error) {
      withheld.reject(error);
      throw error;
    }
  };

  session.on('Fetch.requestPaused', ({ requestId, frameId, request }) => {
    const goOn = async () => {
      if (frameId !== asking.frame) return session.send('Fetch.continueRequest', { requestId });
      const fulfilment = fulfilments.get(request.url);
      fulfilments.delete(request.url);
      if (fulfilment !== undefined) return session.send('Fetch.fulfillRequest', { requestId, ...fulfilment });
      look(request.url);
      asked.set(request.url, request.headers);
      return session.send('Fetch.continueRequest', { requestId, headers: withoutCompression(request.headers) });
    };
    // It is not to be sent; or the page has gone on to another document, or is closed, and nobody waits for this one.
    goOn().catch(() => session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(() => undefined));
  });
  await session.send('Fetch.enable', { patterns: [{ resourceType: 'Document', requestStage: 'Request' }] });

  return {
    withheld: withheld.promise,
    async askAgain({ url, method }) {
      if (method !== 'GET') {
        throw new PipelineError('protocol', `${url.host} compresses unasked, and a ${method} is not sent twice`);
      }
      const bare = withoutFragment(url);
      fulfilments.set(bare, fulfilmentOf(await asking.ask(url, asked.get(bare) ?? {}), asking.maxBytes));
    },
  };
}

/** As the protocol names a document. */
function withoutFragment(url: URL): string {
  const bare = new URL(url);
  bare.hash = '';
  return bare.href;
}

function fulfilmentOf(answer: HttpAnswer, maxBytes: number): Fulfilment {
  const body = decompress(answer.body, answer.headers['content-encoding'] ?? '', maxBytes);
  return {
    responseCode: answer.status,
    binaryResponseHeaders: headOf(answer),
    body: Buffer.from(body).toString('base64'),
  };
}

/** What is not true of the body any more, or was between two connections only. */
const dropped: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
]);

/** Header lines as the protocol takes bytes: set apart by NUL, in base64. */
function headOf({ headers, setCookies }: HttpAnswer): string {
  const kept = Object.entries(headers).filter(([name]) => !dropped.has(name));
  const lines = [...kept, ...setCookies.map((cookie) => ['set-cookie', cookie] as const)];
  return Buffer.from(lines.map(([name, value]) => `${name}: ${value}`).join('\0'), 'latin1').toString('base64');
}

/** As Chromium orders them. The protocol names them by the alphabet, and what it is given it sends in that order. */
const order: readonly string[] = [
  'sec-ch-ua',
  'sec-ch-ua-mobile',
  'sec-ch-ua-platform',
  'origin',
  'content-type',
  'upgrade-insecure-requests',
  'user-agent',
  'accept',
  'referer',
  'accept-encoding',
  'accept-language',
  'cookie',
];

function withoutCompression(headers: Readonly<Record<string, string>>): HeaderLine[] {
  const place = ({ name }: HeaderLine) => order.indexOf(name.toLowerCase());
  const lines = Object.entries({ ...headers, 'Accept-Encoding': 'identity' }).map(([name, value]) => ({ name, value }));
  return lines.toSorted((one, other) => place(one) - place(other));
}
