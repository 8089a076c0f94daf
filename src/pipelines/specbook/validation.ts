import type { Json } from '#core/json.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Stage, StageContext } from '#core/stage.ts';
import type { Extraction, Provenance } from '#extraction/extraction.ts';
import type { TargetSchema } from '#extraction/target-schema.ts';
import type { ImageVerdict } from '#quality/image-check.ts';
import type { Extracted } from './llm-extraction.ts';
import type { ProductRecord, Quality } from './record.ts';
import { type QualityIssue, type RecordSchema, textsIn, type Values } from './record-schema.ts';

export type ModelInUse = { readonly id: string; readonly standIn: boolean };

/** Whether the URL leads to a picture; undefined when that is not known and may not be found out. */
export type ImageCheck = (url: string, context: StageContext) => Promise<ImageVerdict | undefined>;

/** Makes the record, and says what it is worth. A poor record is a verdict; none at all is a failure. */
export function validation(
  schema: RecordSchema,
  model: ModelInUse | undefined,
  images: { readonly check: ImageCheck; readonly mostChecked: number },
  deadline: number,
): Stage<Extracted, ProductRecord> {
  return {
    name: 'validation',
    deadline: { milliseconds: deadline, category: 'timeout' },
    run: async ({ extraction, sourceUrl, fetchedAt }, context) => {
      const found = fitting(schema.target, extraction);
      const refusal = schema.refuse(found);
      if (refusal !== undefined) throw new PipelineError('schema_invalid', refusal);
      const pictures = await checkedImages(found, schema.roles.pictures, images, context);
      const values = without(found, schema, pictures.refused);
      const quality = judged(values, schema, pictures.issues);
      const provenance = provenanceOf(values, extraction);
      context.note({
        verdict: quality.verdict,
        score_completeness: quality.completeness,
        ...confidenceOf(Object.values(provenance)),
      });
      const asked = model !== undefined && Object.values(provenance).some(({ source }) => source === 'model');
      return {
        sourceUrl,
        fetchedAt: new Date(fetchedAt).toISOString(),
        values,
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

/** The first few pictures are fetched and looked at; what turns out to be none does not stay in the record. */
async function checkedImages(
  values: Values,
  field: string | undefined,
  { check, mostChecked }: { readonly check: ImageCheck; readonly mostChecked: number },
  context: StageContext,
): Promise<{ readonly refused: ReadonlySet<string>; readonly issues: readonly QualityIssue[] }> {
  const urls = textsIn(values, field);
  const verdicts = await Promise.all(
    urls.map(async (url, index) => ({ url, verdict: index < mostChecked ? await check(url, context) : undefined })),
  );
  const refused = verdicts.flatMap(({ url, verdict }) =>
    verdict?.ok === false ? [{ url, reason: verdict.reason }] : [],
  );
  const accepted = verdicts.filter(({ verdict }) => verdict?.ok === true);
  context.note({ images: urls.length, images_accepted: accepted.length, images_refused: refused.length });
  return {
    refused: new Set(refused.map(({ url }) => url)),
    issues: refused.map(({ url, reason }) => ({
      field: field ?? 'images',
      problem: `${url} is not a picture: ${reason}`,
    })),
  };
}

/** The values without those pictures, and without the whole field when what is left does not fit it. */
function without(values: Values, { target, roles }: RecordSchema, refused: ReadonlySet<string>): Values {
  const field = target.fields.find(({ name }) => name === roles.pictures);
  if (field === undefined || refused.size === 0) return values;
  const { [field.name]: pictures = [], ...others } = values;
  const isKept = (picture: Json) => typeof picture !== 'string' || !refused.has(picture);
  const left = Array.isArray(pictures)
    ? (pictures as readonly Json[]).filter(isKept)
    : isKept(pictures)
      ? pictures
      : [];
  const parsed = field.parse(left);
  return parsed === undefined ? others : { ...others, [field.name]: parsed };
}

function judged(values: Values, schema: RecordSchema, imageIssues: readonly QualityIssue[]): Quality {
  const wanted = schema.target.fields.filter((field) => field.wanted).map(({ name }) => name);
  const missing = wanted.filter((name) => !Object.hasOwn(values, name));
  const lacking = schema.lacks(values);
  return {
    verdict: lacking.length > 0 ? 'incomplete' : 'valid',
    completeness: wanted.length === 0 ? 1 : (wanted.length - missing.length) / wanted.length,
    issues: [
      ...imageIssues,
      ...lacking,
      ...schema.doubts(values),
      ...missing
        .filter((name) => lacking.every(({ field }) => field !== name))
        .map((field) => ({ field, problem: 'not stated' })),
    ],
  };
}

function provenanceOf(values: Values, { fields }: Extraction): Readonly<Record<string, Provenance>> {
  return Object.fromEntries(
    Object.keys(values).flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name].provenance]])),
  );
}

/** How far the values are trusted, on average. */
function confidenceOf(provenance: readonly Provenance[]): { readonly score_confidence?: number } {
  if (provenance.length === 0) return {};
  return { score_confidence: provenance.reduce((sum, { confidence }) => sum + confidence, 0) / provenance.length };
}
