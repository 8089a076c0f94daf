import { expect, test } from 'vitest';
import { redactText, redactUrl } from '#scraping/redact-url.ts';

test.each([
  ['https://user:secret@shop.test/a?b=1#c', 'https://shop.test/a?b=1'],
  ['https://shop.test/?access_token=abc&page=2', 'https://shop.test/?access_token=REDACTED&page=2'],
  ['https://shop.test/?X-Amz-Signature=abc&apikey=x', 'https://shop.test/?X-Amz-Signature=REDACTED&apikey=REDACTED'],
  ['https://shop.test/?token', 'https://shop.test/?token'],
  ['https://shop.test/?q=the%20secret', 'https://shop.test/?q=the%20secret'],
])('%s becomes %s', (url, redacted) => {
  expect(redactUrl(new URL(url))).toBe(redacted);
});

test.each([
  ['"ftp://anna:secret@shop.test/a" is no web address', '"ftp://shop.test/a" is no web address'],
  ['see https://shop.test/?sid=abc&keyword=oak, or not', 'see https://shop.test/?sid=REDACTED&keyword=oak, or not'],
  ['mail a@b.test // or c@d.test', 'mail a@b.test // or c@d.test'],
])('the text %s becomes %s', (text, redacted) => {
  expect(redactText(text)).toBe(redacted);
});
