import type { Json } from '#core/json.ts';
import type { Document } from '#html/document.ts';
import { absoluteUrl } from '#html/links.ts';
import { entitiesAt, isOfType, textsAt, valuesAt } from '#structured-data/entities.ts';
import { jsonLdEntities } from '#structured-data/json-ld-entities.ts';
import { mainProduct } from '#structured-data/main-product.ts';
import type { Entity } from '#structured-data/structured-data.ts';
import { labelledField } from '../labels.ts';
import { type Proposal, type Source, proposal } from '../proposal.ts';
import { type Reader, readers } from '../readers.ts';
import { isShop } from '../shop-name.ts';
import { offerProposals } from './entity-offers.ts';

type Origin = { readonly source: 'json-ld' | 'microdata' | 'rdfa' | 'state'; readonly confidence: number };

/** Where in a schema.org product each field stands; the first path that holds a readable value wins. */
const paths: Readonly<Record<string, readonly string[]>> = {
  name: ['name'],
  brand: ['brand', 'brand.brand', 'brand.logo.name'],
  manufacturer: ['manufacturer'],
  description: ['description'],
  modelNumber: ['model'],
  sku: ['sku', 'offers.sku', 'offers.itemOffered.sku', 'productID', 'productId', 'identifier'],
  mpn: ['mpn', 'offers.mpn', 'hasVariant.mpn'],
  gtin: [
    'gtin',
    'gtin13',
    'gtin12',
    'gtin14',
    'gtin8',
    'ean',
    'isbn',
    'offers.gtin',
    'offers.gtin13',
    'offers.gtin12',
    'offers.gtin8',
    'productID',
    'identifier',
  ],
  category: ['category'],
  weight: ['weight'],
  materials: ['material'],
  finishes: ['color', 'hasVariant.color'],
  warranty: ['warranty'],
  leadTime: ['offers.deliveryLeadTime', 'offers.shippingDetails.deliveryTime'],
};
const identifierPrefix = /^(sku|mpn|isbn|asin|upc|ean)\s*:\s*/i;
const unitCodes: Readonly<Record<string, string>> = {
  KGM: 'kg',
  GRM: 'g',
  LBR: 'lb',
  ONZ: 'oz',
  CMT: 'cm',
  MMT: 'mm',
  MTR: 'm',
  INH: 'in',
  FOT: 'ft',
};

/** How far a page's own data are trusted when nothing says that they are about the product of the page. */
const unrecognised = 0.6;

export const jsonLdSource: Source = (document) =>
  proposalsOf(jsonLdEntities(document.structured.jsonLd), document, { source: 'json-ld', confidence: 0.95 });

export const microdataSource: Source = (document) => [
  ...proposalsOf(document.structured.microdata, document, { source: 'microdata', confidence: 0.9 }),
  ...strayProposals(document),
];

export const rdfaSource: Source = (document) =>
  proposalsOf(document.structured.rdfa ?? [], document, { source: 'rdfa', confidence: 0.88 });

/** The data that a page keeps for its own scripts. It is not written for others: the product must be recognised. */
export const stateSource: Source = (document) =>
  proposalsOf(document.structured.state ?? [], document, { source: 'state', confidence: 0.7 });

function proposalsOf(
  entities: readonly Entity[],
  document: Document,
  { source, confidence }: Origin,
): readonly Proposal[] {
  const found = mainProduct(entities, document);
  const crumbs = proposal('category', breadcrumb(entities, document), source, 'BreadcrumbList', confidence * 0.9);
  if (found === undefined) return crumbs;
  const isRecognised = source !== 'state' || found.certainty === 1;
  const origin: Origin = { source, confidence: confidence * found.certainty * (isRecognised ? 1 : unrecognised) };
  return [...productProposals(found.product, document, origin), ...crumbs];
}

function productProposals(product: Entity, document: Document, origin: Origin): readonly Proposal[] {
  const { source, confidence } = origin;
  const plain = Object.entries(paths).flatMap(([field, fieldPaths]) => {
    const reader = readers[field];
    return reader === undefined ? [] : firstReadable(field, fieldPaths, product, document, reader, origin);
  });
  return [
    ...plain,
    ...offerProposals(product, document, origin),
    ...proposal('dimensions', dimensionsOf(product, document), source, 'width, height, depth', confidence),
    ...proposal('images', imagesOf(product, document), source, 'image', confidence),
    ...additionalProposals(product, document, origin),
  ];
}

function firstReadable(
  field: string,
  fieldPaths: readonly string[],
  product: Entity,
  document: Document,
  reader: Reader,
  { source, confidence }: Origin,
): readonly Proposal[] {
  for (const path of fieldPaths) {
    for (const text of valuesAt(product, path).flatMap((value) => textOf(value))) {
      const value = reader(text.replace(identifierPrefix, ''), document);
      if (value !== undefined && !isAddress(value))
        return proposal(field, value, source, path, confidence * trust(field, value, source, document));
    }
  }
  return [];
}

