import { finishesOf, materialsOf, sideInMillimetres, weightInKilograms } from './normalised.ts';
import type { ProductField, ProductValues } from './product.ts';
import type { ColumnKind, RecordColumn, RecordFact, RecordSchema, Values } from './record-schema.ts';
import { productTarget } from './target.ts';

type Cell = string | number | boolean | undefined;

/** Values of this schema were read by its fields, so they have their types. */
const typed = (values: Values) => values as unknown as ProductValues;

function column(
  name: string,
  title: string,
  kind: ColumnKind,
  show: (values: ProductValues) => Cell,
  link?: (values: ProductValues) => string | undefined,
): RecordColumn {
  const plain = { name, title, kind, show: (values: Values) => show(typed(values)) };
  return link === undefined ? plain : { ...plain, link: (values) => link(typed(values)) };
}

const joined = (words: readonly string[]) => (words.length === 0 ? undefined : words.join('; '));

/** Lists are joined by "; ". */
const columns: readonly RecordColumn[] = [
  column('name', 'Name', 'text', ({ name }) => name),
  column('brand', 'Brand', 'text', ({ brand }) => brand),
  column('manufacturer', 'Manufacturer', 'text', ({ manufacturer }) => manufacturer),
  column('model_number', 'Model', 'text', ({ modelNumber }) => modelNumber),
  column('sku', 'Article number (SKU)', 'text', ({ sku }) => sku),
  column('mpn', "Manufacturer's part number", 'text', ({ mpn }) => mpn),
  column('gtin', 'GTIN', 'text', ({ gtin }) => gtin),
  column('category', 'Category', 'text', ({ category }) => category),
  column('price_amount', 'Price', 'number', ({ price }) => price?.amount),
  column('price_currency', 'Currency', 'text', ({ price }) => price?.currency),
  column('availability', 'Availability', 'text', ({ availability }) => availability),
  column('dimensions', 'Dimensions', 'text', ({ dimensions }) => dimensions?.text),
  column('width', 'Width', 'number', ({ dimensions }) => dimensions?.width),
  column('height', 'Height', 'number', ({ dimensions }) => dimensions?.height),
  column('depth', 'Depth', 'number', ({ dimensions }) => dimensions?.depth),
  column('length', 'Length', 'number', ({ dimensions }) => dimensions?.length),
  column('diameter', 'Diameter', 'number', ({ dimensions }) => dimensions?.diameter),
  column('dimensions_unit', 'Unit of dimensions', 'text', ({ dimensions }) => dimensions?.unit),
  ...(['width', 'height', 'depth', 'length', 'diameter'] as const).map((side) =>
    column(`${side}_mm`, `${side.charAt(0).toUpperCase()}${side.slice(1)} (mm)`, 'number', (values) =>
      sideInMillimetres(values, side),
    ),
  ),
  column('weight', 'Weight', 'number', ({ weight }) => weight?.value),
  column('weight_unit', 'Unit of weight', 'text', ({ weight }) => weight?.unit),
  column('weight_kg', 'Weight (kg)', 'number', weightInKilograms),
  column('materials', 'Materials', 'text', ({ materials }) => materials?.join('; ')),
  column('materials_canonical', 'Materials (vocabulary)', 'text', (values) => joined(materialsOf(values))),
  column('finishes', 'Finishes', 'text', ({ finishes }) => finishes?.join('; ')),
  column('finishes_canonical', 'Finishes (vocabulary)', 'text', (values) => joined(finishesOf(values))),
  column('certifications', 'Certifications', 'text', ({ certifications }) => certifications?.join('; ')),
  column('warranty', 'Warranty', 'text', ({ warranty }) => warranty),
  column('lead_time', 'Lead time', 'text', ({ leadTime }) => leadTime),
  column('description', 'Description', 'long text', ({ description }) => description),
  column(
    'images',
    'Pictures',
    'link',
    ({ images }) => images?.join('; '),
    ({ images }) => images?.[0],
  ),
  column(
    'documents',
    'Documents',
    'link',
    ({ documents }) => documents?.map(({ title, url }) => `${title}: ${url}`).join('; '),
    ({ documents }) => documents?.[0]?.url,
  ),
];

const fact = (title: string, show: (values: ProductValues) => string | undefined): RecordFact => ({
  title,
  show: (values) => show(typed(values)),
});

/** In the order in which a specifier reads them. */
const facts: readonly RecordFact[] = [
  fact('Brand', ({ brand }) => brand),
  fact('Manufacturer', ({ manufacturer }) => manufacturer),
  fact('Model', ({ modelNumber }) => modelNumber),
  fact('Article number (SKU)', ({ sku }) => sku),
  fact("Manufacturer's part number", ({ mpn }) => mpn),
  fact('GTIN', ({ gtin }) => gtin),
  fact('Category', ({ category }) => category),
  fact('Price', ({ price }) => price && [price.amount, price.currency ?? '(currency not stated)'].join(' ')),
  fact('Availability', ({ availability }) => availability && inWords(availability)),
  fact('Lead time', ({ leadTime }) => leadTime),
  fact('Dimensions', ({ dimensions }) => dimensions?.text),
  fact('Weight', ({ weight }) => weight && `${weight.value} ${weight.unit}`),
  fact('Materials', ({ materials }) => materials?.join(', ')),
  fact('Finishes', ({ finishes }) => finishes?.join(', ')),
  fact('Certifications', ({ certifications }) => certifications?.join(', ')),
  fact('Warranty', ({ warranty }) => warranty),
];

/** `OutOfStock` as `Out of stock`. */
function inWords(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}

/** By one of these a specifier can tell which product it is. */
const identities = ['brand', 'manufacturer', 'sku', 'mpn', 'gtin', 'modelNumber'] as const satisfies ProductField[];
/** One of these makes it worth a page in the book. */
const substance = ['price', 'description', 'dimensions', 'materials'] as const satisfies ProductField[];

const lacksAll = (values: Values, fields: readonly ProductField[]) => fields.every((field) => !(field in values));

/** What a specifier cannot do without counts twice. */
const weighty: ReadonlySet<string> = new Set<ProductField>(['name', 'brand', 'description', 'price', 'dimensions']);

/** The product record that comes with specbook. */
export const productSchema: RecordSchema = {
  id: productTarget.id,
  hash: undefined,
  target: productTarget,
  roles: {
    title: 'name',
    brand: 'brand',
    category: 'category',
    description: 'description',
    pictures: 'images',
    documents: 'documents',
  } satisfies Record<string, ProductField>,
  columns,
  facts,
  weightOf: (field) => (weighty.has(field) ? 2 : 1),
  known: (values) => ({ values: typed(values), fieldOf: (known) => known }),
  refuse: (values) => ('name' in values ? undefined : 'no product name was found: is this the page of one product?'),
  lacks: (values) => [
    ...(lacksAll(values, identities)
      ? [{ field: 'brand', problem: 'neither a brand nor any article number was found' }]
      : []),
    ...(lacksAll(values, substance)
      ? [{ field: 'description', problem: 'the page says nothing of the product itself' }]
      : []),
  ],
  doubts: (values) => {
    const { price } = typed(values);
    return price !== undefined && price.currency === undefined
      ? [{ field: 'price', problem: 'the currency is not certain' }]
      : [];
  },
};
