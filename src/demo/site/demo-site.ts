import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import { type FaultRate, knownFaults } from '../fault-rate.ts';
import { type Latency, latencyOf } from '../latency.ts';
import { type Answer, textAnswer } from './answer.ts';
import { usualFaults } from './chance.ts';
import { type FaultName, faultNames } from './faults.ts';
import type { Surroundings } from './faults/fault.ts';
import { listen } from './listen.ts';
import { type DemoRequest, requestLog } from './request-log.ts';
import { demoRoutes } from './routes.ts';
import { type DemoRow, demoRows } from './rows.ts';
import { secureServer } from './secure-server.ts';
import { breakages } from './wire.ts';

export type DemoSiteSettings = {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host?: string;
  /** What passes before every answer, as if the site were far away; a number of milliseconds is always the same. */
  readonly latency?: number | Latency;
  /** Lets pages without a fault meet one now and then; which, when none are named, is any that a run gets over soon. */
  readonly faults?: Pick<FaultRate, 'rate'> & Partial<FaultRate>;
  /** Rows for all faults, those included that cost a run its whole deadline or ask a name server. */
  readonly allFaults?: boolean;
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
  const { port, host = '127.0.0.1', allFaults = false, sleep = sleepInRealTime } = settings;
  const chance = faultRate(settings.faults);
  const latency = latencyFrom(settings.latency);
  const server = createServer({ keepAliveTimeout: keepAlive });
  const origin = await listen(server, port, host);
  const log = requestLog();
  const neighbour = secureServer(host);
  const site: Surroundings = { host: new URL(origin).hostname, secureOrigin: neighbour.origin, now: Date.now };
  const reply = demoRoutes(origin, site, chance);
  const closing = new AbortController();

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', origin);
    if (url === null) return send(request, response, textAnswer('text/plain', 'Bad request', { status: 400 }));
    const nth = log.add(request.method ?? 'GET', url.pathname, url.search);
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(request, response, onlyReading);
    const answer = await reply({ path: url.pathname, query: url.search, nth });
    const far = latencyOf(latency, chance.seed, url.pathname, nth);
    const wait = far + (typeof answer === 'string' ? 0 : (answer.delay ?? 0));
    if (wait > 0) await sleep(wait, closing.signal);
    if (typeof answer === 'string') breakages[answer](response);
    else if (answer.pause === undefined) send(request, response, answer);
    else await sendInHalves(response, answer, (pause) => sleep(pause, closing.signal));
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
    rows: demoRows(origin, { all: allFaults }),
    requests: log.latest,
    counts: log.counts,
    close() {
      closing.abort();
      neighbour.close();
      return (closed ??= end(server));
    },
  };
}

const onlyReading = textAnswer('text/plain', 'Only GET and HEAD', { status: 405, headers: { allow: 'GET, HEAD' } });

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status, headers, body, gzipped } = answer;
  const etag = answer.etag?.();
  if (etag !== undefined && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const compressed = gzipped !== undefined && acceptsGzip(request.headers['accept-encoding']);
  const bytes = compressed ? gzipped() : body;
  response.writeHead(status, {
    ...headers,
    ...(etag !== undefined && { etag }),
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

async function sendInHalves(
  response: ServerResponse,
  { status, headers, body, pause = 0 }: Answer,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const half = body.byteLength >> 1;
  response.writeHead(status, { ...headers, 'content-length': body.byteLength });
  response.write(body.subarray(0, half));
  await sleep(pause);
  response.end(body.subarray(half));
}

function faultRate(
  { rate, kinds, seed = 1 }: NonNullable<DemoSiteSettings['faults']> = { rate: 0 },
): FaultRate<FaultName> {
  return { rate, seed, kinds: kinds === undefined ? usualFaults : knownFaults(kinds, faultNames, 'demo.faults') };
}

function latencyFrom(latency: number | Latency = 0): Latency {
  return typeof latency === 'number' ? { median: latency, spread: 0 } : latency;
}

function end(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
