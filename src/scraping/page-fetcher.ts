import type { StageContext } from '#core/stage.ts';
import type { Page } from './page.ts';

/** Brings pages. Every way to get one (HTTP, a browser, a service, the cache) is one of these. */
export interface PageFetcher {
  readonly name: string;
  /** Whether it brings what scripts make of a page. Others are not asked for a page that needs a browser. */
  readonly runsScripts?: boolean;
  /**
   * @throws PipelineError with a network or site category. A page is only ever returned when it was really
   * received in full.
   */
  fetch(url: URL, context: StageContext): Promise<Page>;
}
