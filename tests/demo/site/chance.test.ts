import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw } from '#demo/draw.ts';
import { faultOfVisit } from '#demo/fault-rate.ts';
import { latencyOf } from '#demo/latency.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';

const pages = Array.from({ length: 60 }, (_, index) => `/generated/${index}`);
const withSite = async <T>(
  faults: Parameters<typeof startDemoSite>[0]['faults'],
  use: (site: DemoSite) => Promise<T>,
) => {
  const site = await startDemoSite({ port: 0, ...(faults && { faults }), sleep: async () => undefined });
  try {
    return await use(site);
  } finally {
    await site.close();
  }
};
const statuses = (site: DemoSite, paths: readonly string[]) =>
  Promise.all(paths.map(async (path) => [path, (await fetch(site.origin + path)).status] as const));

describe('draw', () => {
  test('is the same for the same words, and spread evenly over others', () => {
    expect(draw(1, 'a', 2)).toBe(draw(1, 'a', 2));
    const drawn = Array.from({ length: 4_000 }, (_, number) => draw('seed', number));
    for (const tenth of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const share = drawn.filter((value) => Math.floor(value * 10) === tenth).length / drawn.length;
      expect(Math.abs(share - 0.1)).toBeLessThan(0.03);
    }
  });

  test('does not run words together', () => {
    expect(draw('a', 'b')).not.toBe(draw('ab'));
  });
});

describe('faultOfVisit', () => {
  const kinds = ['passes', 'stays'] as const;
  const recovers = (name: string) => name === 'passes';

  test('spares the visit after a fault that recovers', () => {
    const nth = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer(),
        fc.string(),
        nth,
        (rate, seed, path, visit) => {
          const fault = faultOfVisit({ rate, kinds, seed }, path, visit, recovers);
          if (fault === 'passes')
            expect(faultOfVisit({ rate, kinds, seed }, path, visit + 1, recovers)).toBeUndefined();
        },
      ),
    );
  });

  test('meets about as many as the rate says: all at 1, none at 0', () => {
    const share = (rate: number) =>
      pages.filter((path) => faultOfVisit({ rate, kinds, seed: 7 }, path, 1, recovers) !== undefined).length /
      pages.length;
    expect([share(0), share(1)]).toEqual([0, 1]);
    expect(share(0.3)).toBeGreaterThan(0.15);
    expect(share(0.3)).toBeLessThan(0.45);
  });
});

describe('latencyOf', () => {
  test('has its median in the middle, and no spread when none is asked for', () => {
    const times = Array.from({ length: 2_001 }, (_, number) => latencyOf({ median: 200, spread: 0.5 }, 1, number));
    const median = times.toSorted((left, right) => left - right)[1_000] ?? 0;
    expect(Math.abs(median - 200)).toBeLessThan(15);
    expect(Math.max(...times)).toBeGreaterThan(400);
    expect(latencyOf({ median: 200, spread: 0 }, 1, 'x')).toBe(200);
  });
});

describe('a site with a fault rate', () => {
  const faults = { rate: 0.3, kinds: ['server-error', 'flaky', 'not-found'], seed: 4 };

  test('fails the same visits whatever the order of requests', async () => {
    const forwards = await withSite(faults, (site) => statuses(site, pages));
    const backwards = await withSite(faults, (site) => statuses(site, pages.toReversed()));
    expect(new Map(backwards)).toEqual(new Map(forwards));
    expect(new Set(forwards.map(([, status]) => status))).toEqual(new Set([200, 404, 500]));
    const others = await withSite({ ...faults, seed: 5 }, (site) => statuses(site, pages));
    expect(others).not.toEqual(forwards);
  });

  test('recovers on the next visit from a fault that passes', async () => {
    await withSite({ rate: 1, kinds: ['flaky'] }, async (site) => {
      const url = site.rows[0]?.url ?? '';
      const visits = [];
      for (let visit = 0; visit < 4; visit += 1) visits.push((await fetch(url)).status);
      expect(visits).toEqual([500, 200, 500, 200]);
    });
  });

  test('leaves pictures, files and the faults’ own pages alone', async () => {
    await withSite({ rate: 1, kinds: ['gone'] }, async (site) => {
      const row = site.rows[0];
      const picture = row?.expected.outcome === 'product' ? row.expected.product.expected.images[0] : undefined;
      const paths = [
        new URL(picture ?? '').pathname,
        '/robots.txt',
        '/faults/bad-request',
        new URL(row?.url ?? '').pathname,
      ];
      expect((await statuses(site, paths)).map(([, status]) => status)).toEqual([200, 200, 400, 410]);
    });
  });

  test('goes round in circles from a clean page too', async () => {
    await withSite({ rate: 1, kinds: ['redirect-loop'] }, async (site) => {
      await expect(fetch(site.rows[0]?.url ?? '')).rejects.toMatchObject({
        cause: { message: 'redirect count exceeded' },
      });
    });
  });

  test('takes a fault that it does not know for a mistake in demo.faults', async () => {
    await expect(startDemoSite({ port: 0, faults: { rate: 1, kinds: ['plague'] } })).rejects.toMatchObject({
      category: 'config',
      message: expect.stringMatching(/^demo\.faults: there is no fault plague; there are not-found, /),
    });
  });
});