/** How far a field of structured data is to be trusted below the rest of it. */
function trust(field: string, value: Json, source: Origin['source'], document: Document): number {
  if (field === 'sku' && source === 'json-ld') return 0.9;
  // It may be the brand all the same.
  if (field === 'brand' && typeof value === 'string' && isShop(value, document)) return 0.7;
  return 1;
}

/** A quantity (https://schema.org/QuantitativeValue) reads as its number and unit. */
function textOf(value: string | Entity): readonly string[] {
  if (typeof value === 'string') return [value];
  const [amount] = textsAt(value, 'value');
  const [unit = ''] = [...textsAt(value, 'unitCode'), ...textsAt(value, 'unitText')];
  const [name] = textsAt(value, 'name');
  if (amount !== undefined && unit !== '') return [`${amount} ${unitCodes[unit.toUpperCase()] ?? unit}`];
  return name !== undefined && value.types[0] !== 'PropertyValue' ? [name] : amount === undefined ? [] : [amount];
}

function dimensionsOf(product: Entity, document: Document): Json | undefined {
  const texts = (['width', 'depth', 'height'] as const).flatMap((side) => {
    const text = valuesAt(product, side).flatMap(textOf)[0];
    return text === undefined ? [] : [`${side} ${text}`];
  });
  const text = texts.length === 0 ? textsAt(product, 'size')[0] : texts.join(', ');
  return text === undefined ? undefined : readers['dimensions']?.(text, document);
}

function imagesOf(product: Entity, document: Document): Json | undefined {
  const addresses = valuesAt(product, 'image').flatMap((value) =>
    typeof value === 'string'
      ? [value]
      : ['contentUrl', 'url', '@id'].flatMap((name) => textsAt(value, name)).slice(0, 1),
  );
  const urls = new Set(addresses.flatMap((address) => absoluteUrl(address, document.url) ?? []));
  return urls.size === 0 ? undefined : [...urls].slice(0, 20);
}

/** Rows that the shop gives as https://schema.org/additionalProperty, read like the rows of a table. */
function additionalProposals(product: Entity, document: Document, { source, confidence }: Origin): readonly Proposal[] {
  return entitiesAt(product, 'additionalProperty').flatMap((property) => {
    const [name] = textsAt(property, 'name');
    const field = name === undefined ? undefined : labelledField(name);
    const [text] = textOf(property);
    if (field === undefined || text === undefined) return [];
    return proposal(
      field,
      readers[field]?.(text, document),
      source,
      `additionalProperty.${name ?? ''}`,
      confidence * 0.9,
    );
  });
}

/** The trail to the page, without the start page and without the product itself. */
function breadcrumb(entities: readonly Entity[], document: Document): string | undefined {
  const trail = entities
    .flatMap((entity) => [entity, ...entitiesAt(entity, 'breadcrumb')])
    .find((entity) => isOfType(entity, new Set(['BreadcrumbList'])));
  if (trail === undefined) return undefined;
  const names = entitiesAt(trail, 'itemListElement')
    .toSorted((one, other) => Number(textsAt(one, 'position')[0] ?? 0) - Number(textsAt(other, 'position')[0] ?? 0))
    .flatMap((step) => textsAt(step, 'name')[0] ?? textsAt(step, 'item')[0] ?? [])
    .map((name) => readers['category']?.(name, document))
    .filter((name) => typeof name === 'string');
  return categoryOf(names, document);
}

/** A category from the steps of a trail; undefined when nothing is left of it. */
export function categoryOf(steps: readonly string[], document: Document): string | undefined {
  const isStart = /^(home ?page|home|start(seite)?|accueil|inicio|shop|hem|forside|hjem)$/i;
  const titles = new Set(document.headings.map((heading) => heading.toLowerCase()));
  const kept = steps
    .map((step) => step.trim())
    .filter((step) => step !== '' && !isStart.test(step) && !titles.has(step.toLowerCase()) && !isAddress(step));
  return kept.length === 0 ? undefined : kept.join(' > ');
}

/** Properties with no product around them: a careless page about one product, so less to be trusted. */
function strayProposals(document: Document): readonly Proposal[] {
  const holders = document.structured.microdata.filter(
    ({ types }) => types.length === 0 || /page$/i.test(types[0] ?? '') || types[0]?.endsWith('Offer') === true,
  );
  const [one] = holders.filter((holder) =>
    ['price', 'lowPrice', 'offers', 'sku', 'mpn'].some((name) => valuesAt(holder, name).length > 0),
  );
  if (one === undefined) return [];
  const origin: Origin = { source: 'microdata', confidence: 0.6 };
  const kept = new Set(['price', 'availability', 'sku', 'mpn', 'gtin', 'brand']);
  return productProposals(one, document, origin).filter(({ field }) => kept.has(field));
}

function isAddress(value: Json): boolean {
  return typeof value === 'string' && /^(https?:)?\/\/\S+$/.test(value);
}
