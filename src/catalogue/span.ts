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

export type SpanAttribute = { readonly name: string; readonly help: string };
