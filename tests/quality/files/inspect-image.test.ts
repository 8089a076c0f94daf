import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { picture } from '#demo/site/picture.ts';
import type { FileBeginning } from '#quality/files/file-check.ts';
import { inspectImage } from '#quality/files/inspect-image.ts';

const file = (bytes: Uint8Array, given: Partial<FileBeginning> = {}): FileBeginning => ({
  url: 'https://shop.test/media/chair-1.png',
  bytes,
  isWhole: true,
  size: bytes.length,
  mediaType: 'image/png',
  ...given,
});
const named = (url: string) => ({ url: `https://shop.test/media/${url}` });
const hex = (...parts: string[]) => Buffer.from(parts.join('').replaceAll(' ', ''), 'hex');

/** 800 x 600 in every format, each the smallest file that has a header and an end. */
const gif = hex('474946383961', '2003 5802', '80 00 00', '3b');
const jpeg = (orientation?: number) =>
  Buffer.concat([
    hex('ffd8'),
    orientation === undefined
      ? hex('ffe0 0010 4a46494600 0101 0000 0100 0100 00')
      : hex('ffe1 0022 457869660000 4d4d002a00000008 0001 0112 0003 00000001', `000${orientation}0000`, '00000000'),
    hex('ffc0 0011 08 0258 0320 03 012200 021101 031101 ffd9'),
  ]);
const lossy = Buffer.concat([
  Buffer.from('RIFF'),
  hex('1a000000'),
  Buffer.from('WEBPVP8 '),
  hex('0e000000 000000 9d012a 2003 5802 00000000'),
]);
const bmp = Buffer.concat([
  Buffer.from('BM'),
  hex('46000000 00000000 36000000 28000000 20030000 58020000 0100 1800'),
  Buffer.alloc(40),
]);
const box = (type: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const avif = Buffer.concat([
  box('ftyp', Buffer.from('avif'), Buffer.alloc(4), Buffer.from('avifmif1')),
  box('meta', Buffer.alloc(4), box('iprp', box('ipco', box('ispe', hex('00000000 00000320 00000258'))))),
]);
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600"><path d="M0 0h9"/></svg>');

describe('the size of a picture is read from its bytes', () => {
  test.each([
    ['png', picture('chair', 800, 600)],
    ['gif', gif],
    ['jpeg', jpeg()],
    ['webp', lossy],
    ['bmp', bmp],
    ['avif', avif],
    ['svg', svg],
  ])('%s', (type, bytes) => {
    // Nothing is in these, so nothing is asked about what they show.
    expect(inspectImage(file(bytes, { size: undefined }))).toEqual({ ok: true, type, width: 800, height: 600 });
  });

  test('as it is shown: a camera that was held upright', () => {
    expect(inspectImage(file(jpeg(6), { size: undefined }))).toMatchObject({ width: 600, height: 800 });
  });

  test.each([3, 12, 17, 21])(
    'a beginning of %i bytes asks for more, and a file that ends there is refused',
    (length) => {
      const bytes = jpeg().subarray(0, length);
      expect(inspectImage(file(bytes, { isWhole: false, size: 5_000 }))).toBe('more');
      expect(inspectImage(file(bytes))).toMatchObject({ ok: false });
    },
  );
});

describe('what is no picture of a product is refused, with the reason', () => {
  const chair = picture('chair', 800, 600);
  const even = (width: number, height: number) => picture('chair', width, height).subarray(0, 200);
  test.each<[string, Uint8Array, Partial<FileBeginning>, RegExp]>([
    ['cut off', chair.subarray(0, 1_000), {}, /cut off/],
    ['webp that is longer than its file', lossy, { size: 12, isWhole: false }, /cut off/],
    ['a damaged header', Buffer.concat([chair.subarray(0, 18), hex('00'), chair.subarray(19)]), {}, /damaged/],
    ['one pixel', picture('x', 1, 1), {}, /tracking pixel/],
    ['small', picture('x', 32, 32), {}, /too small/],
    ['a placeholder', chair, named('no-image-available.png'), /placeholder/],
    ['a placeholder, encoded', chair, named('no%20image.png'), /placeholder/],
    ['an empty one', picture('x', 120, 120), named('blank.png'), /placeholder/],
    ['a logo', picture('x', 320, 80), named('shop-logo.png'), /logo/],
    ['a logo as svg', svg, named('brand_logo.svg'), /logo/],
    ['one colour', even(800, 600), { isWhole: false, size: 700 }, /one colour/],
    [
      'html',
      Buffer.from('<!doctype html><p>Not found'),
      { mediaType: 'text/html' },
      /not a picture, sent as text\/html/,
    ],
    ['nothing', Buffer.alloc(0), { mediaType: '' }, /nothing in particular/],
    ['an svg without a size', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>'), {}, /size cannot be read/],
  ])('%s', (_what, bytes, given, reason) => {
    expect(inspectImage(file(bytes, given))).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  test.each(['google-pixel-9.png', 'blank-canvas-stretched.png', 'logo-table.png', 'default.png', 'loading-ramp.png'])(
    'a name alone is not enough: %s',
    (name) => {
      expect(inspectImage(file(chair, named(name)))).toMatchObject({ ok: true });
    },
  );
});

test('no bytes make it fail, and a picture is never larger than it can be', () => {
  const start = fc.constantFrom(picture('x', 90, 60), gif, jpeg(), lossy, bmp, avif, svg);
  fc.assert(
    fc.property(start, fc.nat(200), fc.uint8Array({ maxLength: 100 }), fc.boolean(), (whole, at, noise, isWhole) => {
      const bytes = Buffer.concat([whole.subarray(0, at), noise]);
      const verdict = inspectImage(file(bytes, { isWhole }));
      return verdict === 'more' || !verdict.ok || Math.max(verdict.width, verdict.height) <= 50_000;
    }),
  );
});
