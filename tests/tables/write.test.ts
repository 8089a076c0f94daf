import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cell, csvLines, neutralised } from '#tables/write.ts';

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

async function write(columns: readonly string[], rows: readonly Readonly<Record<string, Cell>>[]): Promise<string> {
  return (await Array.fromAsync(csvLines(columns, each(rows)))).join('');
}

describe('csvLines', () => {
  test('quotes what needs it, ends lines in LF and leaves missing cells empty', async () => {
    const rows = [{ name: 'Chair, "red"', price: 12.5, sold: false }, { name: 'two\nlines' }];
    expect(await write(['name', 'price', 'sold'], rows)).toBe(
      'name,price,sold\n"Chair, ""red""",12.5,false\n"two\nlines",,\n',
    );
  });

  test('finds cells by names that look like paths or belong to every object', async () => {
    expect(await write(['a.b', 'c[0]', 'constructor'], [{ 'a.b': 1, 'c[0]': 2 }])).toBe('a.b,c[0],constructor\n1,2,\n');
  });

  test('neutralises headers as well', async () => {
    expect(await write(['=HYPERLINK(1)'], [])).toBe("'=HYPERLINK(1)\n");
  });

  test('writes more rows than fit into one piece', async () => {
    const rows = Array.from({ length: 1001 }, (_, index) => ({ n: index }));
    expect((await write(['n'], rows)).split('\n').length).toBe(1003);
  });

  test('is read back as it was, but for what was neutralised', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('=', '-', '1', ' ', '"', "'", '\r', '\n', ',') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1 }), async (rows) => {
        const csv = await write(
          ['a', 'b'],
          rows.map(([a, b]) => ({ a, b })),
        );
        const back = parse(csv, { record_delimiter: '\n' }).slice(1);
        expect(back).toEqual(rows.map((row) => row.map((cell) => neutralised(cell))));
      }),
    );
  });
});

describe('neutralised', () => {
  test.each([
    '=1+1',
    '+1',
    '-cmd',
    '@SUM(A1)',
    '\t=1',
    '\rx',
    '\nx',
    '  =1',
    '"=1',
    '＝1',
    ' \u00A0＋1',
    '\u200B=1',
    '-1+2',
  ])('%j gets an apostrophe', (text) => {
    expect(neutralised(text)).toBe(`'${text}`);
  });

  test.each(['-12', '-12.5', '-0,5', '12', 'a=b', 'Chair - red', '', "'=1", 'https://a.example/?a=b'])(
    '%j stays as it is',
    (text) => {
      expect(neutralised(text)).toBe(text);
    },
  );

  test('leaves no text that starts with a formula sign, and changes nothing twice', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '＝', ' ', '\t', '\r', '"', '1', 'a', '.') }),
        (text) => {
          const safe = neutralised(text);
          expect(/^[\s"]*[=+@＝]|^[\t\r]|^\s*-(?!\d+(?:[.,]\d+)?$)/.test(safe)).toBe(false);
          expect(neutralised(safe)).toBe(safe);
        },
      ),
    );
  });
});
