import { getElementsByTagName, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import type { StoredProduct } from '#pipelines/specbook/outputs/product-output.ts';
import { specbookHtml } from '#pipelines/specbook/outputs/specbook-html.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';
import { expectGolden } from '../../../golden/golden.ts';
import { hardProducts } from './hard-products.ts';
import { failuresOf, products, summary } from './products.ts';
import { book, rendered } from './render.ts';

const html = (settings = {}) => specbookHtml(productSchema, book(settings));

function placed(
  product: StoredProduct | undefined,
  columns: Record<string, string>,
  ...others: Record<string, string>[]
) {
  if (product === undefined) throw new Error('there are products');
  const input = (own: Record<string, string>) => ({ ...product.item.input, columns: own });
  return {
    ...product,
    item: { ...product.item, input: input(columns) },
    repeats: others.map((own, index) => ({ line: 90 + index, input: input(own) })),
  };
}

const texts = (name: string, under: Parameters<typeof getElementsByTagName>[1]) =>
  getElementsByTagName(name, under).map((element) => textContent(element).replaceAll(/\s+/gu, ' ').trim());

const withClass = (name: string, under: Parameters<typeof getElementsByTagName>[1]) =>
  getElementsByTagName(() => true, under).filter((element) =>
    (element.attribs['class'] ?? '').split(' ').includes(name),
  );

describe('specbook.html', () => {
  test('is as committed', async () => {
    const settings = { project: 'Harbour House', number: '2417', client: 'Nordhavn', revision: 'B' };
    await expectGolden('specbook.html', await rendered(html(settings)));
  });

  test('has nothing on its cover that nobody said', async () => {
    const [cover] = getElementsByTagName('header', parseDocument(await rendered(html())));
    expect(texts('h1', cover ?? [])).toEqual(['Spec book']);
    expect(texts('dt', cover ?? [])).toEqual(['Date', 'Contents']);
    expect(texts('dd', cover ?? [])).toEqual([
      '21 November 2026',
      '3 products; 1 page of the list gave none (Appendix B)',
    ]);
  });

  test('has on its cover what was said of the project', async () => {
    const settings = {
      title: 'FF&E <Book>',
      project: 'Harbour House',
      number: 2417,
      address: 'Quay 1\nNordhavn',
      date: 'May',
    };
    const [cover] = getElementsByTagName(
      'header',
      parseDocument(await rendered(specbookHtml(productSchema, book(settings as object)))),
    );
    expect(texts('h1', cover ?? [])).toEqual(['Harbour House']);
    expect(texts('dd', cover ?? []).slice(0, 3)).toEqual(['2417', 'Quay 1 Nordhavn', 'May']);
    expect(textContent(cover ?? [])).toContain('FF&E <Book>');
  });

  test('leads from the contents to each sheet, in the order of the chapters', async () => {
    const [one, two, three] = products;
    const list = [
      placed(one, { section: 'Seating', 'item code': 'CH-1' }),
      placed(two, { section: 'Bowls' }),
      placed(three, { section: 'Seating' }),
    ];
    const document = parseDocument(await rendered(html(), list));
    const sections = getElementsByTagName('article', document).map((section) => `#${section.attribs['id']}`);
    const [contents] = getElementsByTagName('nav', document);
    const links = getElementsByTagName('a', contents ?? []).map((link) => link.attribs['href'] ?? '');
    expect(sections).toEqual(['#product-item-2', '#product-item-5', '#product-item-3']);
    expect(links.filter((link) => link.startsWith('#product'))).toEqual(sections);
    expect(texts('h3', contents ?? []).slice(0, 2)).toEqual(['Seating', 'Bowls']);
  });

  test('makes no link that leads nowhere, and names nothing twice', async () => {
    const document = parseDocument(await rendered(html(), hardProducts));
    const elements = getElementsByTagName(() => true, document);
    const ids = elements.flatMap(({ attribs }) => attribs['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = elements.flatMap(({ attribs }) => [
      ...(attribs['href']?.startsWith('#') === true ? [attribs['href'].slice(1)] : []),
      ...(attribs['aria-labelledby'] === undefined ? [] : [attribs['aria-labelledby']]),
    ]);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  test('has one sheet of a product that is wanted in several rooms, and names it in each', async () => {
    const list = [
      placed(
        products[0],
        { room: 'Bar', quantity: '2' },
        { room: 'Lobby', quantity: '5' },
        { room: 'Bar', quantity: '1' },
      ),
    ];
    const document = parseDocument(await rendered(html({ groupBy: 'room' }), list));
    expect(getElementsByTagName('article', document)).toHaveLength(1);
    expect(texts('h2', document).slice(2, 4)).toEqual(['Bar', 'Lobby']);
    const [schedule] = withClass('schedule', document);
    const quantities = getElementsByTagName('tr', schedule ?? []).map((row) => texts('td', row));
    expect(quantities.map((cells) => cells.at(-2))).toEqual([undefined, undefined, '2', '1', undefined, '5']);
    expect(textContent(document)).toContain('Quantity 8');
  });

  test('has a schedule with the columns that the list has', async () => {
    const heads = async (columns: Record<string, string>, groupBy: string) => {
      const [schedule] = withClass(
        'schedule',
        parseDocument(await rendered(html({ groupBy }), [placed(products[0], columns)])),
      );
      return texts('th', getElementsByTagName('thead', schedule ?? []));
    };
    const columns = { room: 'Bar', section: 'Seating', 'item code': 'CH-1', quantity: '2' };
    expect(await heads(columns, 'category')).toEqual([
      'Item code',
      'Product',
      'Brand',
      'Room',
      'Section',
      'Qty',
      'Sheet',
    ]);
    expect(await heads(columns, 'auto')).toEqual(['Item code', 'Product', 'Brand', 'Room', 'Qty', 'Sheet']);
    expect(await heads({}, 'auto')).toEqual(['Product', 'Brand', 'Sheet']);
  });

  test('says which pages of the list are not in it, and why', async () => {
    const document = parseDocument(await rendered(html()));
    const [absent] = withClass('absent', document);
    const [row] = getElementsByTagName('td', absent ?? []).slice(-1);
    expect(textContent(row ?? [])).toMatch(/bot check.*cache -- import/u);
    const none = await rendered(html(), products, []);
    expect(none).toContain('Every page of the list that was read is in this book.');
  });

  test('marks values by how far they are trusted, in words and shape', async () => {
    const document = parseDocument(await rendered(html(), hardProducts.slice(0, 1)));
    const [doubtful, ...others] = withClass('low', document);
    expect(others.length).toBeGreaterThan(2);
    expect(texts('td', doubtful ?? []).at(-1)).toBe('verify: language model');
    const marks = getElementsByTagName('svg', doubtful ?? []).map(({ attribs }) => attribs['aria-label']);
    expect(marks).toEqual(['verify']);
  });

  test('leaves a line for what the page does not state', async () => {
    const document = parseDocument(await rendered(html(), products.slice(2)));
    const missing = withClass('missing', document).map((row) => textContent(row));
    expect(missing.length).toBeGreaterThan(10);
    expect(missing.every((text) => text.includes('not stated'))).toBe(true);
  });

  test('runs no script and links to nothing but the web, whatever the values hold', async () => {
    const document = parseDocument(await rendered(html()));
    expect(getElementsByTagName('script', document)).toEqual([]);
    const addresses = [...getElementsByTagName('a', document), ...getElementsByTagName('img', document)]
      .map((element) => element.attribs['href'] ?? element.attribs['src'] ?? '')
      .filter((address) => !address.startsWith('#'));
    expect(addresses.length).toBeGreaterThan(3);
    expect(addresses.filter((address) => !/^https?:/.test(address))).toEqual([]);
    const policy = getElementsByTagName('meta', document).find((meta) => meta.attribs['http-equiv'] !== undefined);
    expect(policy?.attribs['content']).toMatch(/^default-src 'none'; img-src https: http:;(?!.*script-src)/);
  });

  test('keeps the words of a list out of its style sheet', async () => {
    const room = '"; } body { display: none } </style><script>alert(1)</script>';
    const document = parseDocument(
      await rendered(html({ groupBy: 'room', revision: room }), [placed(products[0], { room })]),
    );
    expect(getElementsByTagName('script', document)).toEqual([]);
    const [style] = getElementsByTagName('style', document);
    expect(textContent(style ?? [])).not.toContain('display: none }');
  });

  test('says which values come from the stand-in model, and only then', async () => {
    const labels = async (list: readonly StoredProduct[]) =>
      (await rendered(html(), list)).split('class="stand-in"').length - 1;
    expect(await labels(products)).toBe(2);
    expect(await labels(products.slice(1))).toBe(0);
  });

  test('of a run without products is a whole document that says so', async () => {
    const text = await rendered(html(), []);
    expect(text).toContain('This run has no products.');
    expect(text.endsWith('</main>\n</body>\n</html>\n')).toBe(true);
  });

  test('holds one product at a time, however many there are', async () => {
    const base = placed(products[0], {});
    let given = 0;
    async function* many(items?: readonly string[]): AsyncGenerator<StoredProduct> {
      for (const id of items ?? Array.from({ length: 1_000 }, (_, index) => `item-${index}`)) {
        given += 1;
        yield { ...base, item: { ...base.item, id } };
      }
    }
    let sheets = 0;
    const places: number[] = [];
    const pieces = html().render(summary, many, () => failuresOf([]));
    for await (const piece of pieces) {
      if (!String(piece).startsWith('<article')) continue;
      sheets += 1;
      places.push(given);
    }
    expect(sheets).toBe(1_000);
    // Each sheet is written before the next product is asked for.
    expect(places.every((place, index) => index === 0 || place - (places[index - 1] ?? 0) === 1)).toBe(true);
  });
});
