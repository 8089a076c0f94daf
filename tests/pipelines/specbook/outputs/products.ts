import type { OutputFailure, RunSummary } from '#core/output.ts';
import type { StoredProduct } from '#pipelines/specbook/outputs/product-output.ts';
import type { ProductInput, ProductRecord } from '#pipelines/specbook/record.ts';

export const summary: RunSummary = {
  run: {
    id: 'run-1',
    pipeline: 'specbook',
    project: '',
    startedAt: Date.UTC(2026, 10, 21, 9, 30),
    finishedAt: Date.UTC(2026, 10, 21, 9, 31),
    state: 'finished',
    usage: { cpuSeconds: 12.5, peakMemoryBytes: 250_000_000 },
    source: { rowsRead: 5, complete: true },
    configuration: { concurrency: 4 },
    environment: { node: '24' },
  },
  counts: { rows: 5, succeeded: 3, failed: 1, not_found: 0, skipped: 0, invalid: 1, duplicate: 0, remaining: 0 },
  factTotals: [{ kind: 'fetch', stage: 'scraping', outcome: 'ok', count: 4, duration: 812 }],
};

function product(line: number, record: Partial<ProductRecord>, columns: Record<string, string>): StoredProduct {
  const url = `https://shop.example/${line}`;
  return {
    item: { id: `item-${line}`, key: 'shop.example', input: { url, columns } },
    line,
    traceId: `${line}`.padStart(32, '0'),
    repeats: [],
    record: {
      sourceUrl: url,
      fetchedAt: '2026-11-21T09:30:05.000Z',
      values: {},
      provenance: {},
      quality: { verdict: 'valid', completeness: 1, issues: [] },
      ...record,
    },
  };
}

export const products: readonly StoredProduct[] = [
  product(
    2,
    {
      values: {
        name: 'Lounge Chair "Arc" & <Ottoman>',
        brand: 'Nordvik',
        manufacturer: 'Nordvik AS',
        description: 'A chair.\nWith an ottoman.',
        modelNumber: 'ARC-2',
        sku: '10-200',
        mpn: 'NV-ARC-2',
        gtin: '4006381333931',
        category: 'Furniture > Chairs',
        price: { amount: 1249.5, currency: 'EUR' },
        availability: 'OutOfStock',
        dimensions: { text: '80 x 90 x 75 cm', width: 80, height: 75, depth: 90, unit: 'cm' },
        weight: { value: 18.2, unit: 'kg' },
        materials: ['Oak', 'Leather'],
        finishes: ['Black', 'Cognac'],
        images: ['https://shop.example/arc.jpg?w=800&h=600', 'https://shop.example/arc-2.jpg'],
        documents: [{ title: 'Spec sheet', url: 'https://shop.example/arc.pdf' }],
        warranty: '5 years',
        certifications: ['FSC'],
        leadTime: '6 weeks',
      },
      provenance: { name: { source: 'json-ld', where: 'Product.name', confidence: 0.95 } },
      model: { id: 'demo/rules', standIn: true },
    },
    { room: 'Lobby', name: '=HYPERLINK("https://evil.example")', area: '-12' },
  ),
  product(
    3,
    {
      values: { name: '<script>alert(1)</script>', category: 'Furniture > Chairs', price: { amount: 90 } },
      quality: {
        verdict: 'incomplete',
        completeness: 1 / 3,
        issues: [{ field: 'images', problem: 'the page shows no picture of the product' }],
      },
    },
    { room: 'Office; 2nd floor', name: 'Task chair', area: '' },
  ),
  product(
    5,
    {
      sourceUrl: 'javascript:alert(1)',
      values: { name: 'Bowl', images: ['javascript:alert(2)'], documents: [{ title: 'Bad', url: 'data:text/html,x' }] },
      quality: { verdict: 'incomplete', completeness: 0.1, issues: [] },
    },
    { room: 'Kitchen', name: 'Bowl', note: 'a column that the others do not have' },
  ),
];

export const failures: readonly OutputFailure<ProductInput>[] = [
  {
    item: { id: 'item-4', key: 'shop.example', input: { url: 'https://shop.example/4', columns: { room: 'Hall' } } },
    line: 4,
    traceId: '4'.padStart(32, '0'),
    outcome: 'failed',
    failure: { category: 'bot_detected', stage: 'scraping', message: 'a bot check', details: {} },
    attempts: 2,
  },
];

/** As the run store gives them. */
export async function* recordsOf(
  list: readonly StoredProduct[],
  items?: readonly string[],
): AsyncGenerator<StoredProduct> {
  if (items === undefined) yield* list;
  else yield* items.flatMap((id) => list.find(({ item }) => item.id === id) ?? []);
}

export async function* failuresOf(
  list: readonly OutputFailure<ProductInput>[],
): AsyncGenerator<OutputFailure<ProductInput>> {
  yield* list;
}
