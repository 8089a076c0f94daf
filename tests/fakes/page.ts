import type { Page } from '#scraping/page.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';

/** A page as a fetcher brings it. A body given as text is encoded as UTF-8. */
export function fakePage(changed: Partial<Omit<Page, 'body'>> & { readonly body?: string | Uint8Array } = {}): Page {
  const { body = '<!doctype html><title>Oak chair</title><h1>Oak chair</h1><p>Solid oak, 4 kg.</p>', ...rest } =
    changed;
  return {
    url: 'https://shop.test/chair',
    finalUrl: 'https://shop.test/chair',
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    fetchedAt: Date.UTC(2026, 0, 1),
    fetcher: 'http',
    ...rest,
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  };
}

/** A fetcher that gives the answers in turn, throwing those that are errors; the last one again and again. */
export function fakeFetcher(...answers: readonly (Page | Error)[]): PageFetcher & { readonly urls: readonly string[] } {
  return namedFetcher('fake', ...answers);
}

/** The same with a name, for several in one test. */
export function namedFetcher(
  name: string,
  ...answers: readonly (Page | Error)[]
): PageFetcher & { readonly urls: readonly string[] } {
  const urls: string[] = [];
  return {
    name,
    urls,
    fetch: async (url, context) => {
      const answer = answers[Math.min(urls.length, answers.length - 1)];
      urls.push(url.href);
      context.note({ fetched: true });
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('the fake has no answers');
      return answer;
    },
  };
}
