import type { ClientRequest, IncomingMessage } from 'node:http';
import { gotScraping } from 'got-scraping';
import { PipelineError } from '#core/pipeline-error.ts';
import { browserAgents } from './browser-agent.ts';
import type { Dial } from './network/dial.ts';
import { networkFailure } from './network-failure.ts';

export type HttpRequest = {
  readonly headers: Readonly<Record<string, string>>;
  /** The most bytes of a body, as they come over the wire. */
  readonly maxBytes: number;
  /** What to do with a longer body: `fail` with `too_large`, or `stop` reading and keep the beginning. */
  readonly longer: 'fail' | 'stop';
  readonly signal: AbortSignal;
  /** Called right before the request is written, redirects apart; what it throws, `send` throws, and nothing is written. */
  readonly beforeWrite?: () => void;
  /** Called as soon as the headers of the answer are there. */
  readonly onHead?: (head: AnswerHead) => void;
};

/** What an answer begins with. Headers by lower-case name. */
export type AnswerHead = { readonly status: number; readonly headers: Readonly<Record<string, string>> };

/** Its headers are without `set-cookie`. */
export type HttpAnswer = AnswerHead & {
  readonly setCookies: readonly string[];
  /** Compressed as the Content-Encoding among the headers says. Empty for a redirect: its body is not read. */
  readonly body: Uint8Array;
  /** False when reading was stopped at the limit. */
  readonly complete: boolean;
  /** How long the body was as sent; absent when the client does not tell. */
  readonly wireBytes?: number;
  readonly httpVersion?: string;
};

/** One request and its answer, nothing followed, nothing repeated, no cookies of its own. */
export type SendRequest = (url: URL, request: HttpRequest) => Promise<HttpAnswer>;

/** Bytes: all headers of an answer together. */
export const mostHeaderBytes = 64 * 1_024;

/**
 * Sends GET requests through got-scraping and reads the answers within their limits. No redirect, no retry, no
 * cookies of its own, certificates verified; connections are opened with the dial.
 *
 * @returns throws PipelineError with a network category, `forbidden_address` or `too_large`. After an abort it
 * throws whatever comes: the caller knows the reason.
 */
export function sendWith(dial: Dial, maxHeaderBytes: number = mostHeaderBytes): SendRequest {
  const agentsFor = browserAgents(dial);
  return async (url, request) => {
    try {
      return await exchange(url, request, { agent: agentsFor(request.signal), maxHeaderSize: maxHeaderBytes });
    } catch (error) {
      throw networkFailure(error, url);
    }
  };
}

type Connecting = { readonly agent: ReturnType<ReturnType<typeof browserAgents>>; readonly maxHeaderSize: number };

async function exchange(url: URL, request: HttpRequest, connecting: Connecting): Promise<HttpAnswer> {
  const stream = gotScraping.stream(url, { ...safeOptions(request), ...connecting });
  stream.once('request', (outgoing: ClientRequest) => accompany(outgoing, request));
  // Errors are seen through the promise and the loop below; one that comes after them has no one to tell.
  stream.on('error', () => undefined);
  const response = await new Promise<ResponseHead>((resolve, reject) => {
    stream.once('response', resolve);
    stream.once('error', reject);
  });
  const { 'set-cookie': setCookies = [], ...headers } = response.headers;
  const head = {
    status: response.statusCode,
    headers: joined(headers),
    setCookies,
    httpVersion: response.httpVersion,
  };
  if (isRedirect(head)) {
    // Costs the connection, but a redirect may carry a body without end.
    stream.destroy();
    return { ...head, body: new Uint8Array(), complete: true };
  }
  const declared = Number(head.headers['content-length'] ?? 0);
  if (request.longer === 'fail' && declared > request.maxBytes) {
    stream.destroy();
    throw tooLarge(request.maxBytes);
  }
  const { body, complete } = await readBody(stream, request);
  return { ...head, body, complete, wireBytes: body.length };
}

/**
 * Calls the request's hooks at the very time: the client is not to be waited for, which takes turns of the loop between
 * a head and its own event. Node gives a request its connection, and writes it as soon as it has told so.
 */
function accompany(outgoing: ClientRequest, { beforeWrite, onHead }: HttpRequest): void {
  outgoing.once('socket', () => {
    try {
      beforeWrite?.();
    } catch (error) {
      // With its connection, to which Node would write otherwise.
      outgoing.destroy(error as Error);
    }
  });
  outgoing.once('response', ({ statusCode = 0, headers }: IncomingMessage) =>
    onHead?.({ status: statusCode, headers: joined(headers) }),
  );
}

type ResponseHead = {
  readonly statusCode: number;
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>> & { readonly 'set-cookie'?: string[] };
};

/** Takes the default away; the client's types know no word for that. */
const noTimeout = { request: undefined } as object as { request?: number };

/**
 * got-scraping's defaults are for getting through at any price (no verification of certificates, a lenient
 * parser); these are for results that can be trusted.
 *
 * HTTP/1.1 only. For HTTP/2 the client would first open a connection to see what the server speaks, and that
 * probe does not verify certificates, ignores a custom resolver, cannot be aborted, and when the server never
 * answers it blocks every later request to the host. Its header generator probes the same way, so the
 * generator is called by us instead (browser-headers.ts). HTTP/2 would also cost twice the CPU.
 */
function safeOptions(request: HttpRequest) {
  return {
    headers: request.headers,
    signal: request.signal,
    http2: false,
    useHeaderGenerator: false,
    insecureHTTPParser: false,
    https: { rejectUnauthorized: true },
    // The client's own timer keeps bodies in memory until it runs out; the caller's signal is the deadline.
    timeout: noTimeout,
    retry: { limit: 0 },
    throwHttpErrors: false,
    followRedirect: false,
    decompress: false,
  };
}

/** Reads up to the limit. @throws PipelineError `too_large`, when a longer body is to fail. */
export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  request: Pick<HttpRequest, 'maxBytes' | 'longer'>,
): Promise<Pick<HttpAnswer, 'body' | 'complete'>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > request.maxBytes) {
      if (request.longer === 'fail') throw tooLarge(request.maxBytes);
      return { body: Buffer.concat(chunks, request.maxBytes), complete: false };
    }
  }
  return { body: Buffer.concat(chunks, size), complete: true };
}

/** Whether the answer sends us elsewhere. */
export function isRedirect(answer: Pick<HttpAnswer, 'status' | 'headers'>): boolean {
  return [301, 302, 303, 307, 308].includes(answer.status) && answer.headers['location'] !== undefined;
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return result;
}

export function tooLarge(maxBytes: number): PipelineError {
  return new PipelineError('too_large', `the page is larger than ${maxBytes} bytes`);
}
