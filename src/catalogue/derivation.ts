/**
 * How a metric follows from facts, as data: the measurements of a running process, the totals of the ledger and the
 * SQL that recomputes them are all read from it, so they cannot come to mean different things.
 */
export type Derivation = {
  /** The kind of the facts that it follows from. */
  readonly fact: string;
  /** All of them must hold. */
  readonly where: readonly Condition[];
  /** The attribute that holds a list, its words joined by commas: each word is measured. Without it, the fact is. */
  readonly each?: string;
  /** What a counter grows by, or what a histogram observes. */
  readonly value: Amount;
  /** A source for each label of the metric. */
  readonly labels: Readonly<Record<string, Source>>;
};

export type Condition =
  | { readonly of: Source; readonly is: 'present' | 'absent' }
  | { readonly of: Source; readonly is: 'in' | 'not in'; readonly values: readonly string[] };

/** One of each fact, its duration in seconds, or a number among its attributes (nothing is measured without it). */
export type Amount = { readonly from: 'one' } | { readonly from: 'duration' } | NumberAttribute;

type NumberAttribute = { readonly from: 'attribute'; readonly name: string };

export type Source =
  | { readonly from: 'constant'; readonly value: string }
  | { readonly from: 'outcome' | 'stage' | 'kind' | 'project' }
  /** Of the list that `each` names. */
  | { readonly from: 'word' }
  /** An attribute of the fact, as text; `otherwise` where it has none. */
  | { readonly from: 'attribute'; readonly name: string; readonly otherwise: string };

export const one: Amount = { from: 'one' };
/** Seconds. */
export const duration: Amount = { from: 'duration' };
export const amount = (name: string): Amount => ({ from: 'attribute', name });

export const outcome: Source = { from: 'outcome' };
export const stage: Source = { from: 'stage' };
export const kind: Source = { from: 'kind' };
export const project: Source = { from: 'project' };
export const word: Source = { from: 'word' };
export const constant = (value: string): Source => ({ from: 'constant', value });
export const attribute = (name: string, otherwise = 'none'): Source => ({ from: 'attribute', name, otherwise });

export const present = (name: string): Condition => ({ of: attribute(name), is: 'present' });
export const absent = (name: string): Condition => ({ of: attribute(name), is: 'absent' });
export const is = (of: Source, ...values: readonly string[]): Condition => ({ of, is: 'in', values });
export const isNot = (of: Source, ...values: readonly string[]): Condition => ({ of, is: 'not in', values });
