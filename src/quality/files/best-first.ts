import type { ImageVerdict } from './file-check.ts';

export type CheckedImage = { readonly url: string; readonly verdict: ImageVerdict | undefined };

/** Pixels of the shorter side: what fills a third of a printed page at 150 dots an inch, and what fills a sixth. */
const large = 400;
const fair = 200;
/** Width to height: longer ones are banners and strips. */
const longest = 3;

/**
 * The pictures, the best one first: those that are large enough to print, then those that are not known, then the
 * small and the very long ones. Among equals the page's own order stays, which shows the product before its details.
 */
export function bestFirst(images: readonly CheckedImage[]): readonly CheckedImage[] {
  return images.toSorted((one, other) => rank(one) - rank(other));
}

function rank({ verdict }: CheckedImage): number {
  if (verdict?.ok !== true) return 2;
  const { type, width, height } = verdict;
  const shorter = Math.min(width, height);
  if (Math.max(width, height) / shorter > longest) return 4;
  if (type === 'svg' || shorter >= large) return type === 'svg' ? 1 : 0;
  return shorter >= fair ? 1 : 3;
}
