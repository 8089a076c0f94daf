import type { Provenance } from '#extraction/extraction.ts';
import type { QualityIssue, Values } from './record-schema.ts';

/** A row of the input: the page, and the columns that are carried through to the outputs. */
export type ProductInput = {
  readonly url: string;
  readonly columns: Readonly<Record<string, string>>;
};

/** `incomplete` is a verdict, not an error: the record is kept, and says what it lacks. */
export type Quality = {
  readonly verdict: 'valid' | 'incomplete';
  /** The share of the wanted fields that have a value, 0 to 1. */
  readonly completeness: number;
  readonly issues: readonly QualityIssue[];
};

/** What is known of one product, and where each value came from. Which fields there are, its schema says. */
export type ProductRecord = {
  readonly sourceUrl: string;
  /** When the page was received, ISO 8601 in UTC. */
  readonly fetchedAt: string;
  readonly values: Values;
  readonly provenance: Readonly<Record<string, Provenance>>;
  readonly quality: Quality;
  /** The model that was asked, if one was; `standIn` marks the demonstration's rule-based model. */
  readonly model?: { readonly id: string; readonly standIn: boolean };
};
