/**
 * The span that a fact becomes. A fact's place in the trace follows from its kind: inside the span of `parent` with
 * the same stage and iteration, or, where there is none, one further out.
 */
export type SpanDefinition = {
  /** The kind of the facts. */
  readonly fact: string;
  /** The kind of the facts whose spans they are inside of; undefined for the root. */
  readonly parent: string | undefined;
  /** What the span is called: words, with `{attribute}`, `{stage}` in braces. Few different ones. */
  readonly name: string;
  readonly kind: 'internal' | 'client';
  readonly help: string;
  /** Attributes that are the same on all of them. */
  readonly constants: Readonly<Record<string, string>>;
  /** By the name that the fact has for it. What is not here does not reach the span. */
  readonly attributes: Readonly<Record<string, SpanAttribute>>;
};

export type SpanAttribute = {
  readonly name: string;
  readonly help: string;
  /** Whether the convention has a list where the fact has one value. */
  readonly list?: true;
};

/** What an event of a fact becomes on its span; what is not here does not reach it. */
export type SpanEventDefinition = {
  readonly name: string;
  readonly help: string;
  readonly attributes: Readonly<Record<string, SpanAttribute>>;
};

/** An attribute as it is written down; with `list` where the convention has a list. */
export type GivenAttribute = readonly [name: string, help: string, list?: 'list'];

export function spanAttributes(
  given: Readonly<Record<string, GivenAttribute>>,
): Readonly<Record<string, SpanAttribute>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, [as, help, list]]): [string, SpanAttribute] => [
      name,
      { name: as, help, ...(list === undefined ? {} : { list: true }) },
    ]),
  );
}
