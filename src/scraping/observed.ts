import { observe } from '#core/observe.ts';
import type { Observer } from '#core/observer.ts';
import type { PageFetcher } from './page-fetcher.ts';

/** Leaves one fact of kind `fetch` for every attempt to bring a page. */
export function observed(fetcher: PageFetcher, observer: Observer): PageFetcher {
  const scope = { kind: 'fetch', name: fetcher.name };
  return {
    name: fetcher.name,
    fetch: (url, context) => observe(observer, scope, context, (scoped) => fetcher.fetch(url, scoped)),
  };
}
