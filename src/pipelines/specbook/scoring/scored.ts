import { ungroundedReasons } from '#extraction/grounding/grounding.ts';
import type { Extraction } from '#extraction/extraction.ts';
import type { Document } from '#html/document.ts';
import { clarityChecks, type ReadText } from '#quality/scores/clarity.ts';
import { type Check, type Dimension, passed, type Scores, weightedMean } from '#quality/scores/scores.ts';
import type { QualityIssue, RecordSchema, Values } from '../record-schema.ts';
import { coherenceChecks } from './coherence.ts';
import { formatChecks } from './format.ts';
import type { Known } from './known.ts';

export type Scored = {
  readonly scores: Scores & { readonly completeness: number };
  readonly issues: readonly QualityIssue[];
};

/**
 * What the values are worth in each dimension, and every doubt that lowers it. docs/quality.md has the formulas.
 *
 * @param values those that stay in the record.
 */
export function scored(values: Values, schema: RecordSchema, { fields }: Extraction, document: Document): Scored {
  const known = schema.known(values);
  const format = formatChecks(known);
  const ungrounded = Object.keys(values).flatMap((field): readonly Check[] => {
    const grounding = fields[field]?.grounding;
    if (grounding === undefined) return [];
    return [{ field, problem: grounding.is === 'grounded' ? undefined : ungroundedReasons[grounding.reason] }];
  });
  const clarity = clarityChecks(textsOf(known, document.language));
  const coherence = [
    ...coherenceChecks(known, document),
    ...Object.keys(values).flatMap((field) => agreement(field, fields)),
  ];
  const wrong = new Set(issuesOf([...format, ...ungrounded]).map(({ field }) => field));
  const trust = Object.keys(values).map((field) => ({
    value: wrong.has(field) ? 0 : (fields[field]?.provenance.confidence ?? 0),
    weight: schema.weightOf(field),
  }));
  const wanted = schema.target.fields.filter((field) => field.wanted);
  const found = wanted.map(({ name }) => ({
    value: Object.hasOwn(values, name) ? 1 : 0,
    weight: schema.weightOf(name),
  }));
  return {
    scores: {
      ...scoreOf('accuracy', weightedMean(trust)),
      completeness: weightedMean(found) ?? 1,
      ...scoreOf('clarity', passed(clarity)),
      ...scoreOf('coherence', passed(coherence)),
    },
    issues: issuesOf([...format, ...ungrounded, ...clarity, ...coherence]),
  };
}

/** Whether the places of the page that speak of the field say the same; nothing to ask where there is but one. */
function agreement(field: string, fields: Extraction['fields']): readonly Check[] {
  const { agreeing = [], disagreeing = [] } = fields[field]?.provenance ?? {};
  const [other] = disagreeing;
  if (other !== undefined) {
    const said = JSON.stringify(other.value).slice(0, 80);
    return [
      { field, problem: `the page says something else in another place: ${said} (${other.source}, ${other.where})` },
    ];
  }
  return agreeing.length === 0 ? [] : [{ field, problem: undefined }];
}

function issuesOf(checks: readonly Check[]): readonly QualityIssue[] {
  return checks.flatMap(({ field, problem }) => (problem === undefined ? [] : [{ field, problem }]));
}

function textsOf({ values, fieldOf }: Known, language: string): readonly ReadText[] {
  const roles = { name: 'title', description: 'description' } as const;
  return (['name', 'description'] as const).flatMap((fact) => {
    const text = values[fact];
    return text === undefined ? [] : [{ field: fieldOf(fact), role: roles[fact], text, language }];
  });
}

function scoreOf(dimension: Dimension, score: number | undefined): Scores {
  return score === undefined ? {} : { [dimension]: score };
}
