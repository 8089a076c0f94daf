import { normalised, wellKnownName } from '#tables/column-names.ts';
import { type RecordSchema, textIn as valueText } from '#pipelines/specbook/record-schema.ts';
import { placesOf } from '../product-columns.ts';
import type { StoredProduct } from '../product-output.ts';
import { codesOf, placeOf, textIn } from './place.ts';

/** A product of the book: all that is kept of it while the book is written. */
export type Entry = {
  readonly item: string;
  readonly name: string;
  readonly code: string | undefined;
  /** The number of its sheet, from 1 in the order of the book. */
  readonly sheet: number;
};

/** A chapter: the products whose sheets are in it, and those that its list has too, with a sheet further on or back. */
export type Chapter = {
  /** From 1. */
  readonly number: number;
  /** Undefined of the chapter of products that belong in no other. */
  readonly name: string | undefined;
  readonly entries: readonly Entry[];
  readonly elsewhere: readonly Entry[];
};

/** How the products of a run become a book. */
export type Arrangement = {
  /** What the chapters are: the name of a column, `category`, or `none` of a book that is one chapter. */
  readonly by: string;
  /** The column that was asked for and that the list does not have. */
  readonly absent: string | undefined;
  readonly chapters: readonly Chapter[];
  readonly products: number;
  readonly standIns: number;
  /** Which of these the list gives at all. */
  readonly has: Readonly<Record<'code' | 'quantity' | 'room' | 'section', boolean>>;
};

type Records = () => AsyncIterable<StoredProduct>;

/**
 * Finds the chapters and the order of the sheets: categories by name, what a column holds in the order of the list. It
 * goes through the records twice, and keeps of each no more than an `Entry`.
 *
 * @param groupBy as `book.groupBy` has it.
 */
export async function arranged(records: Records, schema: RecordSchema, groupBy: string): Promise<Arrangement> {
  const { headers, ...survey } = await surveyed(records());
  const { by, absent } = groupingOf(groupBy, headers);
  const drafts = await draftsOf(records(), schema, by);
  return { by, absent, ...survey, chapters: numbered(by === 'category' ? sorted(drafts) : lastUnnamed(drafts)) };
}

async function surveyed(records: AsyncIterable<StoredProduct>) {
  const headers = new Set<string>();
  const has = { code: false, quantity: false, room: false, section: false };
  let products = 0;
  let standIns = 0;
  for await (const product of records) {
    products += 1;
    if (product.record.model?.standIn === true) standIns += 1;
    for (const columns of placesOf(product)) {
      for (const name of Object.keys(columns)) if (textIn(columns, name) !== undefined) headers.add(name);
      const place = placeOf(columns);
      has.code ||= place.code !== undefined;
      has.quantity ||= place.quantity !== undefined;
      has.room ||= place.room !== undefined;
      has.section ||= place.section !== undefined;
    }
  }
  return { headers, has, products, standIns };
}

/** A section is what a spec book is usually made of, a room what a schedule is sorted by. */
const usual = ['section', 'room'] as const;

function groupingOf(asked: string, headers: ReadonlySet<string>): Pick<Arrangement, 'by' | 'absent'> {
  const automatic = usual.find((name) => headers.has(name)) ?? 'category';
  if (asked === 'auto') return { by: automatic, absent: undefined };
  if (asked === 'category' || asked === 'none') return { by: asked, absent: undefined };
  const known = wellKnownName(asked);
  const column = [...headers].find((name) => name === known || normalised(name) === normalised(asked));
  return column === undefined ? { by: automatic, absent: asked } : { by: column, absent: undefined };
}

type Listed = Omit<Entry, 'sheet'>;
/** `undefined` names the chapter of what belongs in none. */
type Drafts = Map<string | undefined, { readonly entries: Listed[]; readonly elsewhere: Listed[] }>;

async function draftsOf(records: AsyncIterable<StoredProduct>, { roles }: RecordSchema, by: string): Promise<Drafts> {
  const drafts: Drafts = new Map();
  const draft = (name: string | undefined) => {
    const found = drafts.get(name) ?? { entries: [], elsewhere: [] };
    drafts.set(name, found);
    return found;
  };
  for await (const product of records) {
    const { item, record } = product;
    const name = valueText(record.values, roles.title) ?? record.sourceUrl;
    const places = placesOf(product).map(placeOf);
    const entry = { item: item.id, name, code: codesOf(places)[0] };
    const [home, ...others] = chapterNames(product, valueText(record.values, roles.category), by);
    draft(home).entries.push(entry);
    for (const other of others) draft(other).elsewhere.push(entry);
  }
  return drafts;
}

/** The chapters that the product belongs in, the one of its sheet first. A category's is its most general part. */
function chapterNames(
  product: StoredProduct,
  category: string | undefined,
  by: string,
): readonly (string | undefined)[] {
  if (by === 'none') return [undefined];
  if (by === 'category') return [category?.split(' > ', 1)[0]?.trim()];
  const names = new Set(placesOf(product).map((columns) => textIn(columns, by)));
  return [...names].toSorted((one, other) => Number(one === undefined) - Number(other === undefined));
}

export const chapterTitle = ({ name }: Chapter, { by }: Arrangement): string =>
  name ?? (by === 'none' ? 'Products' : `Without a ${by}`);

/** Whether a place of a product belongs in the chapter of that name. */
export function isIn(columns: Readonly<Record<string, string>>, chapter: Chapter, { by }: Arrangement): boolean {
  return by === 'category' || by === 'none' || textIn(columns, by) === chapter.name;
}

/** By character, the same on every machine. */
function sorted(drafts: Drafts): Drafts {
  const byName = [...drafts].toSorted(([one = ''], [other = '']) => (one === other ? 0 : one < other ? -1 : 1));
  return lastUnnamed(new Map(byName));
}

function lastUnnamed(drafts: Drafts): Drafts {
  return new Map([...drafts].toSorted(([one], [other]) => Number(one === undefined) - Number(other === undefined)));
}

function numbered(drafts: Drafts): readonly Chapter[] {
  let sheets = 0;
  const entries = new Map<string, Entry>();
  const chapters = [...drafts].map(([name, draft], index) => ({
    number: index + 1,
    name,
    elsewhere: draft.elsewhere,
    entries: draft.entries.map((listed) => {
      const entry = { ...listed, sheet: (sheets += 1) };
      entries.set(listed.item, entry);
      return entry;
    }),
  }));
  return chapters.map((chapter) => ({
    ...chapter,
    elsewhere: chapter.elsewhere.flatMap(({ item }) => entries.get(item) ?? []),
  }));
}
