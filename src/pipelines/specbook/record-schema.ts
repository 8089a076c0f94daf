import type { Json } from '#core/json.ts';
import type { TargetSchema } from '#extraction/target-schema.ts';
import type { Known } from './scoring/known.ts';

/** What a record says of its product, by the schema's field names; a field that is not known is left out. */
export type Values = Readonly<Record<string, Json>>;

/** What a value is for people: decides the width of its column, and how a spreadsheet holds it. */
export type ColumnKind = 'text' | 'long text' | 'number' | 'boolean' | 'date' | 'link';

/** One column of the tables that a run gives. */
export type RecordColumn = {
  /** For programs; it never changes. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly kind: ColumnKind;
  show(values: Values): string | number | boolean | undefined;
  /** Where the cell leads. */
  link?(values: Values): string | undefined;
};

/** A row of the facts table in the spec book. */
export type RecordFact = { readonly title: string; show(values: Values): string | undefined };

export type QualityIssue = { readonly field: string; readonly problem: string };

/**
 * What the records of a run are: which fields are looked for, what makes a record complete, and how it is shown.
 * The product record that comes with specbook is one, a schema of the user's another.
 */
export type RecordSchema = {
  /** Names the shape, with a version: part of artifacts' identity, stored with each record and run. */
  readonly id: string;
  /** SHA-256 of everything that decides a record of the user's schema; absent for the one that comes with specbook. */
  readonly hash: string | undefined;
  readonly target: TargetSchema;
  /** The fields with a part of their own in the spec book; the others are rows of its facts table. */
  readonly roles: {
    readonly title: string | undefined;
    /** Also a row of the facts table: a schedule names it. */
    readonly brand: string | undefined;
    readonly category: string | undefined;
    readonly description: string | undefined;
    /** A picture's URL, or a list of them. */
    readonly pictures: string | undefined;
    /** A list of `{ title, url }`. */
    readonly documents: string | undefined;
  };
  readonly columns: readonly RecordColumn[];
  readonly facts: readonly RecordFact[];
  /** How much a field counts in scores, in comparison with others. */
  weightOf(field: string): number;
  /** What the values say in the terms of the product record. */
  known(values: Values): Known;
  /** Why there is no record at all in the values, if so: what was found is not a product. */
  refuse(values: Values): string | undefined;
  /** What the values lack to be called valid; none for a valid record. */
  lacks(values: Values): readonly QualityIssue[];
  /** What is doubtful about them, though it does not make them incomplete. */
  doubts(values: Values): readonly QualityIssue[];
};

/** The value of a field as text. */
export function textIn(values: Values, field: string | undefined): string | undefined {
  const value = valueIn(values, field);
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a field that holds one or a list of them. */
export function textsIn(values: Values, field: string | undefined): readonly string[] {
  const value = valueIn(values, field);
  const entries = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return entries.filter((entry) => typeof entry === 'string');
}

/** The files that a field lists; undefined when it has no value. */
export function documentsIn(values: Values, field: string): readonly Linked[] | undefined {
  const value = valueIn(values, field);
  return Array.isArray(value) ? (value as readonly Json[]).filter(isLinked) : undefined;
}

type Linked = { readonly title: string; readonly url: string };

export function isLinked(value: Json): value is Linked {
  if (typeof value !== 'object' || value === null || !('title' in value) || !('url' in value)) return false;
  return typeof value.title === 'string' && typeof value.url === 'string';
}

/** What the values themselves hold: a field may be named like something that every object has. */
export function valueIn(values: Values, field: string | undefined): Json | undefined {
  return field !== undefined && Object.hasOwn(values, field) ? values[field] : undefined;
}
