import { observe } from '#core/observe.ts';
import type { Observer } from '#core/observer.ts';
import type { PageSource } from './page-fetcher.ts';

/**
 * Leaves one fact each time: of kind `fetch` around an attempt, of kind `page` around all that it takes to bring a
 * page, cache and retries included.
 */
export function observed<Source extends PageSource>(
  fetcher: Source,
  observer: Observer,
  kind: 'fetch' | 'page',
): Source {
  const scope = { kind, name: fetcher.name };
  return {
    ...fetcher,
    fetch: (url, context, earlier) =>
      observe(observer, scope, context, (scoped) => fetcher.fetch(url, scoped, earlier)),
  };
}
