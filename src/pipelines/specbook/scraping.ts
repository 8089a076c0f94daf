import type { ArtifactCodec, Stage } from '#core/stage.ts';
import type { Page } from '#scraping/page.ts';
import type { PageSource } from '#scraping/page-fetcher.ts';
import type { ProductInput } from './record.ts';

/**
 * Brings the page: from the cache, or from the site.
 *
 * @param deadline milliseconds for all attempts of one delivery together.
 */
export function scraping(
  fetcher: PageSource,
  artifact: ArtifactCodec<Page>,
  deadline: number,
): Stage<ProductInput, Page> {
  return {
    name: 'scraping',
    deadline: { milliseconds: deadline, category: 'timeout' },
    artifact,
    run: (input, context) => fetcher.fetch(new URL(input.url), context),
  };
}
