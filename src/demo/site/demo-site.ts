import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import { type Answer, textAnswer } from './answer.ts';
import { listen } from './listen.ts';
import { type DemoRequest, requestLog } from './request-log.ts';
import { demoRoutes } from './routes.ts';
import { type DemoRow, demoRows } from './rows.ts';

export type DemoSiteSettings = {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host?: string;
  /** Milliseconds before every answer, as if the site were far away. */
  readonly latency?: number;
  /** Adds the row of the page that never answers. It costs a run its whole deadline. */
  readonly withTimeout?: boolean;
  /** How the site waits where a page is meant to be slow; tests pass one that does not. */
  readonly sleep?: Clock['sleep'];
};

export type DemoSite = {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly rows: readonly DemoRow[];
  /** The latest 1,000 requests, oldest first. */
  requests(): readonly DemoRequest[];
  /** How often each path (without its query) was asked for. All generated pages count as `/generated`. */
  counts(): ReadonlyMap<string, number>;
  /** Stops listening and ends all open connections. */
  close(): Promise<void>;
};

/** Milliseconds an idle connection is kept: longer than clients keep theirs, so that it is they who end it. */
const keepAlive = 65_000;

const sleepInRealTime: Clock['sleep'] = async (milliseconds, signal) => {
  await sleepFor(milliseconds, undefined, signal === undefined ? {} : { signal });
};

/**
 * Serves the demonstration catalogue, faults and all, until closed.
 *
 * @throws PipelineError `config` when the address cannot be used.
 */
export async function startDemoSite(settings: DemoSiteSettings): Promise<DemoSite> {
  const { port, host = '127.0.0.1', latency = 0, withTimeout = false, sleep = sleepInRealTime } = settings;
  const server = createServer({ keepAliveTimeout: keepAlive });
  const origin = await listen(server, port, host);
  const log = requestLog();
  const reply = demoRoutes(origin);
  const closing = new AbortController();

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', origin);
    if (url === null) return send(request, response, textAnswer('text/plain', 'Bad request', { status: 400 }));
    const nth = log.add(request.method ?? 'GET', url.pathname, url.search);
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(request, response, onlyReading);
    const answer = reply({ path: url.pathname, query: url.search, nth });
    if (answer === 'never') return;
    const wait = latency + (answer === 'reset' ? 0 : (answer.delay ?? 0));
    if (wait > 0) await sleep(wait, closing.signal);
    if (answer === 'reset') breakOff(response);
    else send(request, response, answer);
  };

  server.on('request', (request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (closing.signal.aborted || response.headersSent) response.destroy();
      else
        send(
          request,
          response,
          textAnswer('text/plain; charset=utf-8', `A bug in the demo site: ${String(error)}`, { status: 500 }),
        );
    });
  });

  let closed: Promise<void> | undefined;
  return {
    origin,
    rows: demoRows(origin, { withTimeout }),
    requests: log.latest,
    counts: log.counts,
    close() {
      closing.abort();
      return (closed ??= end(server));
    },
  };
}

const onlyReading = textAnswer('text/plain', 'Only GET and HEAD', { status: 405, headers: { allow: 'GET, HEAD' } });

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body, gzipped }: Answer): void {
  const compressed = gzipped !== undefined && acceptsGzip(request.headers['accept-encoding']);
  const bytes = compressed ? gzipped() : body;
  response.writeHead(status, {
    ...headers,
    ...(gzipped && { vary: 'accept-encoding' }),
    ...(compressed && { 'content-encoding': 'gzip' }),
    'content-length': bytes.byteLength,
  });
  response.end(bytes);
}

/** RFC 9110, section 12.5.3: a weight of 0 means "not acceptable". */
function acceptsGzip(header: string | string[] | undefined): boolean {
  const codings = String(header ?? '').split(',');
  return codings.some((coding) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding));
}

/** Promises more than it sends, and then resets the connection. */
function breakOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': 5000 });
  response.write('<!doctype html><title>Unfinished', () => response.socket?.resetAndDestroy());
}

function end(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
