import type { ProductRecord } from '#pipelines/specbook/record.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { dimensions } from '#quality/scores/scores.ts';
import type { Threshold } from '#quality/thresholds/thresholds.ts';

/** How many records of a run come up to what is asked of each. */
export type Compliance = {
  readonly records: number;
  /** Records that are complete, as their schema has it. */
  readonly valid: number;
  /** By threshold on a score: the records that reach its minimum themselves. */
  readonly thresholds: readonly { readonly measure: string; readonly minimum: number; readonly records: number }[];
  /** By field that is wanted: the records that have a value. */
  readonly fields: readonly { readonly field: string; readonly records: number }[];
};

const scores: ReadonlySet<string> = new Set(['score', ...dimensions]);

export function complianceCounter({ target }: RecordSchema, thresholds: readonly Threshold[]) {
  const limits = thresholds.filter(({ measure }) => scores.has(measure)).map((one) => ({ ...one, records: 0 }));
  const fields = target.fields.filter(({ wanted }) => wanted).map(({ name }) => ({ field: name, records: 0 }));
  let [records, valid] = [0, 0];
  return {
    add: ({ quality, values }: ProductRecord): void => {
      records += 1;
      if (quality.verdict === 'valid') valid += 1;
      for (const limit of limits) {
        const value = quality[limit.measure as 'score'];
        if (value !== undefined && value >= limit.minimum) limit.records += 1;
      }
      for (const one of fields) if (Object.hasOwn(values, one.field)) one.records += 1;
    },
    counts: (): Compliance => ({
      records,
      valid,
      thresholds: limits.map(({ measure, minimum, records: reached }) => ({ measure, minimum, records: reached })),
      fields,
    }),
  };
}
