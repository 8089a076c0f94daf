/** schema.org, and what it came from. */
const prefix = /^(?:https?:\/\/(?:www\.)?(?:schema|data-vocabulary)\.org\/|schema:|product:)/i;

/** The name of a schema.org type or property without what stands before it: `http://schema.org/Product` is `Product`. */
export function bareName(name: string): string {
  return name
    .trim()
    .replace(prefix, '')
    .replace(/^#|\/$/g, '');
}
