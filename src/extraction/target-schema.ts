import type { Json } from '#core/json.ts';

/** One field of the record that is to be made. */
export type TargetField = {
  readonly name: string;
  /** For a person and for the model: what belongs here, in what form. */
  readonly description: string;
  /** The JSON Schema of the value (never null; an absent field is left out of the record). */
  readonly jsonSchema: Readonly<Record<string, Json>>;
  /** True when a model should be asked for it although structured data may be absent on many good pages. */
  readonly wanted: boolean;
  /** The known facts whose rules find the value in page data; left out, the one that is called as the field is. */
  readonly facts?: readonly string[];
  /** What the rows that hold it are called on pages, besides what the facts' rows are called. */
  readonly labels?: readonly string[];
  /** The value, tidied and of the right shape, or undefined when it does not fit the field. */
  parse(value: Json): Json | undefined;
};

/** What a pipeline wants to know of a page. */
export type TargetSchema = {
  /** With a version; part of every cache key. */
  readonly id: string;
  /** The word for the thing described: `product`. */
  readonly subject: string;
  readonly fields: readonly TargetField[];
};
