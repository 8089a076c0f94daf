import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { picture } from '#demo/site/picture.ts';

/** The chunks of a PNG, read by the specification. */
function chunks(png: Buffer): { type: string; data: Buffer; checksum: number; computed: number }[] {
  const found = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const content = png.subarray(at + 4, at + 8 + length);
    found.push({
      type: content.toString('latin1', 0, 4),
      data: content.subarray(4),
      checksum: png.readUInt32BE(at + 8 + length),
      computed: crc32(content),
    });
    at += 12 + length;
  }
  return found;
}

test('is a valid PNG of the size asked for, whatever the size', () => {
  const side = fc.integer({ min: 1, max: 200 });
  fc.assert(
    fc.property(fc.string(), side, side, (subject, width, height) => {
      const png = picture(subject, width, height);
      expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
      const parts = chunks(png);
      expect(parts.map(({ type }) => type)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
      for (const { checksum, computed } of parts) expect(checksum).toBe(computed);
      const [header, palette, image] = parts.map(({ data }) => data);
      expect([header?.readUInt32BE(0), header?.readUInt32BE(4)]).toEqual([width, height]);
      const pixels = inflateSync(image ?? Buffer.alloc(0));
      expect(pixels).toHaveLength((width + 1) * height);
      expect(Math.max(...pixels)).toBeLessThan((palette?.length ?? 0) / 3);
      for (let line = 0; line < height; line += 1) expect(pixels[line * (width + 1)]).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test('different subjects look different, the same one the same', () => {
  expect(picture('chair', 40, 30).equals(picture('lamp', 40, 30))).toBe(false);
  expect(picture('chair', 40, 30).equals(picture('chair', 40, 30))).toBe(true);
});
