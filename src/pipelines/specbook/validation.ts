import { PipelineError } from '#core/pipeline-error.ts';
import type { Stage } from '#core/stage.ts';
import type { Extraction, Provenance } from '#extraction/extraction.ts';
import type { TargetSchema } from '#extraction/target-schema.ts';
import { overallScore, type Scores } from '#quality/scores/scores.ts';
import { checkedFiles, type FileChecks } from './checked-files.ts';
import type { Extracted } from './llm-extraction.ts';
import { normalised } from './normalised.ts';
import { coverageNotes } from './coverage.ts';
import type { ProductRecord, Quality } from './record.ts';
import type { QualityIssue, RecordSchema, Values } from './record-schema.ts';
import { type Scored, scored } from './scoring/scored.ts';

export type ModelInUse = { readonly id: string; readonly standIn: boolean };

/** Makes the record, and says what it is worth. A poor record is a verdict; none at all is a failure. */
export function validation(
  schema: RecordSchema,
  model: ModelInUse | undefined,
  files: FileChecks,
  deadline: number,
): Stage<Extracted, ProductRecord> {
  return {
    name: 'validation',
    deadline: { milliseconds: deadline, category: 'timeout' },
    run: async ({ document, extraction, sourceUrl, fetchedAt }, context) => {
      const found = fitting(schema.target, extraction);
      const refusal = schema.refuse(found);
      if (refusal !== undefined) throw new PipelineError('schema_invalid', refusal);
      const {
        values,
        files: known,
        issues,
      } = await checkedFiles(found, schema, files, context, sparePictures(schema, extraction));
      const worth = scored(values, schema, extraction, document);
      const quality = judged(values, schema, worth.scores, [...issues, ...worth.issues]);
      const provenance = originsOf(values, extraction);
      context.note({
        verdict: quality.verdict,
        issues: quality.issues.length,
        score_overall: overallScore(worth.scores),
        ...scoreNotes(worth.scores),
        ...coverageNotes(schema.target, values),
        ...confidenceOf(Object.values(provenance)),
      });
      const asked = model !== undefined && Object.values(provenance).some(({ source }) => source === 'model');
      const inUnits = normalised(schema.known(values).values);
      return {
        sourceUrl,
        fetchedAt: new Date(fetchedAt).toISOString(),
        values,
        ...(inUnits === undefined ? {} : { normalised: inUnits }),
        ...(Object.keys(known).length === 0 ? {} : { files: known }),
        provenance,
        quality,
        ...(asked ? { model } : {}),
      };
    },
  };
}

/** What fits its field; an artifact of an earlier version may hold what does not. */
function fitting({ fields }: TargetSchema, extraction: Extraction): Values {
  const fitted = fields.flatMap(({ name, parse }) => {
    const found = Object.hasOwn(extraction.fields, name) ? extraction.fields[name] : undefined;
    const value = found === undefined ? undefined : parse(found.value);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(fitted);
}

/** Pictures that the page offers besides the one that a field took. */
function sparePictures({ roles, target }: RecordSchema, { fields }: Extraction): readonly string[] {
  const field = target.fields.find(({ name }) => name === roles.pictures);
  const candidate = field && Object.hasOwn(fields, field.name) ? fields[field.name] : undefined;
  return (candidate?.alternatives ?? []).flatMap((one) => {
    const url = field?.parse(one);
    return typeof url === 'string' ? [url] : [];
  });
}

function judged(
  values: Values,
  schema: RecordSchema,
  scores: Scored['scores'],
  found: readonly QualityIssue[],
): Quality {
  const wanted = schema.target.fields.filter((field) => field.wanted).map(({ name }) => name);
  const missing = wanted.filter((name) => !Object.hasOwn(values, name));
  const lacking = schema.lacks(values);
  return {
    verdict: lacking.length > 0 ? 'incomplete' : 'valid',
    score: overallScore(scores),
    ...scores,
    issues: [
      ...found,
      ...lacking,
      ...schema.doubts(values),
      ...missing
        .filter((name) => lacking.every(({ field }) => field !== name))
        .map((field) => ({ field, problem: 'not stated' })),
    ],
  };
}

function scoreNotes(scores: Scores): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(scores).map(([dimension, score]) => [`score_${dimension}`, score]));
}

function originsOf(values: Values, { fields }: Extraction): ProductRecord['provenance'] {
  return Object.fromEntries(
    Object.keys(values).flatMap((name) => {
      const { provenance, grounding } = fields[name] ?? {};
      if (provenance === undefined) return [];
      return [[name, { ...provenance, ...(grounding === undefined ? {} : { grounding }) }] as const];
    }),
  );
}

/** How far the values are trusted, on average. */
function confidenceOf(provenance: readonly Provenance[]): { readonly score_confidence?: number } {
  if (provenance.length === 0) return {};
  return { score_confidence: provenance.reduce((sum, { confidence }) => sum + confidence, 0) / provenance.length };
}
