import type { FailureCategory } from '#core/failure.ts';
import type { Page } from './page.ts';

/** That a page does not exist, as a site once said. */
export type Absence = {
  readonly url: string;
  readonly category: FailureCategory;
  readonly message: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
};

export type CacheEntry =
  { readonly kind: 'page'; readonly page: Page } | { readonly kind: 'absence'; readonly absence: Absence };

/** What is known of pages, by the normalised URL that was asked for. Of each URL, the latest that was put. */
export interface PageCache {
  /** As it was put, however old. Undefined when there is nothing, and when what there is is damaged. */
  get(url: string): Promise<CacheEntry | undefined>;
  put(page: Page): Promise<void>;
  putAbsence(absence: Absence): Promise<void>;
}
