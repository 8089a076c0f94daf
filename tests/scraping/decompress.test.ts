import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decompress } from '#scraping/decompress.ts';

const encoders = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  identity: (bytes: Uint8Array) => bytes,
};

describe('decompress', () => {
  test('undoes any codings, in whatever order they were applied', () => {
    const codings = fc.array(fc.constantFrom(...(Object.keys(encoders) as (keyof typeof encoders)[])), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), codings, (bytes, names) => {
        const encoded = names.reduce<Uint8Array>((body, name) => encoders[name](body), bytes);
        expect([...decompress(encoded, names.join(' , ').toUpperCase(), 10_000)]).toEqual([...bytes]);
      }),
    );
  });

  test('knows the raw deflate that many servers send', () => {
    expect(Buffer.from(decompress(deflateRawSync('oak'), 'deflate', 100)).toString()).toBe('oak');
  });

  test.each(['gzip', 'deflate', 'br', 'zstd'] as const)('stops %s at the limit', (name) => {
    const bomb = encoders[name](Buffer.alloc(1_000_000));
    expect(() => decompress(bomb, name, 999_999)).toThrow(expect.objectContaining({ category: 'too_large' }));
    expect(decompress(bomb, name, 1_000_000).length).toBe(1_000_000);
  });

  test.each(['gzip', 'deflate', 'br', 'zstd'] as const)('does not take half of a %s body for all of it', (name) => {
    const half = encoders[name](Buffer.from('a chair of oak '.repeat(50))).subarray(0, -6);
    expect(() => decompress(half, name, 10_000)).toThrow(expect.objectContaining({ category: 'protocol' }));
  });

  test.each([
    ['constructor', 'x'],
    ['gzip, gzip, gzip, gzip', 'x'],
    ['gzip', 'not compressed'],
  ])('refuses %s', (coding, body) => {
    expect(() => decompress(Buffer.from(body), coding, 100)).toThrow(expect.objectContaining({ category: 'protocol' }));
  });

  test('an empty body needs no decoding, whatever the header says', () => {
    expect(decompress(new Uint8Array(), 'gzip', 100).length).toBe(0);
  });
});
