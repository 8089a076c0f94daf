/** Where in a page a value stands, the most telling place first. */
export const groundingPlaces = ['structured_data', 'specifications', 'text', 'meta', 'heading', 'link', 'url'] as const;
export type GroundingPlace = (typeof groundingPlaces)[number];

/** The words with which an issue or a person is told why a value counts as ungrounded. */
export const ungroundedReasons = {
  absent: 'it does not stand in the page',
  partial: 'only a part of it stands in the page',
  elsewhere: 'it stands in the page only as something else: an old price, another product',
} as const;
export type UngroundedReason = keyof typeof ungroundedReasons;

/**
 * Whether a value stands in the page that it is said to come from: where, with the passage that holds it (at most
 * 200 characters), or why it does not, with what of it is missing.
 */
export type Grounding =
  | { readonly is: 'grounded'; readonly place: GroundingPlace; readonly passage: string }
  | { readonly is: 'ungrounded'; readonly reason: UngroundedReason; readonly missing: string };
