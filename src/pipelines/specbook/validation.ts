import { PipelineError } from '#core/pipeline-error.ts';
import type { Stage, StageContext } from '#core/stage.ts';
import type { Provenance } from '#extraction/extraction.ts';
import type { TargetSchema } from '#extraction/target-schema.ts';
import type { ImageVerdict } from '#quality/image-check.ts';
import type { Extracted } from './llm-extraction.ts';
import { type ProductField, type ProductValues, productValues } from './product.ts';
import type { ProductRecord, Quality, QualityIssue } from './record.ts';

export type ModelInUse = { readonly id: string; readonly standIn: boolean };

/** Whether the URL leads to a picture; undefined when that is not known and may not be found out. */
export type ImageCheck = (url: string, context: StageContext) => Promise<ImageVerdict | undefined>;

/** Makes the record, and says what it is worth. A poor record is a verdict; none at all is a failure. */
export function validation(
  target: TargetSchema,
  model: ModelInUse | undefined,
  images: { readonly check: ImageCheck; readonly mostChecked: number },
  deadline: number,
): Stage<Extracted, ProductRecord> {
  return {
    name: 'validation',
    deadline: { milliseconds: deadline, category: 'timeout' },
    run: async ({ extraction, sourceUrl, fetchedAt }, context) => {
      const found = parsed(Object.entries(extraction.fields).map(([name, { value }]) => [name, value]));
      const pictures = await checkedImages(found.images ?? [], images, context);
      const { images: _, ...others } = found;
      const values = pictures.kept.length === 0 ? others : { ...others, images: pictures.kept };
      const quality = judged(values, target, pictures.issues);
      context.note({ verdict: quality.verdict, completeness: quality.completeness });
      const provenance = provenanceOf(values, extraction.fields);
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

function parsed(fields: readonly (readonly [string, unknown])[]): ProductValues {
  const result = productValues.safeParse(Object.fromEntries(fields));
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new PipelineError('schema_invalid', `the record does not fit the schema: ${problems.join('; ')}`);
  }
  if (result.data.name === undefined) {
    throw new PipelineError('schema_invalid', 'no product name was found: is this the page of one product?');
  }
  return result.data;
}

/** The first few pictures are fetched and looked at; what turns out to be none is taken out of the record. */
async function checkedImages(
  urls: readonly string[],
  { check, mostChecked }: { readonly check: ImageCheck; readonly mostChecked: number },
  context: StageContext,
): Promise<{ kept: string[]; issues: QualityIssue[] }> {
  const verdicts = await Promise.all(
    urls.map(async (url, index) => ({ url, verdict: index < mostChecked ? await check(url, context) : undefined })),
  );
  const refused = verdicts.flatMap(({ url, verdict }) =>
    verdict?.ok === false ? [{ url, reason: verdict.reason }] : [],
  );
  context.note({ images: urls.length, images_refused: refused.length });
  return {
    kept: urls.filter((url) => refused.every((image) => image.url !== url)),
    issues: refused.map(({ url, reason }) => ({ field: 'images', problem: `${url} is not a picture: ${reason}` })),
  };
}

/** By one of these a specifier can tell which product it is. */
const identities = ['brand', 'manufacturer', 'sku', 'mpn', 'gtin', 'modelNumber'] as const satisfies ProductField[];
/** One of these makes it worth a page in the book. */
const substance = ['price', 'description', 'dimensions', 'materials'] as const satisfies ProductField[];

function judged(values: ProductValues, target: TargetSchema, imageIssues: readonly QualityIssue[]): Quality {
  const wanted = target.fields.filter((field) => field.wanted).map(({ name }) => name);
  const missing = wanted.filter((name) => !(name in values));
  const lacksAll = (fields: readonly ProductField[]) => fields.every((field) => values[field] === undefined);
  const issues: QualityIssue[] = [...imageIssues];
  if (lacksAll(identities))
    issues.push({ field: 'brand', problem: 'neither a brand nor any article number was found' });
  if (lacksAll(substance))
    issues.push({ field: 'description', problem: 'the page says nothing of the product itself' });
  const verdict = lacksAll(identities) || lacksAll(substance) ? 'incomplete' : 'valid';
  if (values.price !== undefined && values.price.currency === undefined) {
    issues.push({ field: 'price', problem: 'the currency is not certain' });
  }
  issues.push(...missing.map((field) => ({ field, problem: 'not stated' })));
  return { verdict, completeness: (wanted.length - missing.length) / wanted.length, issues };
}

function provenanceOf(
  values: ProductValues,
  fields: Readonly<Record<string, { readonly provenance: Provenance }>>,
): Partial<Record<ProductField, Provenance>> {
  const names = Object.keys(values) as ProductField[];
  return Object.fromEntries(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name].provenance]])),
  );
}
