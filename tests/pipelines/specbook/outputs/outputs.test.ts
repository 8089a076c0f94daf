import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'htmlparser2';
import { getElementsByTagName, textContent } from 'domutils';
import type { ProductOutput, StoredProduct } from '#pipelines/specbook/outputs/product-output.ts';
import { productsCsv } from '#pipelines/specbook/outputs/products-csv.ts';
import { productsJsonl } from '#pipelines/specbook/outputs/products-jsonl.ts';
import { specbookHtml } from '#pipelines/specbook/outputs/specbook-html.ts';
import { expectGolden } from '../../../golden/golden.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';
import { failuresOf, products, recordsOf, summary } from './products.ts';

const csv = productsCsv(productSchema);
const html = specbookHtml(productSchema);

async function render(output: ProductOutput, list: readonly StoredProduct[] = products): Promise<string> {
  return (
    await Array.fromAsync(
      output.render(
        summary,
        () => recordsOf(list),
        () => failuresOf([]),
      ),
    )
  ).join('');
}

describe('products.csv', () => {
  test('is as committed', async () => {
    await expectGolden('products.csv', await render(csv));
  });

  test('carries every input column first, and keeps it apart from the column that it shares a name with', async () => {
    const rows: Record<string, string>[] = parse(await render(csv), { columns: true });
    expect(Object.keys(rows[0] ?? {}).slice(0, 5)).toEqual(['room', 'name (input)', 'area', 'note', 'name']);
    expect(rows[1]).toMatchObject({ room: 'Office; 2nd floor', 'name (input)': 'Task chair', note: '' });
    expect(rows[2]).toMatchObject({ name: 'Bowl', note: 'a column that the others do not have' });
  });

  test('flattens price, dimensions and lists, and runs no formula', async () => {
    const [row]: Record<string, string>[] = parse(await render(csv), { columns: true });
    expect(row).toMatchObject({
      'name (input)': '\'=HYPERLINK("https://evil.example")',
      area: '-12',
      price_amount: '1249.5',
      price_currency: 'EUR',
      depth: '90',
      materials: 'Oak; Leather',
      documents: 'Spec sheet: https://shop.example/arc.pdf',
      stand_in_model: 'true',
      completeness: '1',
    });
  });

  test('of a run without products is a header', async () => {
    expect(await render(csv, [])).toMatch(/^name,brand,.*\n$/);
  });
});

describe('products.jsonl', () => {
  test('gives each record whole', async () => {
    const lines = (await render(productsJsonl)).trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(
      products.map(({ item, line, traceId, record }) => ({
        line,
        url: item.input.url,
        columns: item.input.columns,
        traceId,
        ...record,
      })),
    );
  });
});

describe('specbook.html', () => {
  test('is as committed', async () => {
    await expectGolden('specbook.html', await render(html));
  });

  test('lists each product in the contents under its category, linked to its section', async () => {
    const document = parseDocument(await render(html));
    const sections = getElementsByTagName('article', document).map((section) => `#${section.attribs['id']}`);
    const [contents] = getElementsByTagName('nav', document);
    const links = getElementsByTagName('a', contents ?? []).map((link) => link.attribs['href']);
    expect(sections).toEqual(['#product-2', '#product-3', '#product-5']);
    expect(links).toEqual(sections);
    expect(getElementsByTagName('h3', contents ?? []).map((heading) => textContent(heading))).toEqual([
      'Furniture > Chairs',
      'Without a category',
    ]);
  });

  test('runs no script and links to nothing but the web, whatever the values hold', async () => {
    const document = parseDocument(await render(html));
    expect(getElementsByTagName('script', document)).toEqual([]);
    const addresses = [...getElementsByTagName('a', document), ...getElementsByTagName('img', document)]
      .map((element) => element.attribs['href'] ?? element.attribs['src'] ?? '')
      .filter((address) => !address.startsWith('#'));
    expect(addresses.length).toBeGreaterThan(3);
    expect(addresses.filter((address) => !/^https?:/.test(address))).toEqual([]);
    const policy = getElementsByTagName('meta', document).find((meta) => meta.attribs['http-equiv'] !== undefined);
    expect(policy?.attribs['content']).toMatch(/^default-src 'none'; img-src https: http:;(?!.*script-src)/);
  });

  test('says which values come from the stand-in model, and only then', async () => {
    const labels = async (list: readonly StoredProduct[]) =>
      (await render(html, list)).split('class="stand-in"').length - 1;
    expect(await labels(products)).toBe(2);
    expect(await labels(products.slice(1))).toBe(0);
  });

  test('of a run without products is a whole document that says so', async () => {
    const text = await render(html, []);
    expect(text).toContain('This run has no products.');
    expect(text.endsWith('</main>\n</body>\n</html>\n')).toBe(true);
  });
});
