import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gotFetcher } from '#scraping/got-fetcher.ts';
import { type HttpRequest, sendWith } from '#scraping/http-request.ts';
import { judged } from '#scraping/judged.ts';
import type { Dial } from '#scraping/network/dial.ts';
import { observed } from '#scraping/observed.ts';
import { hostWishes } from '#scraping/politeness/host-wishes.ts';
import { politeHosts } from '#scraping/politeness/hosts.ts';
import { polite } from '#scraping/politeness/polite.ts';
import { retried } from '#scraping/retried.ts';
import { memoryBlobStore } from '../fakes/blob-store.ts';
import { fakeContext } from '../fakes/context.ts';
import { recordingObserver } from '../fakes/observer.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { noSessions, openDial } from '../fixtures/ways-out.ts';

const request = (changed: Partial<HttpRequest> = {}): HttpRequest => ({
  headers: {},
  maxBytes: 100_000,
  longer: 'fail',
  signal: new AbortController().signal,
  ...changed,
});
const settled = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

/** Connects, and hands the second connection over only when it is told to. */
function heldUp() {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let connections = 0;
  const dial: Dial = async (target, signal) => {
    const socket = await openDial(target, signal);
    connections += 1;
    if (connections !== 2) return socket;
    reached.resolve();
    await gate.promise;
    return socket;
  };
  return { dial, reached: reached.promise, open: gate.resolve };
}

let server: HostileServer;
/** The answers to `/refused` that are not yet given. */
const refusals: (() => void)[] = [];
beforeAll(async () => {
  server = await startHostileServer({
    '/refused': (response) =>
      void refusals.push(() => response.writeHead(429, { 'retry-after': '30' }).end('<h1>Slow down</h1>')),
  });
});
afterAll(() => server.close());

test('what is thrown before a request is written is thrown by `send`, and another goes out', async () => {
  const send = sendWith(openDial);
  const before = server.requests.length;
  const unwanted = new Error('not wanted', { cause: 'a test' });
  const beforeWrite = () => {
    throw unwanted;
  };
  // By a new connection, and by one that was used before.
  expect(await settled(send(server.url('/fine'), request({ beforeWrite })))).toMatchObject({ cause: unwanted });
  expect(await send(server.url('/fine'), request())).toMatchObject({ status: 200 });
  expect(await settled(send(server.url('/fine'), request({ beforeWrite })))).toMatchObject({ cause: unwanted });
  expect(await send(server.url('/fine'), request())).toMatchObject({ status: 200 });
  expect(server.requests.length - before).toBe(2);
});

test('a page that was let through, and whose connection stands after the host asked for time, is not asked for', async () => {
  const { dial, reached, open } = heldUp();
  const hosts = politeHosts({ concurrency: 2, interval: 0, adapts: true }, realClock.now);
  const limits = { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 100_000, maxRedirects: 3 };
  const wishes = hostWishes(hosts, realClock.now);
  const fetcher = gotFetcher(limits, { dial, sessions: noSessions, wishes });
  const observer = recordingObserver();
  const attempts = observed(judged(fetcher, memoryBlobStore()), observer, 'fetch');
  const whole = retried(polite(attempts, hosts, undefined, 'ignore'), {
    retries: 2,
    base: 100,
    cap: 1_000,
    patience: 60_000,
    longestWaitInPlace: 5_000,
  });
  const before = server.requests.length;
  const fetchOne = (path: string) => {
    const context = fakeContext({ clock: realClock });
    return { context, outcome: settled(whole.fetch(server.url(path), context)) };
  };

  const refused = fetchOne('/refused');
  await expect.poll(() => refusals.length).toBe(1);
  const late = fetchOne('/fine');
  await reached;
  refusals.shift()?.();
  expect(await refused.outcome).toMatchObject({ name: 'Park', scope: 'key', category: 'rate_limited' });
  open();
  expect(await late.outcome).toMatchObject({ name: 'Park', scope: 'key', category: 'rate_limited' });

  expect(server.requests.slice(before).map(({ path }) => path)).toEqual(['/refused']);
  expect(late.context.events.map(([name]) => name)).toEqual(['withheld']);
  // The refusal is an attempt, what was not sent is none.
  expect(observer.facts.map(({ outcome }) => outcome)).toEqual(['rate_limited']);
});

describe('a connection that is given up before it stands', () => {
  /** Takes connections, and never says a word. */
  const silent = createServer();
  const taken: Socket[] = [];
  beforeAll(async () => {
    silent.on('connection', (socket) => taken.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => silent.close(resolve)));
  const port = () => (silent.address() as AddressInfo).port;

  test('is closed, in the middle of the handshake as well', async () => {
    const stop = new AbortController();
    const sent = settled(sendWith(openDial)(new URL(`https://127.0.0.1:${port()}/`), request({ signal: stop.signal })));
    await expect.poll(() => taken.length).toBe(1);
    const [socket] = taken;
    if (socket === undefined) throw new Error('nobody connected');
    await once(socket, 'data');
    stop.abort(new Error('stopped by the test'));
    await once(socket.resume(), 'close');
    expect(await sent).toBeInstanceOf(Error);
  });

  test.each(['http', 'https'])('%s: is not waited for', async (scheme) => {
    const stop = new AbortController();
    const given = Promise.withResolvers<AbortSignal | undefined>();
    const dial: Dial = (_target, signal) => {
      given.resolve(signal);
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    const sent = settled(sendWith(dial)(new URL(`${scheme}://shop.test/`), request({ signal: stop.signal })));
    const signal = await given.promise;
    stop.abort(new Error('stopped by the test'));
    expect(signal?.aborted).toBe(true);
    expect(await sent).toBeInstanceOf(Error);
  });
});

test('a signal that aborts later does nothing to the connection, which others use by then', async () => {
  const stop = new AbortController();
  const sockets = new Set<unknown>();
  const counting = await startHostileServer({
    '/counted': (response) => {
      sockets.add(response.socket);
      response.end('<p>');
    },
  });
  const send = sendWith(openDial);
  await send(counting.url('/counted'), request({ signal: stop.signal }));
  stop.abort();
  expect(await send(counting.url('/counted'), request())).toMatchObject({ status: 200 });
  expect(sockets.size).toBe(1);
  await counting.close();
});
