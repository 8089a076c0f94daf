import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseUrl } from '#scraping/normalise-url.ts';
import { type SealingKey, urlSealer } from '#scraping/seal-url.ts';

const keyOf = (key: Uint8Array): SealingKey => ({ existing: () => key, existingOrNew: () => key });
const sealer = urlSealer(keyOf(randomBytes(32)));
const noKey: SealingKey = {
  existing: () => undefined,
  existingOrNew: () => {
    throw new Error('nobody needs a key');
  },
};

const credentials = [
  '?token=s3cret-value',
  '?id=7&access_token=s3cret-value&size=2',
  '?X-Amz-Date=20261121T000000Z&X-Amz-Signature=s3cret-value',
  '?api-key=s3cret-value',
  '?%61pikey=s3cret-value',
  '?sv=2024&sig=s3cret%2Fvalue%3D',
];

describe('addresses with credentials', () => {
  test.each(credentials)('%s is sealed, and opened to the very same address', (query) => {
    const url = normaliseUrl(`https://shop.test/chair${query}`);
    const stored = sealer.seal(url);
    expect(stored.href).not.toContain('s3cret');
    expect(sealer.open(stored).url.href).toBe(url.href);
    expect(sealer.open(stored).secrets.map(({ secret }) => secret)).toEqual([
      query.includes('%2F') ? 's3cret%2Fvalue%3D' : 's3cret-value',
    ]);
  });

  test.each(['?keyword=oak', '?design=modern', '?author=aalto', '?key=12', '?tokens=3', '?token=', '?token', ''])(
    '%s is left alone, and needs no key',
    (query) => {
      const url = new URL(`https://shop.test/chair${query}`);
      expect(urlSealer(noKey).seal(url)).toBe(url);
      expect(urlSealer(noKey).open(url)).toEqual({ url, secrets: [] });
    },
  );

  test('equal addresses stay equal, different ones different', () => {
    const seal = (text: string) => sealer.seal(new URL(text)).href;
    expect(seal('https://shop.test/?token=one-secret')).toBe(seal('https://shop.test/?token=one-secret'));
    expect(seal('https://shop.test/?token=one-secret')).not.toBe(seal('https://shop.test/?token=another-one'));
    const sealedFor = (text: string) => new URL(seal(text)).search;
    expect(sealedFor('https://shop.test/?token=secret')).not.toBe(sealedFor('https://other.test/?token=secret'));
  });

  test('whatever the value: sealing twice changes nothing, and it comes back', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (value) => {
        const url = normaliseUrl(`https://shop.test/p?a=1&token=${encodeURIComponent(value)}&b=2`);
        const stored = sealer.seal(url);
        expect(sealer.seal(stored).href).toBe(stored.href);
        expect(normaliseUrl(stored.href).href).toBe(stored.href);
        expect(sealer.open(stored).url.href).toBe(url.href);
      }),
    );
  });

  test('another key, none at all, or another host does not open it', () => {
    const stored = sealer.seal(new URL('https://shop.test/chair?token=s3cret'));
    const elsewhere = new URL(stored.href.replace('shop.test', 'thief.test'));
    const damaged = new URL(`${stored.href.slice(0, -2)}AA`);
    const refusal = expect.objectContaining({ category: 'invalid_url', message: expect.stringContaining('url.key') });
    expect(() => urlSealer(keyOf(randomBytes(32))).open(stored)).toThrow(refusal);
    expect(() => urlSealer(noKey).open(stored)).toThrow(refusal);
    expect(() => sealer.open(elsewhere)).toThrow(refusal);
    expect(() => sealer.open(damaged)).toThrow(refusal);
  });
});
