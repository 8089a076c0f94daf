import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Page } from '#scraping/page.ts';
import { robots } from '#scraping/politeness/robots.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { fakeContext } from '../../fakes/context.ts';
import { fakeFetcher, fakePage } from '../../fakes/page.ts';

const url = (path: string) => new URL(path, 'https://shop.test');
const text = (body: string, status = 200) => fakePage({ body, status, headers: { 'content-type': 'text/plain' } });

async function ask(path: string, ...answers: readonly (Page | Error)[]) {
  return robots(fakeFetcher(...answers)).ask(url(path), fakeContext());
}

describe('robots.txt', () => {
  test.each([
    ['allows what it does not mention', 'User-agent: *\nDisallow: /admin', '/chair', true],
    ['refuses what it disallows', 'User-agent: *\nDisallow: /admin', '/admin/x', false],
    [
      'means us by our name before all others',
      'User-agent: *\nDisallow: /\n\nUser-agent: specbook\nAllow: /',
      '/chair',
      true,
    ],
    ['lets the longest rule decide', 'User-agent: *\nDisallow: /p\nAllow: /p/chair', '/p/chair', true],
    ['knows * and $', 'User-agent: *\nDisallow: /*.pdf$', '/sheet.pdf', false],
    ['may begin with a byte order mark', '\uFEFFUser-agent: *\nDisallow: /', '/chair', false],
    ['may be empty', '', '/chair', true],
    ['may be a page', '<!doctype html><title>Shop</title>', '/chair', true],
  ])('%s', async (_what, rules, path, allowed) => {
    expect(await ask(path, text(rules))).toMatchObject({ allowed });
  });

  test('says which line decided, and how far apart requests are wanted', async () => {
    const rules = text('User-agent: *\nCrawl-delay: 2.5\nDisallow: /admin');
    expect(await ask('/admin', rules)).toEqual({ allowed: false, crawlDelay: 2_500, line: 3 });
  });

  test('is not waited for on its word for more than a minute', async () => {
    expect(await ask('/', text('User-agent: *\nCrawl-delay: 86400'))).toMatchObject({ crawlDelay: 60_000 });
  });

  test.each([400, 401, 403, 404, 410, 451])('allows everything when it answers %i', async (status) => {
    expect(await ask('/chair', text('User-agent: *\nDisallow: /', status))).toMatchObject({ allowed: true });
  });

  test.each([
    [503, 'http_server_error'],
    [429, 'rate_limited'],
  ])('keeps us away while it answers %i, for as long as it says', async (status, category) => {
    const page = { ...text('', status), headers: { 'retry-after': '7' } };
    await expect(ask('/chair', page)).rejects.toMatchObject({ category, retryAfter: 7_000 });
  });

  test('fails like the page when there is no connection', async () => {
    await expect(ask('/chair', new PipelineError('connection', 'reset'))).rejects.toMatchObject({
      category: 'connection',
    });
  });
});

describe('a site', () => {
  test('is asked once for all its pages, however many ask at the same time, and again after a day', async () => {
    const fetcher = fakeFetcher(text('User-agent: *\nDisallow: /admin'));
    const clock = fakeClock();
    const context = fakeContext({ clock });
    const { ask: askOne } = robots(fetcher);
    await Promise.all(['/a', '/b', '/c'].map((path) => askOne(url(path), context)));
    expect(fetcher.urls).toEqual(['https://shop.test/robots.txt']);
    await askOne(new URL('https://other.test/'), context);
    expect(fetcher.urls).toHaveLength(2);
    await clock.advance(86_400_000);
    await askOne(url('/a'), context);
    expect(fetcher.urls).toHaveLength(3);
  });

  test('that could not be asked is asked again by whoever comes next, once for all who wait', async () => {
    const fetcher = fakeFetcher(new PipelineError('timeout', 'late'), text(''));
    const { ask: askOne } = robots(fetcher);
    const asked = await Promise.allSettled(['/a', '/b', '/c'].map((path) => askOne(url(path), fakeContext())));
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(fetcher.urls).toHaveLength(2);
  });
});

test('no text makes it crash', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.webPath(), async (rules, path) => {
      const answer = await robots(fakeFetcher(text(`User-agent: *\n${rules}`))).ask(
        new URL(`https://shop.test${path}`),
        fakeContext(),
      );
      expect(typeof answer.allowed).toBe('boolean');
    }),
  );
});
