import { type CarriedColumns, carriedColumns } from '#tables/carried.ts';
import type { Dimension } from '#quality/scores/scores.ts';
import type { Cell } from '#tables/write.ts';
import type { ProductRecord } from '#pipelines/specbook/record.ts';
import type { ColumnKind, RecordSchema } from '#pipelines/specbook/record-schema.ts';
import type { StoredProduct } from './product-output.ts';

/** A column of the products' table, after those that are carried through from the input. */
export type ProductColumn = {
  readonly name: string;
  readonly title: string;
  readonly kind: ColumnKind;
  show(record: ProductRecord): Cell;
  link?(record: ProductRecord): string | undefined;
};

function score(name: 'score' | Dimension, title: string): ProductColumn {
  const show = ({ quality }: ProductRecord): Cell => {
    const value = quality[name];
    return value === undefined ? undefined : Number(value.toFixed(3));
  };
  return { name, title, kind: 'number', show };
}

/** What every record says of itself, whatever its schema; the source last. */
const aboutRecords: readonly ProductColumn[] = [
  { name: 'verdict', title: 'Verdict', kind: 'text', show: ({ quality }) => quality.verdict },
  score('score', 'Score'),
  score('accuracy', 'Accuracy'),
  score('completeness', 'Completeness'),
  score('clarity', 'Clarity'),
  score('coherence', 'Coherence'),
  { name: 'stand_in_model', title: 'Stand-in model', kind: 'boolean', show: ({ model }) => model?.standIn ?? false },
  {
    name: 'source_url',
    title: 'Source',
    kind: 'link',
    show: ({ sourceUrl }) => sourceUrl,
    link: ({ sourceUrl }) => sourceUrl,
  },
  { name: 'fetched_at', title: 'Read at', kind: 'date', show: ({ fetchedAt }) => fetchedAt },
];

/** Names of columns that a field of a schema cannot have. */
export const reservedColumns: readonly string[] = aboutRecords.map(({ name }) => name);

/** The schema's columns, in its order, then what is said of the record as a whole. */
export function productColumns({ columns }: RecordSchema): readonly ProductColumn[] {
  const ofValues = columns.map(({ name, title, kind, show, link }): ProductColumn => {
    const column = { name, title, kind, show: ({ values }: ProductRecord) => show(values) };
    return link === undefined ? column : { ...column, link: ({ values }) => link(values) };
  });
  return [...ofValues, ...aboutRecords];
}

const quantity =
  /^(q(uanti)?ty|quantity|count|menge|anzahl|stück(zahl)?|quantité|quantità|cantidad|pcs|pieces)(?!\p{L})/iu;

/** What people sort their list by, in the order in which they read it; other columns follow as they come. */
const first: readonly RegExp[] = [
  /^(room|raum|zimmer|pièce|locale|stanza|habitación|space|location)(?!\p{L})/iu,
  /^(spec )?(section|abschnitt|gewerk|lot|division)(?!\p{L})/iu,
  /^(item|tag|code|position|pos|reference|ref|mark)(?!\p{L})/iu,
  quantity,
];

/** Whether the numbers of a carried column are to be added up. */
export const isQuantity = (header: string): boolean => quantity.test(header);

export function byRank(headers: readonly string[]): readonly string[] {
  return headers.toSorted((one, other) => rank(one) - rank(other));
}

function rank(header: string): number {
  const index = first.findIndex((name) => name.test(header));
  return index < 0 ? first.length : index;
}

/**
 * The input's own columns: room, section, item code and quantity before the others.
 *
 * @param own headers that the output uses itself; a carried column of the same name is marked as the input's.
 */
export async function inputColumns(
  products: AsyncIterable<StoredProduct>,
  own: readonly string[],
): Promise<CarriedColumns> {
  const { headers, cells } = await carriedColumns(columnsOf(products), own);
  return { headers: byRank(headers), cells };
}

async function* columnsOf(products: AsyncIterable<StoredProduct>) {
  for await (const product of products) yield* placesOf(product);
}

/** The columns of each row of the input that asked for the product: the first, and those that repeat it. */
export function placesOf({ item, repeats }: StoredProduct): readonly Readonly<Record<string, string>>[] {
  return [item.input.columns, ...repeats.map(({ input }) => input.columns)];
}
