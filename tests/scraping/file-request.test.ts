import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileChecker, ImageFound, ImageVerdict } from '#quality/files/file-check.ts';
import { inspectDocument } from '#quality/files/inspect-document.ts';
import { inspectImage } from '#quality/files/inspect-image.ts';
import { type SendRequest, sendWith } from '#scraping/http-request.ts';
import { httpFileChecker } from '#scraping/file-request.ts';
import { heeding, hostWishes } from '#scraping/politeness/host-wishes.ts';
import { politeHosts } from '#scraping/politeness/hosts.ts';
import { picture } from '#demo/site/picture.ts';
import { specSheet } from '#demo/site/spec-sheet.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { openDial } from '../fixtures/ways-out.ts';

const png = Buffer.concat([picture('chair', 640, 480), Buffer.alloc(300_000)]);
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"/>';
/** The header of a JPEG behind so much of a colour profile that it is not in the first portion. */
const late = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe2, 0x9c, 0x40]),
  Buffer.alloc(39_998),
  Buffer.from([0xff, 0xc0, 0, 17, 8, 0x02, 0x58, 0x03, 0x20, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
  Buffer.alloc(60_000),
  Buffer.from([0xff, 0xd9]),
]);
const sheet = specSheet(['Chair']);

describe('httpFileChecker', () => {
  let server: HostileServer;
  beforeAll(async () => {
    server = await startHostileServer({
      '/ranged.png': (response, request) => {
        const [, end = '0'] = /bytes=0-(\d+)/.exec(request.headers.range ?? '') ?? [];
        const headers = { 'content-type': 'image/png', 'content-range': `bytes 0-${end}/${png.length}` };
        response.writeHead(206, headers).end(png.subarray(0, Number(end) + 1));
      },
      '/whole.png': (response) => response.writeHead(200, { 'content-length': String(png.length) }).end(png),
      '/mislabelled.jpg': (response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(svg),
      '/compressed.svg': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(svg)),
      '/late.jpg': (response, request) => {
        const [, end = '0'] = /bytes=0-(\d+)/.exec(request.headers.range ?? '') ?? [];
        const part = late.subarray(0, Number(end) + 1);
        response.writeHead(206, { 'content-range': `bytes 0-${part.length - 1}/${late.length}` }).end(part);
      },
      '/sheet.pdf': (response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end(sheet),
      '/busy.png': (response) => response.writeHead(503).end(),
      '/moved.png': (response) => response.writeHead(301, { location: '/whole.png' }).end(),
      '/tagged.png': (response, request) => {
        if (request.headers['if-none-match'] === '"7"') response.writeHead(304, { etag: '"7"' }).end();
        else response.writeHead(200, { 'content-length': String(png.length), etag: '"7"' }).end(png);
      },
      '/always-304.png': (response) => response.writeHead(304).end(),
      '/empty.png': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(),
    });
  });
  afterAll(() => server.close());

  // Assigning it to the port is what holds the adapter to its shape.
  const checker = (timeout = 5_000): FileChecker<ImageFound> =>
    httpFileChecker({ kind: 'image', timeout, send: sendWith(openDial), inspect: inspectImage });
  const documents = httpFileChecker({
    kind: 'document',
    timeout: 5_000,
    send: sendWith(openDial),
    inspect: inspectDocument,
  });
  const check = (path: string, timeout?: number) =>
    checker(timeout).check(server.url(path).href, fakeContext({ clock: realClock }));

  const known = { ok: true, type: 'png', width: 640, height: 480, bytes: png.length };
  const drawn = { ok: true, type: 'svg', width: 300, height: 200, bytes: svg.length };
  test('of a picture that was one, asks only whether it has changed', async () => {
    const earlier = { ok: true, type: 'png', width: 1, height: 1, bytes: 123, etag: '"7"' } as const;
    const again = (path: string, before: ImageVerdict) =>
      checker().check(server.url(path).href, fakeContext({ clock: realClock }), before);
    expect(await check('/tagged.png')).toEqual({ ...known, etag: '"7"' });
    expect(await again('/tagged.png', earlier)).toEqual(earlier);
    expect(await again('/tagged.png', { ...earlier, etag: '"6"' })).toMatchObject({ bytes: png.length });
    expect(await check('/always-304.png')).toEqual({ ok: false, reason: 'status 304' });
  });

  test.each([
    ['/ranged.png', known],
    ['/whole.png', known],
    ['/moved.png', known],
    ['/mislabelled.jpg', drawn],
    ['/compressed.svg', drawn],
    ['/late.jpg', { ok: true, type: 'jpeg', width: 800, height: 600, bytes: late.length }],
  ])('%s is a picture', async (path, verdict) => {
    expect(await check(path)).toEqual(verdict);
  });

  test('documents are looked at in the same way', async () => {
    const verdictOn = (path: string) => documents.check(server.url(path).href, fakeContext({ clock: realClock }));
    expect(await verdictOn('/sheet.pdf')).toEqual({ ok: true, type: 'pdf', bytes: sheet.length });
    expect(await verdictOn('/fine')).toMatchObject({ ok: false, reason: expect.stringContaining('a web page') });
  });

  test.each([
    ['/fine', /not a picture, sent as text\/html/],
    ['/empty.png', /not a picture/],
    ['/404', /status 404/],
    ['/redirect-loop', /redirect/],
    ['/endless', /not a picture/],
  ])('%s is none, and it says why', async (path, reason) => {
    expect(await check(path)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  test.each([
    ['/slow-headers', /timeout/],
    ['/reset-before-headers', /connection/],
    ['/busy.png', /status 503/],
  ])('%s says nothing of the picture itself', async (path, reason) => {
    const verdict = await check(path, path === '/slow-headers' ? 100 : undefined);
    expect(verdict).toEqual({ ok: false, reason: expect.stringMatching(reason), passing: true });
  });

  test.each(['data:image/png;base64,AA', 'not a url', 'ftp://shop.test/a.png'])('%s is not asked for', async (url) => {
    expect(await checker().check(url, fakeContext())).toEqual({ ok: false, reason: 'not an http or https address' });
  });

  describe('of a host that asked for time', () => {
    const picturesOf = async (seconds: string) => {
      const clock = fakeClock();
      const wishes = hostWishes(politeHosts({ concurrency: 4, interval: 0, adapts: true }, clock.now), clock.now);
      const asked: number[] = [];
      const began = clock.now();
      const send: SendRequest = async (_url, { beforeWrite }) => {
        beforeWrite?.();
        asked.push(clock.now() - began);
        return { status: 200, headers: {}, setCookies: [], body: Buffer.from(svg), complete: true };
      };
      wishes.look(new URL('https://shop.test/page'))({ status: 429, headers: { 'retry-after': seconds } });
      const pictures = httpFileChecker({
        kind: 'image',
        timeout: 5_000,
        send: heeding(send, wishes),
        inspect: inspectImage,
      });
      const verdict = pictures.check('https://shop.test/chair.svg', fakeContext({ clock }));
      await clock.advance(4_999);
      return { verdict: await verdict, asked };
    };

    test('a picture is asked for when it is over, if the time for the picture suffices', async () => {
      expect(await picturesOf('3')).toEqual({ verdict: drawn, asked: [3_000] });
    });

    test('nothing is asked for else, and nothing is said of the picture itself', async () => {
      const verdict = { ok: false, reason: 'rate_limited: shop.test asked for time', passing: true };
      expect(await picturesOf('5')).toEqual({ verdict, asked: [] });
    });
  });

  test('an abort is thrown, not judged', async () => {
    const reason = new Error('stopped');
    const context = fakeContext({ clock: realClock, signal: AbortSignal.abort(reason) });
    await expect(checker().check(server.url('/whole.png').href, context)).rejects.toBe(reason);
  });
});
