import { expect, test } from 'vitest';
import { plainText } from '#html/plain-text.ts';

test.each([
  ['a  b\n', 'a b'],
  ['<p>Solid <b>oak</b></p><p>Oiled</p>', 'Solid oak Oiled'],
  ['18&quot; chair &amp;amp; table', '18" chair & table'],
  ['5 < 6', '5 < 6'],
])('%j reads %j', (fragment, text) => {
  expect(plainText(fragment)).toBe(text);
});
