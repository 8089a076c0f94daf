import type { Document } from '#html/document.ts';
import { jsonLdEntities } from '#structured-data/json-ld-entities.ts';
import { mainProduct } from '#structured-data/main-product.ts';
import type { Entity } from '#structured-data/structured-data.ts';

/** What one kind of structured data says: of the page's product, and of everything else. */
export type EntityGroup = { readonly main: Entity | undefined; readonly all: readonly Entity[] };

/** The kinds of structured data of a page, the most trusted first. */
export function entityGroups(document: Document): readonly EntityGroup[] {
  const { jsonLd, microdata, rdfa = [], state = [] } = document.structured;
  return [jsonLdEntities(jsonLd), microdata, rdfa, state].map((all) => ({
    main: mainProduct(all, document)?.product,
    all,
  }));
}

/** What attributes and form fields say, as far as they say one thing: shelves of other products carry the same. */
export function singleMarks({ marks = [] }: Document): NonNullable<Document['marks']> {
  const first = marks.filter(({ field }, index) => marks.findIndex((one) => one.field === field) === index);
  return first.filter(({ field, value }) => marks.every((one) => one.field !== field || one.value === value));
}
