import { type Dimension, dimensions } from '../scores/scores.ts';

/** What is known of one record for the quality of its run. */
export type RecordQuality = { readonly [dimension in Dimension]?: number } & {
  /** All dimensions together; absent from records of earlier versions. */
  readonly score?: number;
  readonly verdict: string;
  /** The fields that have a value. */
  readonly fields: readonly string[];
};

/** The quality of a run: means and shares, each from 0 to 1; what there is nothing to take the mean of is left out. */
export type QualityFigures = {
  readonly records: number;
  /** By measure: `score` and each dimension as means over the records, `valid` and `pages` as shares. */
  readonly measures: Readonly<Record<string, number>>;
  /** The share of the records that have a value, by field. */
  readonly fields: Readonly<Record<string, number>>;
};

const scored = ['score', ...dimensions] as const;

/** Adds up record after record; takes no more memory for many than for few. */
export function qualityCounter(): { add(record: RecordQuality): void; figures(pages: number): QualityFigures } {
  const sums = new Map<string, { sum: number; count: number }>();
  const fields = new Map<string, number>();
  let [records, valid] = [0, 0];
  const mean = (name: string) => sums.get(name) ?? { sum: 0, count: 0 };
  return {
    add: (record) => {
      records += 1;
      if (record.verdict === 'valid') valid += 1;
      for (const name of scored) {
        const value = record[name];
        if (value !== undefined) sums.set(name, { sum: mean(name).sum + value, count: mean(name).count + 1 });
      }
      for (const field of record.fields) fields.set(field, (fields.get(field) ?? 0) + 1);
    },
    /** @param pages how many pages there were that gave a record or failed. */
    figures: (pages) => ({
      records,
      measures: Object.fromEntries([
        ...[...sums].map(([name, { sum, count }]) => [name, rounded(sum / count)] as const),
        ...(records === 0 ? [] : [['valid', rounded(valid / records)] as const]),
        ...(pages === 0 ? [] : [['pages', rounded(records / pages)] as const]),
      ]),
      fields: Object.fromEntries([...fields].map(([field, count]) => [field, rounded(count / records)])),
    }),
  };
}

/** To four digits: what differs by less does not differ. */
const rounded = (value: number) => Math.round(value * 10_000) / 10_000;
