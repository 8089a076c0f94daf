import { createHash } from 'node:crypto';

/**
 * The corpus of product pages is split by host, so that rules can be made on one part and measured on the other, which
 * nobody who makes rules has looked at. Hosts are sorted by the SHA-256 of their name; the first of them, as long as
 * they have no more than 20 of the 70 pages, are sealed. In the corpus the first open host has this hash (its first
 * eight hexadecimal digits), so one host's part can be told without the others.
 */
const firstOpen = '35e0f4db';

export const corpusParts = ['open', 'sealed', 'all'] as const;
export type CorpusPart = (typeof corpusParts)[number];

/** Whether a page belongs to a part of the corpus, by its URL. */
export function isInPart(url: string, part: CorpusPart): boolean {
  if (part === 'all') return true;
  const hash = createHash('sha256').update(new URL(url).host).digest('hex');
  return hash < firstOpen === (part === 'sealed');
}
