import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sniffImage } from '#quality/files/sniff-image.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('sniffImage', () => {
  test.each([
    ['png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['jpeg', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['gif', 'GIF89a\x01\0'],
    ['gif', 'GIF87a\x01\0'],
    ['webp', 'RIFF\x24\0\0\0WEBPVP8 '],
    ['avif', '\0\0\0\x1cftypavif\0\0\0\0avifmif1'],
    ['avif', '\0\0\0\x20ftypmif1\0\0\0\0mif1avif'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg">'],
    ['svg', '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made -- by hand -->\n<!DOCTYPE svg PUBLIC "x">\n<svg>'],
  ])('knows %s', (type, start) => {
    expect(sniffImage(bytes(start))).toBe(type);
  });

  test.each([
    '',
    '<!doctype html><html><svg></svg>',
    '<html><body>no picture here</body></html>',
    'RIFF\x24\0\0\0WAVEfmt ',
    '\0\0\0\x1cftypmp42\0\0\0\0isom',
    '%PDF-1.7',
    '{"error": "not found"}',
    '\x89PNG',
    'a GIF89a',
  ])('does not take %j for a picture', (start) => {
    expect(sniffImage(bytes(start))).toBeUndefined();
  });

  test('never fails, and sees no picture in noise', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => sniffImage(noise) === undefined));
  });

  test('comments without end do not take it long', () => {
    expect(sniffImage(bytes('<!---->'.repeat(1_000)))).toBeUndefined();
  });
});
