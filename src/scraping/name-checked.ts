import type { AddressGuard } from './network/address-guard.ts';
import { targetOf } from './network/address-guard.ts';
import type { PageFetcher } from './page-fetcher.ts';

/**
 * For a fetcher that leaves the connecting to somebody else: of where that goes, only the URL can be checked here.
 *
 * @throws PipelineError `forbidden_address`
 */
export function nameChecked(fetcher: PageFetcher, guard: AddressGuard): PageFetcher {
  return {
    ...fetcher,
    async fetch(url, context, earlier) {
      guard.checkName(targetOf(url));
      return fetcher.fetch(url, context, earlier);
    },
  };
}
