import type { Provenance } from '#extraction/extraction.ts';
import type { StoredProduct } from '#pipelines/specbook/outputs/product-output.ts';
import type { Values } from '#pipelines/specbook/record-schema.ts';
import { products } from './products.ts';

/** What is longer than any line. */
export const endless = 'A'.repeat(300);

const sources: readonly Provenance[] = [
  { source: 'json-ld', where: 'name', confidence: 0.95 },
  { source: 'page', where: 'dl', confidence: 0.6 },
  { source: 'model', where: 'a quotation', confidence: 0.3 },
];

function product(id: string, own: Values, columns: Record<string, string>, source?: string): StoredProduct {
  const [base] = products;
  if (base === undefined) throw new Error('there are products');
  const values = { ...base.record.values, ...own };
  const provenance = Object.fromEntries(
    Object.keys(values).flatMap((field, index) => {
      const found = sources[index % sources.length];
      return found === undefined ? [] : [[field, found] as const];
    }),
  );
  return {
    ...base,
    item: { ...base.item, id, input: { url: `https://shop.example/${id}`, columns } },
    record: { ...base.record, sourceUrl: source ?? base.record.sourceUrl, values, provenance },
  };
}

/** Texts from right to left, without spaces, and of any length; a product in thirty places; one of a list without columns. */
export const hardProducts: readonly StoredProduct[] = [
  product(
    'arabic',
    { name: 'كرسي استرخاء من خشب البلوط', description: 'كرسي منخفض بهيكل من الخشب المقولب. '.repeat(12) },
    { room: 'غرفة الاستقبال', section: 'أثاث', 'item code': 'AR-1', quantity: '4' },
  ),
  product(
    'japanese',
    {
      name: 'ラウンジチェア「弧」オーク材・革張り',
      description: '成形合板のシェルと座面クッションの低い椅子。'.repeat(12),
    },
    { room: 'ロビー', section: '家具', 'item code': 'JP-1', quantity: '2 pcs' },
  ),
  {
    ...product(
      'endless',
      {
        name: `Donaudampfschifffahrtselektrizitätenhauptbetriebswerkstuhl ${endless}`,
        description: `${endless}\n${'word '.repeat(900)}`,
        sku: endless,
        materials: Array.from({ length: 60 }, (_, index) => `material ${index}`),
        images: Array.from({ length: 8 }, (_, index) => `https://shop.example/${index}.jpg`),
        documents: Array.from({ length: 12 }, (_, index) => ({
          title: `Sheet ${index} ${endless}`,
          url: `https://shop.example/${endless}${index}.pdf`,
        })),
      },
      { room: endless, section: '家具', 'item code': 'LONG-CODE-'.repeat(8), quantity: '1', note: endless },
      `https://shop.example/${endless}?${'q='.repeat(200)}`,
    ),
    repeats: Array.from({ length: 30 }, (_, index) => ({
      line: 40 + index,
      input: {
        url: 'https://shop.example/endless',
        columns: { room: `Room ${index}`, section: index % 2 === 0 ? 'Other' : 'أثاث', quantity: String(index) },
      },
    })),
  },
  product('plain', { name: 'Plain' }, {}),
];
