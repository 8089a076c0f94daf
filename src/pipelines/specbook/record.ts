import type { Json } from '#core/json.ts';
import type { Candidate, Provenance } from '#extraction/extraction.ts';
import type { Scores } from '#quality/scores/scores.ts';
import type { FileFacts } from './checked-files.ts';
import type { QualityIssue, Values } from './record-schema.ts';

/** A row of the input: the page, and the columns that are carried through to the outputs. */
export type ProductInput = {
  readonly url: string;
  readonly columns: Readonly<Record<string, string>>;
};

/** `incomplete` is a verdict, not an error: the record is kept, and says what it lacks. */
export type Quality = Scores & {
  readonly verdict: 'valid' | 'incomplete';
  /** All dimensions together, 0 to 1; absent from records of earlier versions. */
  readonly score?: number;
  /** How much of what is wanted has a value, 0 to 1, each field by its weight. */
  readonly completeness: number;
  readonly issues: readonly QualityIssue[];
};

/** Where a value came from, and where it was found in the page, or that it was not. */
export type Origin = Provenance & Pick<Candidate, 'grounding'>;

/** What is known of one product, and where each value came from. Which fields there are, its schema says. */
export type ProductRecord = {
  readonly sourceUrl: string;
  /** When the page was received, ISO 8601 in UTC. */
  readonly fetchedAt: string;
  readonly values: Values;
  /** Lengths in millimetres, the weight in kilograms, materials and finishes in words of the vocabulary. */
  readonly normalised?: Readonly<Record<string, Json>>;
  /** The pictures and documents that were looked at, by URL: their type, and as far as it is known their size. */
  readonly files?: FileFacts;
  readonly provenance: Readonly<Record<string, Origin>>;
  readonly quality: Quality;
  /** The model that was asked, if one was; `standIn` marks the demonstration's rule-based model. */
  readonly model?: { readonly id: string; readonly standIn: boolean };
};
