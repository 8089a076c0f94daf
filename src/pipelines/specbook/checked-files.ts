import type { Attributes } from '#core/fact.ts';
import type { Json } from '#core/json.ts';
import type { StageContext } from '#core/stage.ts';
import { bestFirst } from '#quality/files/best-first.ts';
import type { DocumentFound, FileVerdict, ImageFound } from '#quality/files/file-check.ts';
import {
  documentsIn,
  isLinked,
  type QualityIssue,
  type RecordSchema,
  textsIn,
  valueIn,
  type Values,
} from './record-schema.ts';

/** What is behind the URL; undefined when that is not known and may not be found out. */
export type FileCheck<Found> = (url: string, context: StageContext) => Promise<FileVerdict<Found> | undefined>;

/** How the files of a record are looked at, and how many of a kind at most are good ones. */
export type FileChecks = {
  readonly image: FileCheck<ImageFound>;
  readonly document: FileCheck<DocumentFound>;
  readonly mostImages: number;
  readonly mostDocuments: number;
};

/** What is known of a file, by its URL. */
export type FileFacts = Readonly<Record<string, ImageFound | DocumentFound>>;

export type Checked = {
  readonly values: Values;
  readonly files: FileFacts;
  readonly issues: readonly QualityIssue[];
};

type Looked<Found> = { readonly url: string; readonly verdict: FileVerdict<Found> | undefined };

/**
 * Looks at the first few pictures and documents: what turns out to be none does not stay in the record, and the best
 * picture comes first; a field that takes one takes the first good one. Where nothing can be said for the moment (a slow server), the file stays and the doubt is told.
 *
 * @param spare other pictures of the page, for a field that takes one and whose own turns out to be none.
 */
export async function checkedFiles(
  values: Values,
  schema: RecordSchema,
  checks: FileChecks,
  context: StageContext,
  spare: readonly string[] = [],
): Promise<Checked> {
  const { pictures, documents } = schema.roles;
  const isOne = typeof valueIn(values, pictures) === 'string';
  const addresses = isOne ? [...textsIn(values, pictures), ...spare] : textsIn(values, pictures);
  const [images, files] = await Promise.all([
    lookAt(addresses, checks.image, isOne ? 1 : checks.mostImages, context),
    lookAt(linksIn(values, documents), checks.document, checks.mostDocuments, context),
  ]);
  // A picture in reserve is none of the record's while the field has its own.
  const inOrder = isOne
    ? images.filter(({ verdict }, index) => index === 0 || verdict !== undefined)
    : bestFirst(images);
  context.note({ ...counted('images', inOrder), ...counted('documents', files) });
  const order = inOrder.map(({ url }) => url);
  const refused = new Set([...refusedOf(images), ...refusedOf(files)]);
  const kept = replaced(values, schema.target, pictures, () => order.filter((url) => !refused.has(url)));
  return {
    values: without(kept, schema, documents, refused),
    files: Object.fromEntries(
      [...images, ...files].flatMap(({ url, verdict }) => (verdict?.ok === true ? [[url, factsOf(verdict)]] : [])),
    ),
    issues: [
      ...issuesOf(images, pictures ?? 'images', 'picture'),
      ...issuesOf(files, documents ?? 'documents', 'document'),
    ],
  };
}

const linksIn = (values: Values, field: string | undefined) =>
  field === undefined ? [] : (documentsIn(values, field) ?? []).map(({ url }) => url);

/** How many times as many as are wanted are looked at, when those before them are refused. */
const furtherLooks = 3;

/** Until so many are good, or three times as many have been looked at; those after them are taken unseen. */
async function lookAt<Found>(
  urls: readonly string[],
  check: FileCheck<Found>,
  most: number,
  context: StageContext,
): Promise<readonly Looked<Found>[]> {
  const looked: Looked<Found>[] = [];
  const isRefused = ({ verdict }: Looked<Found>) => verdict?.ok === false && verdict.passing !== true;
  while (looked.length < Math.min(urls.length, furtherLooks * most)) {
    const missing = Math.min(
      most - looked.filter((one) => !isRefused(one)).length,
      furtherLooks * most - looked.length,
    );
    if (missing <= 0) break;
    const next = urls.slice(looked.length, looked.length + missing);
    looked.push(...(await Promise.all(next.map(async (url) => ({ url, verdict: await check(url, context) })))));
  }
  return [...looked, ...urls.slice(looked.length).map((url) => ({ url, verdict: undefined }))];
}

function counted<Found>(kind: 'images' | 'documents', looked: readonly Looked<Found>[]): Attributes {
  const count = (fits: (verdict: FileVerdict<Found>) => boolean) =>
    looked.filter(({ verdict }) => verdict !== undefined && fits(verdict)).length;
  return {
    [kind]: looked.length,
    [`${kind}_accepted`]: count(({ ok }) => ok),
    [`${kind}_refused`]: count((verdict) => !verdict.ok && verdict.passing !== true),
    [`${kind}_unreachable`]: count((verdict) => !verdict.ok && verdict.passing === true),
  };
}

function refusedOf<Found>(looked: readonly Looked<Found>[]): readonly string[] {
  return looked.flatMap(({ url, verdict }) => (verdict?.ok === false && verdict.passing !== true ? [url] : []));
}

function issuesOf<Found>(looked: readonly Looked<Found>[], field: string, kind: string): readonly QualityIssue[] {
  return looked.flatMap(({ url, verdict }) => {
    if (verdict?.ok !== false) return [];
    const problem = verdict.passing === true ? 'could not be looked at' : `is not a ${kind} of the product`;
    return [{ field, problem: `${url} ${problem}: ${verdict.reason}` }];
  });
}

function factsOf(verdict: { readonly ok: true } & (ImageFound | DocumentFound)): ImageFound | DocumentFound {
  const { ok: _, ...found } = verdict;
  return found;
}

/** The values without those files, and without the whole field when what is left does not fit it. */
function without(
  values: Values,
  { target }: RecordSchema,
  field: string | undefined,
  refused: ReadonlySet<string>,
): Values {
  const isKept = (entry: Json) => !refused.has(isLinked(entry) ? entry.url : typeof entry === 'string' ? entry : '');
  return replaced(values, target, field, (entries) => entries.filter(isKept));
}

function replaced(
  values: Values,
  { fields }: RecordSchema['target'],
  name: string | undefined,
  change: (entries: readonly Json[]) => readonly Json[],
): Values {
  const field = fields.find((one) => one.name === name);
  if (field === undefined || !Object.hasOwn(values, field.name)) return values;
  const { [field.name]: before = [], ...others } = values;
  const isList = Array.isArray(before);
  const left = change(isList ? (before as readonly Json[]) : [before]);
  const parsed = field.parse(isList ? left : (left[0] ?? []));
  return parsed === undefined ? others : { ...others, [field.name]: parsed };
}
