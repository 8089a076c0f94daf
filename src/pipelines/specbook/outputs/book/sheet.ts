import { documentsIn, type RecordSchema, textIn, textsIn } from '#pipelines/specbook/record-schema.ts';
import type { ProductRecord } from '#pipelines/specbook/record.ts';
import { webAddress } from '../markup.ts';
import { placesOf } from '../product-columns.ts';
import type { StoredProduct } from '../product-output.ts';
import { longDate } from './dates.ts';
import { codesOf, type Place, placeOf, totalQuantity } from './place.ts';
import { type FactRow, factRows, type Origin, originOf } from './trust.ts';

/** A product as the book shows it, whatever the book is written in. */
export type Sheet = {
  readonly item: string;
  readonly name: string | undefined;
  readonly brand: string | undefined;
  readonly category: string | undefined;
  readonly codes: readonly string[];
  readonly quantity: number | undefined;
  readonly places: readonly Place[];
  /** The stand-in model that read it, in a demonstration. */
  readonly standIn: string | undefined;
  /** Undefined when the schema has no field for it. */
  readonly pictures: { readonly shown: readonly string[]; readonly more: number } | undefined;
  readonly description: string | undefined;
  readonly facts: readonly FactRow[];
  /** Undefined when the schema has no field for them, `missing` when the page does not give any. */
  readonly documents: readonly { readonly title: string; readonly url: string }[] | 'missing' | undefined;
  readonly source: string;
  readonly retrieved: string;
  readonly verdict: string;
  /** What is to be verified, besides facts that are marked or missing. */
  readonly checks: readonly string[];
};

/** Pictures that a sheet has room for. */
const mostPictures = 3;

export function sheetOf(product: StoredProduct, { facts, roles }: RecordSchema): Sheet {
  const { item, record } = product;
  const { values, sourceUrl, fetchedAt, quality, model } = record;
  const places = placesOf(product).map(placeOf);
  const pictures = textsIn(values, roles.pictures).flatMap((url) => webAddress(url) ?? []);
  return {
    item: item.id,
    name: textIn(values, roles.title),
    brand: textIn(values, roles.brand),
    category: textIn(values, roles.category),
    codes: codesOf(places),
    quantity: totalQuantity(places),
    places,
    standIn: model?.standIn === true ? model.id : undefined,
    pictures:
      roles.pictures === undefined
        ? undefined
        : { shown: pictures.slice(0, mostPictures), more: Math.max(0, pictures.length - mostPictures) },
    description: textIn(values, roles.description),
    facts: factRows(facts, record),
    documents: roles.documents === undefined ? undefined : (documentsIn(values, roles.documents) ?? 'missing'),
    source: sourceUrl,
    retrieved: longDate(fetchedAt),
    verdict: verdictOf(record),
    checks: [
      ...doubtful(record, roles),
      ...quality.issues
        .filter(({ problem }) => problem !== 'not stated')
        .map(({ field, problem }) => `${field}: ${problem}`),
    ],
  };
}

export function verdictOf({ quality }: Pick<ProductRecord, 'quality'>): string {
  return `${quality.verdict}, ${Math.round(quality.completeness * 100)} % complete`;
}

/** Doubtful values of the parts of a sheet that stand outside its table of facts. */
function doubtful({ provenance }: ProductRecord, { title, description, pictures, documents }: RecordSchema['roles']) {
  const origin = (field: string | undefined): Origin | undefined => {
    const found = field !== undefined && Object.hasOwn(provenance, field) ? provenance[field] : undefined;
    return found === undefined ? undefined : originOf(found);
  };
  const parts = { name: title, description, pictures, documents };
  return Object.entries(parts).flatMap(([part, field]) => {
    const found = origin(field);
    return found?.trust === 'low' ? [`${part}: doubtful (${found.source})`] : [];
  });
}
