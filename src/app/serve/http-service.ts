import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { PipelineError } from '#core/pipeline-error.ts';

export type Answer = { readonly status: number; readonly contentType: string; readonly text: string };

export type Route = {
  /** Whether it is only for those who have the token, if there is one. */
  readonly guarded: boolean;
  /** What it throws is answered with 503 and told to `complain`. */
  answer(request: IncomingMessage): Promise<Answer>;
};

export type ServiceSettings = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly token: string | undefined;
  /** By path. All of them take GET and HEAD. */
  readonly routes: Readonly<Record<string, Route>>;
  readonly complain: (error: unknown) => void;
};

export type HttpService = { readonly origin: string; close(): Promise<void> };

const longestUrl = 2_048;
/** Milliseconds that requests under way have left when the service is to end. */
const grace = 2_000;

export const plainText = (status: number, text: string): Answer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  text: `${text}\n`,
});

/** @throws PipelineError `config` when the address cannot be listened on. */
export async function startHttpService(settings: ServiceSettings): Promise<HttpService> {
  const server = createServer({ maxHeaderSize: 8_192, requestTimeout: 10_000, headersTimeout: 5_000 });
  server.maxConnections = 64;
  server.timeout = 30_000;
  // Longer than the minute that collectors may leave between two requests over one connection.
  server.keepAliveTimeout = 75_000;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // Whatever a request brings besides its head is of no interest.
    request.resume();
    void answerTo(request, settings).then((answer) => send(request, response, answer));
    response.on('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
  });
  const origin = await listen(server, settings);
  return { origin, close: () => close(server) };
}

async function answerTo(request: IncomingMessage, { routes, token, complain }: ServiceSettings): Promise<Answer> {
  const { url = '', method = '' } = request;
  if (url.length > longestUrl) return plainText(414, 'the address is too long');
  const path = url.split('?', 1)[0] ?? '';
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (route === undefined) return plainText(404, 'there is nothing here');
  if (method !== 'GET' && method !== 'HEAD') return plainText(405, 'only GET and HEAD are answered');
  if (route.guarded && !isAllowed(request, token)) return plainText(401, 'a bearer token is needed');
  try {
    return await route.answer(request);
  } catch (error) {
    complain(error);
    // Not what it says of files and folders: whoever asks may be anybody.
    return plainText(503, 'not available right now; the service itself says why');
  }
}

function isAllowed({ headers }: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return true;
  const given = /^Bearer +(\S+)$/iu.exec(headers.authorization ?? '')?.[1];
  // Hashes are of one length, and take the same time to compare however much of them is equal.
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(hash(given), hash(token));
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, contentType, text }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(method === 'HEAD' ? undefined : text);
}

async function listen(server: Server, { host, port }: ServiceSettings): Promise<string> {
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (cause) {
    throw new PipelineError('config', reason(cause, host, port), { cause });
  }
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
}

function reason(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const another = 'choose another with --port (0 picks a free one)';
  if (code === 'EADDRINUSE') return `serve.port: port ${port} on ${host} is already in use; ${another}`;
  if (code === 'EACCES') return `serve.port: port ${port} may not be used by this user; ${another}`;
  return `serve.host: cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}`;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const patience = setTimeout(() => server.closeAllConnections(), grace);
  await closed;
  clearTimeout(patience);
}
