import type { StageContext } from '#core/stage.ts';
import type { Page } from './page.ts';

/** What an earlier answer gave us to ask by whether it still holds (RFC 9110, section 13.1). */
export type Validators = { readonly etag?: string; readonly lastModified?: string };

/** Brings pages. Every way to get one (HTTP, a browser, a service, the cache) is one of these. */
export interface PageFetcher {
  readonly name: string;
  /** Whether it brings what scripts make of a page. Others are not asked for a page that needs a browser. */
  readonly runsScripts?: boolean;
  /**
   * @param earlier lets the site answer that nothing has changed: a page of status 304 without a body. A fetcher that
   * cannot ask so brings the page.
   * @throws PipelineError with a network or site category. A page is only ever returned when it was really
   * received in full.
   */
  fetch(url: URL, context: StageContext, earlier?: Validators): Promise<Page>;
}
