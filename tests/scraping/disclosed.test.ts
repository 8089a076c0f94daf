import { expect, test } from 'vitest';
import { disclosed } from '#scraping/disclosed.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeFetcher, fakePage } from '../fakes/page.ts';

test('tells how a page begins, cut short', async () => {
  const events: unknown[] = [];
  const context = fakeContext({ event: (name, attributes) => events.push([name, attributes]) });
  const page = fakePage({ body: `<p>${'é'.repeat(5_000)}` });
  expect(await disclosed(fakeFetcher(page)).fetch(new URL('https://shop.test/'), context)).toBe(page);
  // The last byte is half of a character.
  expect(events).toEqual([['content', { page: `<p>${'é'.repeat(998)}�` }]]);
});
