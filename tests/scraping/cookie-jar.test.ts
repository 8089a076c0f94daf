import { describe, expect, test } from 'vitest';
import { cookieJar } from '#scraping/cookie-jar.ts';

const set = (cookie: string, from: string, to: string) => {
  const jar = cookieJar(() => 0);
  jar.remember([cookie], new URL(from));
  return jar.headerFor(new URL(to));
};

describe('cookieJar', () => {
  test.each([
    ['a=1', 'https://shop.test/x/y', 'https://shop.test/x/z', 'a=1'],
    ['a=1', 'https://shop.test/x/y', 'https://shop.test/', undefined],
    ['a=1; Path=/', 'https://shop.test/x/y', 'https://shop.test/', 'a=1'],
    ['a=1; Path=/x', 'https://shop.test/', 'https://shop.test/xy', undefined],
    ['a=1; Path=/', 'https://shop.test/', 'https://www.shop.test/', undefined],
    ['a=1; Path=/; Domain=.shop.test', 'https://www.shop.test/', 'https://shop.test/', 'a=1'],
    ['a=1; Path=/; Domain=other.test', 'https://shop.test/', 'https://other.test/', undefined],
    ['a=1; Path=/; Domain=test', 'https://shop.test/', 'https://other.test/', undefined],
    ['a=1; Path=/; Domain=op.test', 'https://shop.test/', 'https://op.test/', undefined],
    ['a=1; Path=/; Secure', 'https://shop.test/', 'http://shop.test/', undefined],
    ['a=b=c; Path=/; HttpOnly', 'https://shop.test/', 'https://shop.test/', 'a=b=c'],
    ['=1; Path=/', 'https://shop.test/', 'https://shop.test/', undefined],
  ])('%s set by %s is sent to %s as %s', (cookie, from, to, sent) => {
    expect(set(cookie, from, to)).toBe(sent);
  });

  test('a later cookie takes the place of an earlier one, and Max-Age=0 deletes it', () => {
    const jar = cookieJar(() => 0);
    const url = new URL('https://shop.test/');
    jar.remember(['a=1', 'b=2'], url);
    jar.remember(['a=3', 'b=; Max-Age=0'], url);
    expect(jar.headerFor(url)).toBe('a=3');
  });
});
