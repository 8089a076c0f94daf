import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messagePattern } from '#reports/message-pattern.ts';

describe('a message becomes a pattern:', () => {
  test.each([
    ['the site answered with status 503', 'the site answered with status <number>'],
    ['waited 1.5 s at 10:30, 1,024 bytes', 'waited <number> s at <number>, <number> bytes'],
    ['redirected to https://shop.example/a?b=1.', 'redirected to <url>.'],
    ['see (http://127.0.0.1:4380/x), twice', 'see (<url>), twice'],
    ['expected "a" or “b” or `c`', 'expected <text> or <text> or <text>'],
    ["the site's 'main' part isn't there", "the site's <text> part isn't there"],
    ['Reference 18.2f6cdd17.1700000000.3a4b5c6d', 'Reference <number>.<hash>.<number>.<hash>'],
    ['request 123e4567-e89b-12d3-a456-426614174000', 'request <hash>'],
    ['an effaced page', 'an effaced page'],
    ['item 12345678 of deadbeef01', 'item <number> of <hash>'],
    ['shop.example: read ECONNRESET', 'shop.example: read ECONNRESET'],
  ])('%s', (message, pattern) => {
    expect(messagePattern(message)).toBe(pattern);
  });

  // What is no part of an address where it stands in a sentence.
  const url = fc.webUrl({ withQueryParameters: true }).filter((address) => /^[^'`]*[\w/]$/u.test(address));

  test('the same for whatever number, address or quotation is in it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), url, url, (one, other, here, there) => {
        const message = (number: number, link: string) =>
          `status ${number} from "${link}" after ${link} and ${number} s`;
        expect(messagePattern(message(one, here))).toBe(messagePattern(message(other, there)));
      }),
    );
  });

  test('in a time that grows with the message, whatever is in it', () => {
    const hostile = ['"', "'", '`', 'http://', 'a1'.repeat(4), '1.'].map((part) => part.repeat(20_000));
    for (const message of hostile) expect(messagePattern(message).length).toBeLessThanOrEqual(message.length * 8);
  });
});
