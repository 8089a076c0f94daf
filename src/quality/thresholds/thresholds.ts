import { z } from 'zod';
import type { QualityFigures } from './figures.ts';

export const severities = ['warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What can be measured of a run, besides `field:NAME`, with what is wrong below the minimum and what to do then. */
const measures = {
  score: {
    means: 'the mean score of the records',
    action: 'look at the dimensions, then at the records with the lowest score in products.csv',
  },
  accuracy: {
    means: 'the trust in the values, and whether they stand in their page',
    action: 'look at the issues of the records in products.jsonl; npm run trace -- <url> shows where values came from',
  },
  completeness: {
    means: 'how much of what is wanted was found',
    action:
      'configure a model (--model), or one that is better at it; pages that are drawn by scripts need the browser',
  },
  clarity: {
    means: 'whether names and descriptions can be read as they are',
    action: 'look at the issues of the records: markup, capitals, texts that were cut off',
  },
  coherence: {
    means: 'whether the values of a record go together',
    action: 'look at the issues of the records: a price, brand or number may be that of another product',
  },
  valid: {
    means: 'the share of the records that are complete enough to use',
    action: 'see which fields are missing with npm run evaluate, or in the column verdict of products.csv',
  },
  pages: {
    means: 'the share of the pages that gave a record',
    action: 'see why with npm run failures',
  },
} as const;
type NamedMeasure = keyof typeof measures;
const named = Object.keys(measures) as readonly NamedMeasure[];

/** A minimum for one measure of a run, and what is to be said and done below it. */
export const threshold = z.strictObject({
  measure: z.union([z.enum(named), z.templateLiteral(['field:', z.string().min(1)])], {
    error: `expected one of ${named.join(', ')}, or field:NAME`,
  }),
  minimum: z.number().min(0).max(1),
  severity: z.enum(severities).default('warning'),
  message: z.string().min(1).optional(),
  action: z.string().min(1).optional(),
});
export type Threshold = z.infer<typeof threshold>;

export type ThresholdResult = {
  readonly measure: string;
  readonly minimum: number;
  /** Null when there was nothing to measure. */
  readonly value: number | null;
  readonly met: boolean;
  readonly severity: Severity;
  readonly message: string;
  readonly action: string;
};

/** Holds the figures against each threshold. What could not be measured counts as met: there is nothing against it. */
export function heldAgainst(thresholds: readonly Threshold[], figures: QualityFigures): readonly ThresholdResult[] {
  return thresholds.map((one) => {
    const { measure, minimum, severity } = one;
    const value = measured(measure, figures);
    const known = measures[measure as NamedMeasure] as (typeof measures)[NamedMeasure] | undefined;
    const field = measure.replace(/^field:/u, '');
    return {
      measure,
      minimum,
      value: value ?? null,
      met: value === undefined || value >= minimum,
      severity,
      message: one.message ?? known?.means ?? `the share of the records that have a value for ${field}`,
      action:
        one.action ?? known?.action ?? `see in the pages whether they give ${field} at all (npm run trace -- <url>)`,
    };
  });
}

function measured(measure: Threshold['measure'], { records, measures: known, fields }: QualityFigures) {
  if (!measure.startsWith('field:')) return known[measure];
  const field = measure.slice('field:'.length);
  return records === 0 ? undefined : Object.hasOwn(fields, field) ? fields[field] : 0;
}

/** Those that are not met, the most severe first. */
export function unmet(results: readonly ThresholdResult[]): readonly ThresholdResult[] {
  return results
    .filter(({ met }) => !met)
    .toSorted((one, other) => severities.indexOf(other.severity) - severities.indexOf(one.severity));
}
