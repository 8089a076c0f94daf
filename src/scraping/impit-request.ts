import { createRequire } from 'node:module';
import type { Impit, ImpitOptions, ImpitResponse } from 'impit';
import { PipelineError } from '#core/pipeline-error.ts';
import { type HttpAnswer, type HttpRequest, isRedirect, readBody, type SendRequest, tooLarge } from './http-request.ts';
import { impitFailure, isRefusedTunnel } from './impit-failure.ts';
import type { ConnectProxy } from './network/connect-proxy.ts';

const require = createRequire(import.meta.url);

type Library = { readonly Impit: new (options: ImpitOptions) => Impit };

/**
 * The library, when there is a build of it for this machine: it is native code, and an optional part of the
 * installation.
 *
 * @throws PipelineError `config` when there is none.
 */
export function loadImpit(): Library {
  try {
    return require('impit') as Library;
  } catch (cause) {
    const machine = `${process.platform} on ${process.arch}`;
    throw new PipelineError('config', `the fetcher "impit" cannot be loaded here (${machine})`, { cause });
  }
}

export type ImpitWay = {
  readonly impit: Impit;
  /** The client's way out. */
  readonly proxy: Pick<ConnectProxy, 'failureOf'>;
  /** Asks once more, over HTTP/1.1, where nothing tells whether an answer is whole. */
  readonly send: SendRequest;
};

/**
 * Sends one GET request as the browser that the client imitates, and reads the answer within its limit. The client
 * undoes compression by itself, while it reads: the limit is one on the decompressed body, and how long the body was
 * on the wire is only known when a Content-Length says so. Nor does the client tell the version of HTTP.
 *
 * @throws PipelineError with a network category or `too_large`. After an abort it throws whatever comes: the
 * caller knows the reason.
 */
export function sendThrough({ impit, proxy, send }: ImpitWay): SendRequest {
  return async (url, request) => {
    const answer = await exchange(url, request, impit, proxy);
    return isCertain(answer, url) ? answer : send(url, request);
  };
}

async function exchange(
  url: URL,
  request: HttpRequest,
  impit: Impit,
  proxy: Pick<ConnectProxy, 'failureOf'>,
): Promise<ImpitAnswer> {
  let response: ImpitResponse | undefined;
  // The client connects and writes in one go: nearer to the writing nobody can look.
  request.beforeWrite?.();
  try {
    const { headers, signal } = request;
    response = await impit.fetch(url, { headers: { ...headers }, signal, redirect: 'manual' });
    const head = headOf(response);
    const refused = proxy.failureOf(url, head.headers);
    if (refused !== undefined) throw refused;
    request.onHead?.(head);
    if (isRedirect(head)) return { ...head, body: new Uint8Array(), complete: true };
    if (request.longer === 'fail' && (head.wireBytes ?? 0) > request.maxBytes) throw tooLarge(request.maxBytes);
    const answer = { ...head, ...(await readBody(response.body, request)) };
    assertAllCame(answer, url);
    return answer;
  } catch (error) {
    throw (isRefusedTunnel(error) ? proxy.failureOf(url) : undefined) ?? impitFailure(error, url);
  } finally {
    // Ends the exchange when it is not yet at its end; a body that nobody reads would hold its connection.
    response?.abort();
  }
}

type ImpitAnswer = HttpAnswer & {
  /** Whether the body came in a coding, which has an end of its own. */
  readonly encoded: boolean;
};

/** The client does not compare when a stream was reset. */
function assertAllCame({ body, complete, encoded, wireBytes }: ImpitAnswer, { host }: URL): void {
  if (!complete || encoded || wireBytes === undefined || wireBytes === body.length) return;
  throw new PipelineError('protocol', `${host}: ${body.length} bytes came of ${wireBytes}`, { details: { host } });
}

/**
 * Over HTTP/2 the client takes it for the end when a stream is reset as cancelled, or without an error (hyper does, for
 * the sake of servers that stop early). Then only the end of a coding or a length tells a part from the whole. A
 * Transfer-Encoding is there over HTTP/1.1 only, and has an end, too. Of a refusal it does not matter.
 */
function isCertain({ status, body, complete, encoded, headers, wireBytes }: ImpitAnswer, { protocol }: URL): boolean {
  if (protocol === 'http:' || status >= 300 || body.length === 0 || !complete) return true;
  return encoded || wireBytes !== undefined || headers['transfer-encoding'] !== undefined;
}

/** Codings that the client undoes, when the header names just one of them, spelled so. */
const undone: ReadonlySet<string> = new Set(['gzip', 'br', 'zstd', 'deflate']);

function headOf(response: ImpitResponse): Omit<ImpitAnswer, 'body' | 'complete'> {
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) if (name !== 'set-cookie') headers[name] = value;
  const length = headers['content-length'];
  const encoded = !['', 'identity'].includes((headers['content-encoding'] ?? '').trim().toLowerCase());
  // What is left of the codings is left to be undone by us.
  if (undone.has(headers['content-encoding'] ?? '')) delete headers['content-encoding'];
  return {
    status: response.status,
    headers,
    encoded,
    setCookies: response.headers.getSetCookie(),
    ...(length === undefined ? {} : { wireBytes: Number(length) }),
  };
}
