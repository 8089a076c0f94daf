import { createHash } from 'node:crypto';
import { folded } from '#extraction/fold.ts';
import type { ValueShape } from '#extraction/values/typed-value.ts';
import { type RecordSchema, valueIn } from '#pipelines/specbook/record-schema.ts';
import { knownValues } from '#pipelines/specbook/scoring/known.ts';
import { complaint } from './complaint.ts';
import { inWords, ownColumns } from './own-columns.ts';
import type { OwnField } from './own-field.ts';

/** A schema of the user's, read. */
export type OwnSchema = {
  /** As complaints name it. */
  readonly file: string;
  readonly title: string | undefined;
  readonly fields: readonly OwnField[];
  /** The file's bytes as text: checks that are code show nowhere else. */
  readonly source: string;
};

/** @throws PipelineError `config` when there are no fields, or two would share a column. */
export function ownRecordSchema({ file, title, fields, source }: OwnSchema): RecordSchema {
  if (fields.length === 0) throw complaint(`${file}, properties`, 'is empty, expected at least one property');
  // What a field is also depends on what the file imports, which shows in what became of it.
  const hash = createHash('sha256')
    .update(JSON.stringify([source, title, fields]))
    .digest('hex');
  const name = folded(title ?? 'own schema').replaceAll(' ', '-');
  const roles = rolesOf(fields);
  const facts = Object.fromEntries(fields.map((field) => [field.name, field.facts ?? []]));
  const shown = new Set([roles.title, roles.description, roles.pictures, roles.documents]);
  return {
    id: `${name}/${hash.slice(0, 12)}`,
    hash,
    target: { id: `${name}/${hash.slice(0, 12)}`, subject: title === undefined ? 'product' : folded(title), fields },
    roles,
    columns: ownColumns(fields, file),
    facts: fields
      .filter((field) => !shown.has(field.name))
      .map((field) => ({
        title: field.title,
        show: (values) => {
          const value = valueIn(values, field.name);
          return value === undefined ? undefined : inWords(value, ', ');
        },
      })),
    weightOf: (asked) => (fields.find((field) => field.name === asked)?.isRequired === true ? 2 : 1),
    known: (values) => knownValues(values, facts),
    refuse: (values) =>
      Object.keys(values).length === 0 ? 'nothing that the schema asks for was found on the page' : undefined,
    lacks: (values) =>
      fields
        .filter((field) => field.isRequired && !Object.hasOwn(values, field.name))
        .map((field) => ({ field: field.name, problem: 'required, and not stated' })),
    doubts: () => [],
  };
}

const isText = ({ shape }: OwnField) => shape.kind === 'text' && shape.options === undefined;

/** Without a `name`, the first required text is what a record is called. */
function rolesOf(fields: readonly OwnField[]): RecordSchema['roles'] {
  const about = (fact: string, fits: (field: OwnField) => boolean) =>
    fields.find((field) => field.facts?.includes(fact) && fits(field))?.name;
  return {
    title:
      fields.find((field) => field.name === 'name' && isText(field))?.name ??
      fields.find((field) => field.isRequired && isText(field))?.name ??
      fields.find(isText)?.name,
    brand: about('brand', isText),
    category: about('category', isText),
    description: about('description', isText),
    pictures: about('images', ({ shape }) => isLink(shape) || (shape.kind === 'list' && isLink(shape.of))),
    documents: about('documents', ({ shape }) => shape.kind === 'list' && isFile(shape.of)),
  };
}

const isLink = ({ kind }: ValueShape) => kind === 'link' || kind === 'text';

function isFile(shape: ValueShape): boolean {
  if (shape.kind !== 'object') return false;
  const { title, url, ...others } = shape.parts;
  return title?.kind === 'text' && (url?.kind === 'link' || url?.kind === 'text') && Object.keys(others).length === 0;
}
