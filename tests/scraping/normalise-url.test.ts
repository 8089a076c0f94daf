import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { normalisedKey, normaliseUrl } from '#scraping/normalise-url.ts';

const failure = (text: string): PipelineError => {
  try {
    normaliseUrl(text);
  } catch (error) {
    if (error instanceof PipelineError) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
};

describe('normaliseUrl', () => {
  test.each([
    ['  https://shop.test/a \n', 'https://shop.test/a'],
    ['www.shop.test/chair?b=2&a=1', 'https://www.shop.test/chair?b=2&a=1'],
    ['shop.test', 'https://shop.test/'],
    ['shop.test:8443/a', 'https://shop.test:8443/a'],
    ['//shop.test/a', 'https://shop.test/a'],
    ['HTTP://Shop.TEST:80/Path', 'http://shop.test/Path'],
    ['https://shop.test:443/', 'https://shop.test/'],
    ['http://localhost:4000/x', 'http://localhost:4000/x'],
    ['https://user:password@shop.test/', 'https://shop.test/'],
    ['https://shop.test/a#reviews', 'https://shop.test/a'],
    ['https://shop.test/a?', 'https://shop.test/a'],
    ['https://shop.test/a?utm_source=x&id=7&gclid=1&colour=oak&fbclid=2', 'https://shop.test/a?id=7&colour=oak'],
    ['https://shop.test/a?UTM_Source=x', 'https://shop.test/a'],
    ['https://shop.test/a?q=a+b%20c&empty=&flag', 'https://shop.test/a?q=a+b%20c&empty=&flag'],
    ['https://möbel.test/stühle', 'https://xn--mbel-5qa.test/st%C3%BChle'],
    ['möbel.test', 'https://xn--mbel-5qa.test/'],
    ['https://shop.test/a/../b//c/', 'https://shop.test/b//c/'],
  ])('%s is %s', (text, normalised) => {
    expect(normaliseUrl(text).href).toBe(normalised);
  });

  test.each([
    '',
    '   ',
    'oak chair',
    'https://',
    'http://exa mple.test/',
    'localhost:3000/x',
    'n/a',
    '42',
    '/path/only',
    `https://shop.test/${'a'.repeat(9_000)}`,
  ])('refuses %s as no URL, and says what was expected', (text) => {
    expect(failure(text)).toMatchObject({ category: 'invalid_url' });
    expect(failure(text).message).toContain('https://www.example.com/product');
  });

  test.each([
    'ftp://shop.test/a',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:a@shop.test',
    'data:text/html,x',
  ])('does not go to %s', (text) => {
    expect(failure(text)).toMatchObject({ category: 'forbidden_address' });
  });

  test('normalising twice changes nothing', () => {
    const parameter = fc.constantFrom('utm_source=a', 'gclid=1', 'b=2', 'a=%20', '', 'flag', 'x=y=z', 'é=ü');
    const text = fc
      .tuple(fc.webUrl({ withQueryParameters: true }), fc.array(parameter))
      .map(([url, parameters]) => `${url}${url.includes('?') ? '&' : '?'}${parameters.join('&')}#end`);
    fc.assert(
      fc.property(text, (given) => {
        const once = normaliseUrl(given).href;
        expect(normaliseUrl(once).href).toBe(once);
        expect(once).not.toMatch(/[?&](utm_|gclid)|#/);
      }),
      { numRuns: 500 },
    );
  });

  test('whatever is given, the answer is a web address or a failure with a category', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `https://${text}`),
        ),
        (given) => {
          try {
            expect(normaliseUrl(given).protocol).toMatch(/^https?:$/);
          } catch (error) {
            expect(error).toBeInstanceOf(PipelineError);
          }
        },
      ),
    );
  });

  test('the key is the host, with a port that is not the default one', () => {
    expect(normalisedKey(normaliseUrl('https://Shop.test/a'))).toBe('shop.test');
    expect(normalisedKey(normaliseUrl('http://shop.test:8080/a'))).toBe('shop.test:8080');
  });
});

test('a query that begins with a question mark of its own keeps it', () => {
  const { href } = normaliseUrl('http://shop.test/??utm_source=a');
  expect(href).toBe('http://shop.test/??utm_source=a');
  expect(normaliseUrl(href).href).toBe(href);
});
