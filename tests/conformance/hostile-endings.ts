import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toPipelineError } from '#core/pipeline-error.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { FetchLimits } from '#scraping/http-fetcher.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { judge } from '#scraping/verdict.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { codings, inCoding } from '../fixtures/compressed-answers.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { hostileBehaviours } from './hostile-behaviours.ts';

const limits: FetchLimits = { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 1_000_000, maxRedirects: 5 };

/** Bytes that a single answer may cost, the garbage of earlier ones included. */
const mostMemory = 150 * 1_024 * 1_024;

/** Cuts that are tried: for a browser each is a page. */
const cuts = 40;

/** What a service that fetches for us may tell a failure as: less than what it is, and never that it is none. */
export type ToldAs = Readonly<Partial<Record<FailureCategory, FailureCategory>>>;

/**
 * How each way in which a site may behave ends with every fetcher: as what it is.
 *
 * @param toldAs of one that has pages fetched by a service: it sees what the service sees, as the service tells it.
 */
export function hostileEndings(name: string, makeFetcher: (limits: FetchLimits) => PageFetcher, toldAs?: ToldAs): void {
  describe(`${name} against a hostile server`, () => {
    let server: HostileServer;
    beforeAll(async () => {
      server = await startHostileServer();
    });
    afterAll(() => server.close());

    const endingOf = (path: string, timeout = limits.timeout) =>
      makeFetcher({ ...limits, timeout })
        .fetch(server.url(path), fakeContext({ clock: realClock }))
        .then(
          (page) => {
            const verdict = judge(page);
            return verdict.ok ? 'page' : verdict.category;
          },
          (error: unknown) => toPipelineError(error).category,
        );
    const expected = (ends: FailureCategory | 'page') =>
      ends === 'page' || toldAs === undefined ? [ends] : [ends, toldAs[ends]];

    test.each(hostileBehaviours)('$name ends as $ends', async ({ path, ends, timeout }) => {
      const before = process.memoryUsage().rss;
      expect(expected(ends)).toContain(await endingOf(path, timeout));
      expect(process.memoryUsage().rss - before).toBeLessThan(mostMemory);
    });

    test('a compressed body ends as `protocol` wherever it is cut off', async () => {
      // A service says what it saw by itself.
      expect(makeFetcher(limits).observes.cutOff).toBe(toldAs === undefined);
      const cutBodies = fc
        .constantFrom(...codings)
        .chain((coding) => fc.tuple(fc.constant(coding), fc.integer({ min: 1, max: inCoding(coding).length - 1 })));
      const check = fc.asyncProperty(cutBodies, async ([coding, at]) => {
        expect(expected('protocol')).toContain(await endingOf(`/compressed?coding=${coding}&at=${at}`));
      });
      await fc.assert(check, { numRuns: cuts });
    });

    test('the behaviours are many', () => {
      expect(new Set(hostileBehaviours.map(({ name: what }) => what)).size).toBeGreaterThan(40);
    });
  });
}
