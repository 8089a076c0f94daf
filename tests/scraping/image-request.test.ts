import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageChecker, ImageVerdict } from '#quality/image-check.ts';
import { sniffImage } from '#quality/sniff-image.ts';
import { sendWith } from '#scraping/http-request.ts';
import { httpImageChecker } from '#scraping/image-request.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { openDial } from '../fixtures/ways-out.ts';

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(50_000)]);
const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';

describe('httpImageChecker', () => {
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
  const checker = (timeout = 5_000): ImageChecker =>
    httpImageChecker({ timeout, send: sendWith(openDial), sniff: sniffImage });
  const check = (path: string, timeout?: number) =>
    checker(timeout).check(server.url(path).href, fakeContext({ clock: realClock }));

  test.each([
    ['/ranged.png', 'png', png.length],
    ['/whole.png', 'png', png.length],
    ['/moved.png', 'png', png.length],
    ['/mislabelled.jpg', 'svg', undefined],
    ['/compressed.svg', 'svg', undefined],
  ])('%s is a picture', async (path, type, bytes) => {
    expect(await check(path)).toEqual(bytes === undefined ? { ok: true, type } : { ok: true, type, bytes });
  });

  test('of a picture that was one, asks only whether it has changed', async () => {
    const earlier = { ok: true, type: 'png', bytes: 123, etag: '"7"' } as const;
    const again = (path: string, before: ImageVerdict) =>
      checker().check(server.url(path).href, fakeContext({ clock: realClock }), before);
    expect(await check('/tagged.png')).toEqual({ ...earlier, bytes: png.length });
    expect(await again('/tagged.png', earlier)).toEqual(earlier);
    expect(await again('/tagged.png', { ...earlier, etag: '"6"' })).toMatchObject({ bytes: png.length });
    expect(await check('/always-304.png')).toEqual({ ok: false, reason: 'status 304' });
  });

  test.each([
    ['/fine', /not a picture, sent as text\/html/],
    ['/empty.png', /not a picture/],
    ['/404', /status 404/],
    ['/reset-before-headers', /connection/],
    ['/redirect-loop', /redirect/],
    ['/endless', /not a picture/],
  ])('%s is none, and it says why', async (path, reason) => {
    expect(await check(path)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  test('a picture that is too slow is a verdict, too', async () => {
    expect(await check('/slow-headers', 100)).toEqual({ ok: false, reason: expect.stringMatching(/timeout/) });
  });

  test.each(['data:image/png;base64,AA', 'not a url', 'ftp://shop.test/a.png'])('%s is not asked for', async (url) => {
    expect(await checker().check(url, fakeContext())).toEqual({ ok: false, reason: 'not an http or https address' });
  });

  test('an abort is thrown, not judged', async () => {
    const reason = new Error('stopped');
    const context = fakeContext({ clock: realClock, signal: AbortSignal.abort(reason) });
    await expect(checker().check(server.url('/whole.png').href, context)).rejects.toBe(reason);
  });
});
