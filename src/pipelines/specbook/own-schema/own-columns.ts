import type { Json } from '#core/json.ts';
import type { ValueShape } from '#extraction/values/typed-value.ts';
import { reservedColumns } from '#pipelines/specbook/outputs/product-columns.ts';
import { type ColumnKind, isLinked, type RecordColumn, valueIn } from '#pipelines/specbook/record-schema.ts';
import { complaint } from './complaint.ts';
import type { OwnField } from './own-field.ts';

/**
 * The columns of the user's fields, in their order: an object is flattened into one column a part, lists are joined.
 *
 * @throws PipelineError `config` when two columns would have the same name.
 */
export function ownColumns(fields: readonly OwnField[], file: string): readonly RecordColumn[] {
  const taken = new Map(reservedColumns.map((name) => [name, 'what is said of every record']));
  return fields.flatMap((field) =>
    columnsOf(field).map((column) => {
      const other = taken.get(column.name);
      if (other !== undefined) {
        throw complaint(
          `${file}, properties.${field.name}`,
          `its column ${column.name} is taken by ${other}, expected another name`,
        );
      }
      taken.set(column.name, field.name);
      return column;
    }),
  );
}

function columnsOf({ name, title, facts, shape }: OwnField): readonly RecordColumn[] {
  if (shape.kind !== 'object') {
    const kind = facts?.includes('description') ? 'long text' : kindOf(shape);
    return [columnOf(name, title, kind, (values) => valueIn(values, name))];
  }
  return Object.entries(shape.parts).map(([part, partShape]) =>
    columnOf(`${name}_${part}`, `${title}: ${part}`, kindOf(partShape), (values) => {
      const value = valueIn(values, name);
      return isObject(value) ? valueIn(value, part) : undefined;
    }),
  );
}

function columnOf(
  name: string,
  title: string,
  kind: ColumnKind,
  find: (values: Readonly<Record<string, Json>>) => Json | undefined,
): RecordColumn {
  const column: RecordColumn = {
    name,
    title,
    kind,
    show: (values) => {
      const value = find(values);
      if (value === undefined || value === null) return undefined;
      return typeof value === 'object' ? inWords(value, '; ') : value;
    },
  };
  return kind === 'link' ? { ...column, link: (values) => firstLink(find(values)) } : column;
}

function kindOf(shape: ValueShape): ColumnKind {
  switch (shape.kind) {
    case 'list':
      return kindOf(shape.of) === 'link' ? 'link' : 'text';
    case 'object':
      return shape.parts['url']?.kind === 'link' ? 'link' : 'text';
    default:
      return shape.kind;
  }
}

function firstLink(value: Json | undefined): string | undefined {
  if (Array.isArray(value)) return firstLink((value as readonly Json[])[0]);
  const link = isObject(value) ? valueIn(value, 'url') : value;
  return typeof link === 'string' ? link : undefined;
}

/** A value as one text: lists joined, of objects every part by its name, and files as `title: url`. */
export function inWords(value: Json, separator: string): string {
  if (Array.isArray(value)) return (value as readonly Json[]).map((entry) => inWords(entry, ', ')).join(separator);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!isObject(value)) return '';
  if (isLinked(value) && Object.keys(value).length === 2) return `${value.title}: ${value.url}`;
  return Object.entries(value)
    .filter(([, part]) => part !== null)
    .map(([name, part]) => `${name} ${inWords(part, ', ')}`)
    .join(', ');
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
