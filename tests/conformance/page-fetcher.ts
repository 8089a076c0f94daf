import { createSecureServer } from 'node:http2';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { StageContext } from '#core/stage.ts';
import type { Page } from '#scraping/page.ts';
import type { FetchLimits } from '#scraping/http-fetcher.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { finePage, type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { hostileEndings } from './hostile-endings.ts';
import { selfSignedCertificate } from '../fixtures/self-signed-certificate.ts';

const limits: FetchLimits = { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 1_000_000, maxRedirects: 5 };
const hasCertificate = selfSignedCertificate() !== undefined;

/**
 * What every fetcher that speaks HTTP has to get right, against a server that does not; as far as the fetcher declares
 * that it can see it (`observes`).
 */
export function pageFetcherConformance(name: string, makeFetcher: (limits: FetchLimits) => PageFetcher): void {
  hostileEndings(name, makeFetcher);

  describe(`${name} as a PageFetcher`, () => {
    let server: HostileServer;
    beforeAll(async () => {
      server = await startHostileServer();
    });
    afterAll(() => server.close());

    const { observes } = makeFetcher(limits);
    const context = (overrides: Partial<StageContext> = {}) => fakeContext({ clock: realClock, ...overrides });
    const fetchFine = (path: string) => makeFetcher(limits).fetch(server.url(path), context());
    const failureOf = async (url: URL, changed: Partial<FetchLimits> = {}, given = context()): Promise<unknown> =>
      makeFetcher({ ...limits, ...changed })
        .fetch(url, given)
        .then(
          () => 'a page',
          (error: unknown) => error,
        );
    const expectFailure = async (category: FailureCategory, url: URL, changed: Partial<FetchLimits> = {}) => {
      const error = await failureOf(url, changed);
      expect(error).toBeInstanceOf(PipelineError);
      expect((error as PipelineError).category).toBe(category);
    };

    const expectFine = ({ body }: Page) => {
      if (!observes.sentBytes) expect(text(body)).toContain('A chair made of solid oak — 4 kg');
      else expect(text(body)).toBe(finePage);
    };

    test('brings a page as it was sent', async () => {
      const page = await fetchFine('/fine');
      expectFine(page);
      expect(page).toMatchObject({
        url: server.url('/fine').href,
        finalUrl: server.url('/fine').href,
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    });

    test('keeps headers that describe the page, and none that could carry a secret', async () => {
      const { headers } = await fetchFine('/cookies-set');
      expect(headers).toMatchObject({ etag: '"1"' });
      expect(Object.keys(headers)).not.toContain('set-cookie');
      expect(Object.keys(headers)).not.toContain('x-powered-by');
    });

    test.each(['/gzip', '/deflate', '/br', '/zstd', '/gzip-br'])('undoes %s', async (path) => {
      expectFine(await fetchFine(path));
    });

    test('raw deflate, as some servers send it, is undone or is a failure, and never a page of noise', async () => {
      if (!observes.rawDeflate) await expectFailure('protocol', server.url('/deflate-raw'));
      else expectFine(await fetchFine('/deflate-raw'));
    });

    test('follows redirects and says where it arrived', async () => {
      const page = await fetchFine('/redirect-chain');
      expect(page).toMatchObject({ url: server.url('/redirect-chain').href, finalUrl: server.url('/fine').href });
    });

    test('follows a redirect to an address outside ASCII', async () => {
      expect((await fetchFine('/redirect-utf8')).finalUrl).toBe(server.url('/fine?size=gr%C3%B6%C3%9Fe').href);
    });

    test('keeps cookies for the length of one fetch, no longer', async () => {
      expect((await fetchFine('/redirect-until-cookie')).status).toBe(200);
      await fetchFine('/fine');
      expect(server.requests.at(-1)?.headers.cookie).toBeUndefined();
    });

    test('does not wait for the body of a redirect', async () => {
      expect((await fetchFine('/redirect-endless-body')).status).toBe(200);
    });

    test.each([
      ['/404', 404, 18],
      ['/429', 429, 18],
      ['/empty', 200, 0],
      ['/204', 204, 0],
    ])('brings %s as a page: what it is worth is not for the fetcher to say', async (path, status, bytes) => {
      const page = await fetchFine(path);
      expect(page.status).toBe(status);
      if (!observes.sentBytes) expect(page.body.length > 0).toBe(bytes > 0);
      else expect(page.body.length).toBe(bytes);
    });

    test('passes Retry-After on', async () => {
      expect((await fetchFine('/429')).headers['retry-after']).toBe('7');
    });

    test.each(['/slow-headers', '/slow-body'])('gives up on %s at the deadline', (path) =>
      expectFailure('timeout', server.url(path), { timeout: 150 }),
    );

    test('the deadline holds for all redirects together', () =>
      expectFailure('timeout', server.url('/redirect-loop'), { timeout: 150, maxRedirects: 1_000_000 }));

    test('a redirect too many fails, the last one allowed does not', async () => {
      await expectFailure('redirect', server.url('/redirect-chain'), { maxRedirects: 1 });
      await expect(failureOf(server.url('/redirect-chain'), { maxRedirects: 2 })).resolves.toBe('a page');
    });

    test('fails when nobody listens', () => expectFailure('connection', server.refused));

    test('fails on a name that does not exist', () => expectFailure('dns', new URL('http://no-such-host.invalid/')));

    test.skipIf(!hasCertificate)('refuses a certificate that nobody vouches for (needs openssl)', async () => {
      const url = server.secureUrl('/fine');
      if (url === undefined) throw new Error('the fixture has no secure server');
      await expectFailure('tls', url);
    });

    test.skipIf(!hasCertificate)('a site that speaks HTTP/2 only is not trusted more (needs openssl)', async () => {
      const certificate = selfSignedCertificate();
      if (certificate === undefined) throw new Error('there is no certificate');
      const modern = createSecureServer({ ...certificate, allowHTTP1: false });
      modern.on('sessionError', () => undefined);
      await new Promise<void>((resolve) => modern.listen(0, '127.0.0.1', resolve));
      await expectFailure('tls', new URL(`https://127.0.0.1:${(modern.address() as AddressInfo).port}/`));
      await new Promise((resolve) => modern.close(resolve));
    });

    test('a connection that ends within the handshake is one that broke', async () => {
      const rude = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.destroy());
      });
      await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
      await expectFailure('connection', new URL(`https://127.0.0.1:${(rude.address() as AddressInfo).port}/`));
      await new Promise((resolve) => rude.close(resolve));
    });

    test('says nothing to TLS where plain HTTP is spoken', async () => {
      const url = server.url('/fine');
      url.protocol = 'https:';
      await expectFailure('tls', url);
    });

    test.each(['/slow-headers', '/slow-body', '/endless'])(
      'an abort during %s is thrown as what it is',
      async (path) => {
        const controller = new AbortController();
        const reason = new Error('stopped by the test');
        const before = server.requests.length;
        const outcome = failureOf(server.url(path), { maxBytes: 1e12 }, context({ signal: controller.signal }));
        await expect.poll(() => server.requests.length, { timeout: 5_000 }).toBeGreaterThan(before);
        controller.abort(reason);
        expect(await outcome).toBe(reason);
      },
    );

    test('does not begin when it was aborted before', async () => {
      const reason = new Error('stopped before');
      const before = server.requests.length;
      expect(await failureOf(server.url('/fine'), {}, context({ signal: AbortSignal.abort(reason) }))).toBe(reason);
      expect(server.requests.length).toBe(before);
    });

    test('notes what it did, without what a URL keeps secret', async () => {
      const given = context();
      await makeFetcher(limits).fetch(server.url('/gzip?colour=oak&api_key=12345'), given);
      expect(given.notes).toMatchObject({
        url: server.url('/gzip?colour=oak&api_key=REDACTED').href,
        fetcher: makeFetcher(limits).name,
        status: 200,
        redirects: 0,
        body_bytes: observes.sentBytes ? Buffer.byteLength(finePage) : expect.any(Number),
      });
      if (observes.wireBytes) expect(given.notes['bytes']).toBeLessThan(Buffer.byteLength(finePage));
      else expect(given.notes).not.toHaveProperty('bytes');
    });
  });
}

function text(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}
