import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SheetCell } from '#tables/workbook/cell-xml.ts';
import { columnName } from '#tables/workbook/cell-xml.ts';
import type { Relationship } from '#tables/workbook/parts.ts';
import { type Sheet, sheetXml } from '#tables/workbook/sheet-xml.ts';
import { workbookBytes } from '#tables/workbook/write.ts';
import { readWorkbook } from './read-workbook.ts';

async function* given<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

function sheet(name: string, headers: readonly string[], rows: readonly (readonly SheetCell[])[]): Sheet {
  return { name, columns: headers.map((header) => ({ header, width: 20 })), rows: given(rows) };
}

async function written(...sheets: readonly Sheet[]) {
  return readWorkbook(Buffer.concat(await Array.fromAsync(workbookBytes(sheets))));
}

describe('a workbook', () => {
  test('holds numbers as numbers, texts as texts, dates as dates, and leaves out what is not known', async () => {
    const date = Date.UTC(2026, 10, 21, 12);
    const [only] = await written(sheet('S', ['a', 'b', 'c', 'd', 'e'], [[-1.5, 'x', true, { date }, undefined]]));
    expect(only?.rows[1]).toMatchObject([
      { type: 'n', text: '-1.5' },
      { type: 'inlineStr', text: 'x' },
      { type: 'b', text: '1' },
      { type: 'n', text: '46347.5', format: '2' },
    ]);
  });

  test('keeps its header in sight, and can be filtered', async () => {
    const sheets = await written(
      sheet(
        'One',
        ['a', 'b'],
        [
          [1, 2],
          [3, 4],
        ],
      ),
      sheet('Two', ['a'], []),
    );
    expect(sheets).toMatchObject([
      { name: 'One', frozenRows: 1, filter: 'A1:B3', widths: [20, 20] },
      { name: 'Two', frozenRows: 1, filter: 'A1:A1', widths: [20] },
    ]);
  });

  test('links to the web and to nothing else', async () => {
    const link = (address: string) => ({ text: 'here', link: address });
    const rows = [
      [link('https://shop.example/a?b=1&c="2"')],
      [link('javascript:alert(1)')],
      [link(`https://shop.example/${'x'.repeat(3_000)}`)],
      [link('file:///etc/passwd')],
    ];
    const [only] = await written(sheet('S', ['a'], rows));
    expect(only?.rows.slice(1).map(([cell]) => [cell?.text, cell?.link])).toEqual([
      ['here', 'https://shop.example/a?b=1&c=%222%22'],
      ['here', undefined],
      ['here', undefined],
      ['here', undefined],
    ]);
  });

  test('links as many cells as Excel allows', async () => {
    const rows = Array.from({ length: 65_531 }, (_, index) => [{ text: 'x', link: `https://shop.example/${index}` }]);
    const links: Relationship[] = [];
    const xml = await Array.fromAsync(sheetXml(sheet('S', ['a'], rows), links));
    expect(links.at(-1)).toEqual({ type: 'hyperlink', target: 'https://shop.example/65529', external: true });
    expect(xml.at(-2)).toContain('r="A65532" t="inlineStr"');
    expect(xml.at(-1)?.split('<hyperlink ').length).toBe(65_530 + 1);
  });

  test('cuts a text that is longer than a cell', async () => {
    const [only] = await written(sheet('S', ['a'], [['x'.repeat(40_000)]]));
    expect(only?.rows[1]?.[0]?.text).toBe(`${'x'.repeat(32_766)}…`);
  });

  test('holds any text as it is, and never a formula', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('=1+1', '@SUM(A1)', '_x0041_', '__x0041__', 'a\r\nb', ' a ', '\u0000\u0007', '\ud800', '<&">'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
        const [only] = await written(
          sheet(
            'S',
            texts.map(() => 'h'),
            [texts],
          ),
        );
        expect(only?.formulas).toBe(0);
        const cells = texts.map((_, index) => only?.rows[1]?.[index]?.text ?? '');
        expect(cells).toEqual(texts.map(writable));
      }),
      { numRuns: 20 },
    );
  });

  test('is the same for the same rows', async () => {
    const bytes = async () => Buffer.concat(await Array.fromAsync(workbookBytes([sheet('S', ['a'], [[1]])])));
    expect(await bytes()).toEqual(await bytes());
  });
});

/** What XML has no way to write is left out, and lines end in LF. */
function writable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
    .replaceAll(/\r\n?/gu, '\n');
}

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('column %i is %s', (index, name) => {
  expect(columnName(index)).toBe(name);
});
