import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { ProductOutput } from '#pipelines/specbook/outputs/product-output.ts';
import { productsCsv } from '#pipelines/specbook/outputs/products-csv.ts';
import { productsJsonl } from '#pipelines/specbook/outputs/products-jsonl.ts';
import { expectGolden } from '../../../golden/golden.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';
import { productsXlsx } from '#pipelines/specbook/outputs/products-xlsx.ts';
import { type ReadSheet, readWorkbook } from '../../../tables/read-workbook.ts';
import { failures, failuresOf, products, recordsOf, summary } from './products.ts';
import { rendered as render } from './render.ts';

const csv = productsCsv(productSchema);

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

  test('has a row for each place of a product, whose columns of schedules come first', async () => {
    const [first, ...rest] = products;
    if (first === undefined) throw new Error('there are no products');
    const input = { url: first.item.input.url, columns: { finish: 'black', quantity: '2', room: 'Bar' } };
    const twice = { ...first, repeats: [{ line: 9, input }] };
    const rows: Record<string, string>[] = parse(await render(csv, [twice, ...rest]), { columns: true });
    expect(Object.keys(rows[0] ?? {}).slice(0, 3)).toEqual(['room', 'quantity', 'name (input)']);
    expect(rows.map(({ room, quantity, name }) => [room, quantity, name])).toEqual([
      ['Lobby', '', 'Lounge Chair "Arc" & <Ottoman>'],
      ['Bar', '2', 'Lounge Chair "Arc" & <Ottoman>'],
      ['Office; 2nd floor', '', '<script>alert(1)</script>'],
      ['Kitchen', '', 'Bowl'],
    ]);
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

describe('products.xlsx', () => {
  const read = async (output: ProductOutput, list = products, failed = failures) => {
    const pieces = await Array.fromAsync(
      output.render(
        summary,
        (items) => recordsOf(list, items),
        () => failuresOf(failed),
      ),
    );
    return readWorkbook(Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
  };
  const rowsOf = (sheet: ReadSheet | undefined) => {
    const [headers = [], ...rows] = sheet?.rows ?? [];
    return rows.map((cells) => Object.fromEntries(headers.map(({ text }, index) => [text, cells[index]])));
  };

  test('has the products, the failures and the run, each under a header that stays, with filters', async () => {
    const sheets = await read(productsXlsx(productSchema));
    expect(sheets.map(({ name, frozenRows, formulas }) => [name, frozenRows, formulas])).toEqual([
      ['Products', 1, 0],
      ['Failures', 1, 0],
      ['Run', 1, 0],
    ]);
    for (const { filter, rows } of sheets) expect(filter).toMatch(new RegExp(`^A1:[A-Z]+${rows.length}$`, 'u'));
  });

  test('tells people what a column holds, their own columns first', async () => {
    const [sheet] = await read(productsXlsx(productSchema));
    const headers = sheet?.rows[0]?.map(({ text }) => text) ?? [];
    expect(headers.slice(0, 8)).toEqual(['room', 'name', 'area', 'note', 'Name', 'Brand', 'Manufacturer', 'Model']);
    expect(headers.slice(-2)).toEqual(['Source', 'Read at']);
    expect(sheet?.widths).toHaveLength(headers.length);
  });

  test('holds numbers, dates and links as such, and texts of the input as they are', async () => {
    const [row] = rowsOf((await read(productsXlsx(productSchema)))[0]);
    expect(row).toMatchObject({
      Price: { type: 'n', text: '1249.5' },
      Width: { type: 'n', text: '80' },
      'Stand-in model': { type: 'b', text: '1' },
      Source: { text: 'https://shop.example/2', link: 'https://shop.example/2' },
      Documents: { text: 'Spec sheet: https://shop.example/arc.pdf', link: 'https://shop.example/arc.pdf' },
      Pictures: { link: 'https://shop.example/arc.jpg?w=800&h=600' },
      GTIN: { type: 'inlineStr', text: '4006381333931' },
      name: { type: 'inlineStr', text: '=HYPERLINK("https://evil.example")' },
      area: { type: 'inlineStr', text: '-12' },
    });
    const days = Date.parse('2026-11-21T09:30:05.000Z') / 86_400_000 + 25_569;
    expect(row?.['Read at']).toMatchObject({ type: 'n', text: String(days), format: '2' });
  });

  test('adds up quantities, and leaves codes and sections alone', async () => {
    const [own] = products;
    if (own === undefined) throw new Error('there are products');
    const columns = { note: 'x', quantity: '12', 'item code': '007', section: '1.10', Room: 'Bar' };
    const list = [{ ...own, item: { ...own.item, input: { ...own.item.input, columns } } }];
    const [row] = rowsOf((await read(productsXlsx(productSchema), list))[0]);
    expect(Object.keys(row ?? {}).slice(0, 5)).toEqual(['Room', 'section', 'item code', 'quantity', 'note']);
    expect(row).toMatchObject({
      quantity: { type: 'n', text: '12' },
      'item code': { type: 'inlineStr', text: '007' },
      section: { type: 'inlineStr', text: '1.10' },
    });
  });

  test('links to no address that is not of the web', async () => {
    const rows = rowsOf((await read(productsXlsx(productSchema)))[0]);
    expect(rows[2]).toMatchObject({ Source: { text: 'javascript:alert(1)', link: undefined } });
  });

  test('says of each failure what to do, and of the run what became of its rows', async () => {
    const [, failed, run] = await read(productsXlsx(productSchema));
    expect(rowsOf(failed)).toMatchObject([
      {
        room: { text: 'Hall' },
        Line: { type: 'n', text: '4' },
        Page: { text: 'https://shop.example/4', link: 'https://shop.example/4' },
        Category: { text: 'bot_detected' },
        'What to do': { text: expect.stringContaining('cache -- import') as string },
      },
    ]);
    const facts = new Map(run?.rows.map(([what, value]) => [what?.text, value]));
    expect(facts.get('Succeeded')).toMatchObject({ type: 'n', text: '3' });
    expect(facts.get('Run')).toMatchObject({ text: 'run-1' });
    expect(facts.has('Note')).toBe(false);
  });

  test('of more rows than a sheet is good for holds the first, and says so', async () => {
    const [sheet, , run] = await read(productsXlsx(productSchema, 2));
    expect(sheet?.rows).toHaveLength(1 + 2);
    expect(run?.rows.at(-1)?.map(({ text }) => text)).toEqual([
      'Note',
      expect.stringContaining('the first 2 products'),
    ]);
  });

  test('of a run without anything has its sheets all the same', async () => {
    expect((await read(productsXlsx(productSchema), [], [])).map(({ rows }) => rows.length)).toMatchObject([
      1,
      1,
      18 - 4,
    ]);
  });
});
