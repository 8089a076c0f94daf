import type { Page } from './page.ts';

/** Pages that were accepted once, by the normalised URL that was asked for. */
export interface PageCache {
  /** The page as it was put, however old; undefined when there is none. */
  get(url: string): Promise<Page | undefined>;
  /** Stores the page under its `url`, in the place of an earlier one. */
  put(page: Page): Promise<void>;
}
