import type { PageSource } from './page-fetcher.ts';

/** Bytes: spans hold no more. */
const longest = 2_000;

/** Tells how each page begins, as an event. Only for those who have asked for it: it is kept and sent. */
export function disclosed<Source extends PageSource>(fetcher: Source): Source {
  return {
    ...fetcher,
    fetch: async (url, context, earlier) => {
      const page = await fetcher.fetch(url, context, earlier);
      context.event('content', { page: new TextDecoder().decode(page.body.subarray(0, longest)) });
      return page;
    },
  };
}
