import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toPipelineError } from '#core/pipeline-error.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { FetchLimits } from '#scraping/http-fetcher.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { judge } from '#scraping/verdict.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { hostileBehaviours } from './hostile-behaviours.ts';

const limits: FetchLimits = { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 1_000_000, maxRedirects: 5 };

/** Bytes that a single answer may cost, the garbage of earlier ones included. */
const mostMemory = 150 * 1_024 * 1_024;

/** What a service that fetches for us may tell a failure as: less than what it is, and never that it is none. */
export type ToldAs = Readonly<Partial<Record<FailureCategory, FailureCategory>>>;

/**
 * How each way in which a site may behave ends with every fetcher: as what it is, or as the fetcher declares that it
 * sees it (`observes`).
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

    test.each(hostileBehaviours)('$name ends as $ends, or as declared', async ({ path, ends, unseen, timeout }) => {
      const before = process.memoryUsage().rss;
      const fetcher = makeFetcher({ ...limits, timeout: timeout ?? limits.timeout });
      const ended = await fetcher.fetch(server.url(path), fakeContext({ clock: realClock })).then(
        (page) => {
          const verdict = judge(page);
          return verdict.ok ? 'page' : verdict.category;
        },
        (error: unknown) => toPipelineError(error).category,
      );
      const seen = unseen === undefined || fetcher.observes[unseen.without] ? ends : unseen.ends;
      if (toldAs === undefined) expect(ended).toBe(seen);
      else expect(ends === 'page' ? ['page'] : [ends, toldAs[ends]]).toContain(ended);
      expect(process.memoryUsage().rss - before).toBeLessThan(mostMemory);
    });

    test('the behaviours are many', () => {
      expect(new Set(hostileBehaviours.map(({ name: what }) => what)).size).toBeGreaterThan(40);
    });
  });
}
