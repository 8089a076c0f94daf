import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FailureCategory } from '#core/failure.ts';
import { toPipelineError } from '#core/pipeline-error.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { judge } from '#scraping/verdict.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type Http2Answer, startHttp2Server } from '../fixtures/http2-server.ts';
import { selfSignedCertificate } from '../fixtures/self-signed-certificate.ts';

/** What broke: the exchange or the connection that it went over. Clients call it the one or the other. */
const broken = ['protocol', 'connection'] as const;

const behaviours: readonly (readonly [
  name: string,
  answer: Http2Answer,
  ends: readonly (FailureCategory | 'page')[],
])[] = [
  ['a page', 'page', ['page']],
  ['a compressed page', 'gzip', ['page']],
  ['gzip without its checksum', 'gzipWithoutChecksum', ['protocol']],
  ['a Content-Length that is too long', 'contentLengthTooLong', broken],
  ['a reset by an error', 'resetByError', broken],
  ['a reset that cancels', 'resetAsCancelled', broken],
  ['a reset without an error', 'resetWithoutError', broken],
  ['a connection that goes away', 'goaway', broken],
  ['a connection that ends', 'connectionEnds', broken],
];

const certificate = selfSignedCertificate();

/**
 * How an answer over HTTP/2 ends with the fetchers that speak it.
 *
 * @param makeFetcher of one that takes a certificate which nobody vouches for.
 */
export function http2Endings(name: string, makeFetcher: () => PageFetcher): void {
  describe.skipIf(certificate === undefined)(`${name} over HTTP/2 (needs openssl)`, () => {
    const trusted = getCACertificates();
    beforeAll(() => setDefaultCACertificates([...trusted, certificate?.cert ?? '']));
    afterAll(() => setDefaultCACertificates(trusted));

    test.each(behaviours)('%s', async (_name, answer, ends) => {
      if (certificate === undefined) throw new Error('there is no certificate');
      const server = await startHttp2Server(certificate, answer);
      const ended = await makeFetcher()
        .fetch(server.url, fakeContext({ clock: realClock }))
        .then(
          (page) => {
            const verdict = judge(page);
            return verdict.ok ? 'page' : verdict.category;
          },
          (error: unknown) => toPipelineError(error).category,
        );
      await server.close();
      expect(ends).toContain(ended);
    });
  });
}
