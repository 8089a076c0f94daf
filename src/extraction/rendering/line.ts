/**
 * What a line is worth, the most first. When there is not room for all, lines are left out from the end of this list
 * backwards, and within one kind from the end of the page backwards.
 */
export const ranks = [
  'title, address and headings',
  "facts of the product in the page's own data",
  'the first rows of specifications',
  'text near the heading',
  'files',
  'further rows of specifications',
  'other text about the product',
  "other things in the page's own data",
  'pictures',
  'text before the heading of the page',
  'other products',
] as const;
export type Rank = (typeof ranks)[number];

export const sectionTitles = [
  '',
  "Facts from the page's data",
  'Specifications',
  'Files and pictures',
  'Text',
] as const;
type SectionTitle = (typeof sectionTitles)[number];

export type Line = { readonly section: SectionTitle; readonly rank: Rank; readonly text: string };
