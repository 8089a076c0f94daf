import type { Page } from '#scraping/page.ts';
import type { Capabilities, PageFetcher, Validators } from '#scraping/page-fetcher.ts';

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

export type FakeFetcher = PageFetcher & {
  /** What was asked for, and what of an earlier answer it was asked with. */
  readonly urls: readonly string[];
  readonly earlier: readonly (Validators | undefined)[];
};

/** What a fake can do: all but to run scripts. */
export const observesAll: Capabilities = {
  scripts: false,
  sentBytes: true,
  wireBytes: true,
  rawDeflate: true,
  cutOff: true,
  revalidation: true,
};

/** A fetcher that gives the answers in turn, throwing those that are errors; the last one again and again. */
export function fakeFetcher(...answers: readonly (Page | Error)[]): FakeFetcher {
  return namedFetcher('fake', ...answers);
}

/** The same with a name, for several in one test. */
export function namedFetcher(name: string, ...answers: readonly (Page | Error)[]): FakeFetcher {
  const urls: string[] = [];
  const asked: (Validators | undefined)[] = [];
  return {
    name,
    observes: observesAll,
    urls,
    earlier: asked,
    fetch: async (url, context, earlier) => {
      const answer = answers[Math.min(urls.length, answers.length - 1)];
      urls.push(url.href);
      asked.push(earlier);
      context.note({ fetched: true });
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('the fake has no answers');
      return answer;
    },
  };
}
