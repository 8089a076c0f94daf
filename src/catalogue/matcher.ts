/**
 * What a label must be: one value, one of several, or none of them. A value that begins with `$` is a variable of a
 * dashboard, which may stand for several.
 */
export type Matcher = string | readonly string[] | { readonly not: string | readonly string[] };

/** By the names that the labels have in the catalogue. */
export type Matchers = Readonly<Record<string, Matcher>>;
