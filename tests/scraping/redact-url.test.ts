import { expect, test } from 'vitest';
import { redactUrl } from '#scraping/redact-url.ts';

test.each([
  ['https://user:secret@shop.test/a?b=1#c', 'https://shop.test/a?b=1'],
  ['https://shop.test/?access_token=abc&page=2', 'https://shop.test/?access_token=REDACTED&page=2'],
  ['https://shop.test/?X-Amz-Signature=abc&apikey=x', 'https://shop.test/?X-Amz-Signature=REDACTED&apikey=REDACTED'],
  ['https://shop.test/?token', 'https://shop.test/?token'],
  ['https://shop.test/?q=the%20secret', 'https://shop.test/?q=the%20secret'],
])('%s becomes %s', (url, redacted) => {
  expect(redactUrl(new URL(url))).toBe(redacted);
});
