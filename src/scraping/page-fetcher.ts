import type { StageContext } from '#core/stage.ts';
import type { Page } from './page.ts';

/** What an earlier answer gave us to ask by whether it still holds (RFC 9110, section 13.1). */
export type Validators = { readonly etag?: string; readonly lastModified?: string };

/** What a way to fetch can do, and see of an answer. What it cannot see never makes a page of what is none. */
export type Capabilities = {
  /** It brings what scripts make of a page. Others are not asked for a page that needs a browser. */
  readonly scripts: boolean;
  /** It brings the very bytes that were sent, decompressed; not what a browser or a service made of them. */
  readonly sentBytes: boolean;
  /** It sees how many bytes a compressed body had on the wire. */
  readonly wireBytes: boolean;
  /** It undoes deflate without the zlib format around it, which some servers send. */
  readonly rawDeflate: boolean;
  /** It tells a body that was cut off from a whole one by itself, also a compressed one. */
  readonly cutOff: boolean;
  /** It can ask whether a page has changed. */
  readonly revalidation: boolean;
};

/** Brings pages: a fetcher, or a chain of them with all that is around it. */
export interface PageSource {
  readonly name: string;
  /**
   * @param earlier lets the site answer that nothing has changed: a page of status 304 without a body. A fetcher that
   * cannot ask so brings the page.
   * @throws PipelineError with a network or site category. A page is only ever returned when it was really
   * received in full.
   */
  fetch(url: URL, context: StageContext, earlier?: Validators): Promise<Page>;
}

/** One way to get a page: HTTP, a browser, a service. */
export interface PageFetcher extends PageSource {
  readonly observes: Capabilities;
}
