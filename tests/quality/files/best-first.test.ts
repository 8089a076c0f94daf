import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestFirst } from '#quality/files/best-first.ts';
import type { ImageVerdict } from '#quality/files/file-check.ts';

const of = (width: number, height: number): ImageVerdict => ({ ok: true, type: 'jpeg', width, height });

test('large pictures come before unknown ones, small ones and banners last', () => {
  const images = [
    { url: 'banner', verdict: of(2_000, 300) },
    { url: 'thumbnail', verdict: of(120, 120) },
    { url: 'unknown', verdict: undefined },
    { url: 'fair', verdict: of(300, 240) },
    { url: 'large', verdict: of(800, 600) },
    { url: 'larger', verdict: of(3_000, 2_000) },
  ];
  expect(bestFirst(images).map(({ url }) => url)).toEqual([
    'large',
    'larger',
    'fair',
    'unknown',
    'thumbnail',
    'banner',
  ]);
});

test("nothing is lost, and among pictures of one size the page's order stays", () => {
  const size = fc.integer({ min: 1, max: 4_000 });
  const verdict = fc.option(
    fc.tuple(size, size).map(([width, height]) => of(width, height)),
    { nil: undefined },
  );
  fc.assert(
    fc.property(fc.array(verdict), (verdicts) => {
      const images = verdicts.map((one, index) => ({ url: String(index), verdict: one }));
      const sorted = bestFirst(images);
      expect(sorted.toSorted((one, other) => Number(one.url) - Number(other.url))).toEqual(images);
      expect(bestFirst(sorted)).toEqual(sorted);
    }),
  );
});
