import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTable } from '#tables/read.ts';
import type { TableRow } from '#tables/row.ts';
import type { TableSettings } from '#tables/columns.ts';

async function* chunked(data: string | Uint8Array, size: number): AsyncGenerator<string | Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.slice(at, at + size);
}

async function read(
  data: string | Uint8Array,
  settings: Partial<TableSettings> = {},
  size = 65_536,
): Promise<readonly TableRow[]> {
  return Array.fromAsync(readTable(chunked(data, size), { name: 'products.csv', ...settings }));
}

const ok = (line: number, url: string, columns: Record<string, string> = {}): TableRow => ({
  line,
  ok: true,
  url,
  columns,
});

describe('a table with a header', () => {
  test('gives the URL and the other columns by name, with line numbers that count quoted line feeds', async () => {
    const text = 'Name,URL,Note\n"Chair, red",https://a.example/1,"two\r\nlines"\n\nTable,https://a.example/2,\n';
    expect(await read(text)).toEqual([
      ok(2, 'https://a.example/1', { Name: 'Chair, red', Note: 'two\r\nlines' }),
      ok(5, 'https://a.example/2', { Name: 'Table', Note: '' }),
    ]);
  });

  test.each([',', ';', '\t'])('is read with the delimiter %j, a byte order mark and CRLF', async (delimiter) => {
    const text = `\uFEFFlink,a b\r\n"https://a.example/?a=1,2;3",x\r\nhttps://a.example/2,"y ""z"""\r\n`;
    const data = text.replaceAll(/,(?=[a-z"])/g, delimiter);
    expect(await read(Buffer.from(data))).toEqual([
      ok(2, 'https://a.example/?a=1,2;3', { 'a b': 'x' }),
      ok(3, 'https://a.example/2', { 'a b': 'y "z"' }),
    ]);
  });

  test('is read from UTF-16 with a byte order mark', async () => {
    const rows = await read(Buffer.from('\uFEFFurl\tname\r\nhttps://a.example/1\tTür\r\n', 'utf16le'), {}, 3);
    expect(rows).toEqual([ok(2, 'https://a.example/1', { name: 'Tür' })]);
  });

  test('may end its lines in CR alone', async () => {
    expect(await read('url,name\rhttps://a.example/1,x\r')).toEqual([ok(2, 'https://a.example/1', { name: 'x' })]);
  });

  test('keeps columns apart that have the same name or none, and names like __proto__', async () => {
    const [row] = await read('url,a,a,,__proto__\nhttps://a.example/,1,2,3,4\n');
    expect(JSON.stringify(row?.ok === true ? row.columns : row)).toBe(
      '{"a":"1","a (2)":"2","column 4":"3","__proto__":"4"}',
    );
  });
});

describe('the URL column', () => {
  test.each([
    ['Product URL,Website', 'https://a.example/1,https://a.example', 'https://a.example/1'],
    ['Brand,PRODUCT_LINK', 'x,https://a.example/1', 'https://a.example/1'],
    ['productUrl,n', 'https://a.example/1,1', 'https://a.example/1'],
    ['Page,Where to find it', '12,https://a.example/1', 'https://a.example/1'],
    ['Photo,Where', 'https://a.example/1.jpg,a.example/1', 'a.example/1'],
    ['#,Name,URL', '1,x,https://a.example/1', 'https://a.example/1'],
  ])('is found in %j', async (header, row, url) => {
    const rows = await read(`${header}\n${row}\n`);
    expect(rows.map((each) => (each.ok ? each.url : each.reason))).toEqual([url]);
  });

  test('is the one that is asked for', async () => {
    const [row] = await read('url,shop page\nhttps://a.example/1,https://b.example/1\n', { urlColumn: 'Shop Page' });
    expect(row).toEqual(ok(2, 'https://b.example/1', { url: 'https://a.example/1' }));
  });

  test.each([
    ['url,name\nx,y\n', { urlColumn: 'adress' }, /products\.csv.*"adress".*--url-column.*url, name/],
    ['brand,name\nx,y\n', {}, /products\.csv.*--url-column.*brand, name/],
    ['one,two\nhttps://a.example,https://b.example\n', {}, /several columns.*one, two.*--url-column/],
    ['https://a.example/1,Chair\nhttps://a.example/2,Table\n', {}, /expected a header/],
    ['', {}, /products\.csv is empty/],
    ['\n# nothing\n\n', {}, /products\.csv is empty/],
    ['url,"name\nhttps://a.example/1,x\n', {}, /header.*never closed/],
  ])('that cannot be found in %j is a configuration error', async (text, settings, message) => {
    await expect(read(text, settings)).rejects.toThrow(message);
    await expect(read(text, settings)).rejects.toMatchObject({ category: 'config' });
  });
});

describe('a row that cannot be read', () => {
  test.each([
    ['too few cells', 'https://a.example/x', /expected 2 cells as in the header, found 1/],
    ['too many cells', 'https://a.example/x,1,2', /expected 2 cells as in the header, found 3/],
    ['no URL', ',x', /expected a URL in the column "url"/],
    ['a quote that never closes', '"https://a.example/x,1', /broken quoting: /],
    ['text after a closing quote', '"https://a.example/x"y,1', /broken quoting: /],
    ['more than a megabyte', `https://a.example/x,${'x'.repeat(1_100_000)}`, /longer than 1048576 characters/],
  ])('(%s) is given with its line, and reading goes on', async (_, row, reason) => {
    const rows = await read(`url,name\nhttps://a.example/1,a\n${row}\nhttps://a.example/2,"b"\n`);
    expect(rows).toEqual([
      ok(2, 'https://a.example/1', { name: 'a' }),
      { line: 3, ok: false, reason: expect.stringMatching(reason) },
      ok(4, 'https://a.example/2', { name: 'b' }),
    ]);
  });

  test('does not take the rest of a large table with it', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `https://a.example/${index},chair ${index}`);
    rows[10] = '"https://a.example/10,chair 10';
    const found = await read(`url,name\n${rows.join('\n')}\n`);
    expect(found.filter((row) => !row.ok).map((row) => row.line)).toEqual([12]);
    expect(found.length).toBe(50_000);
  });

  test('does not hide: an inch sign amid a cell is a quote that means itself', async () => {
    const rows = await read('url,name\nhttps://a.example/1,Pipe 5" wide\nhttps://a.example/2,"Pipe 6"""\n');
    expect(rows).toEqual([
      ok(2, 'https://a.example/1', { name: 'Pipe 5" wide' }),
      ok(3, 'https://a.example/2', { name: 'Pipe 6"' }),
    ]);
  });

  test('is skipped when it is nothing but delimiters, as spreadsheets leave them', async () => {
    expect(await read('url,name\n,\nhttps://a.example/1,a\n , \n')).toEqual([
      ok(3, 'https://a.example/1', { name: 'a' }),
    ]);
  });
});

test('a reader that stops early closes the source', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<string> {
    try {
      yield 'url,name\nhttps://a.example/1,x\n';
      yield 'https://a.example/2,y\n';
    } finally {
      closed = true;
    }
  }
  for await (const row of readTable(source(), { name: 'products.csv' })) {
    expect(row.line).toBe(2);
    break;
  }
  expect(closed).toBe(true);
});

describe('a plain list', () => {
  test('is one URL a line; comments and blank lines are skipped but counted', async () => {
    const text = '# chairs, and their url\n\nhttps://a.example/1\r\n  a.example/2,3  \n# tables\nhttps://a.example/4';
    expect(await read(text)).toEqual([
      ok(3, 'https://a.example/1'),
      ok(4, 'a.example/2,3'),
      ok(6, 'https://a.example/4'),
    ]);
  });

  test('gives a line of more than a megabyte as a row that cannot be read', async () => {
    const rows = await read(`https://a.example/1\n${'x'.repeat(1_100_000)}\nhttps://a.example/3\n`);
    expect(rows.map((row) => [row.line, row.ok])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });

  test('may be a single URL with a comma in it', async () => {
    expect(await read('https://a.example/1,2')).toEqual([ok(1, 'https://a.example/1,2')]);
  });
});

describe('any table', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ü', '😀', ',', ';', '"', '\n', '\r\n', ' ', '\t') });

  test('reads back what was written, however it is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, size, end) => {
          const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const lines = rows.map(([a, b], index) => `https://a.example/${index},${quote(a)},${quote(b)}`);
          const data = Buffer.from(['url,a,b', ...lines].join(end));
          const found = await read(data, {}, size);
          expect(found.map((row) => (row.ok ? [row.url, row.columns] : row))).toEqual(
            rows.map(([a, b], index) => [`https://a.example/${index}`, { a, b }]),
          );
        },
      ),
    );
  });

  test('never throws on rows, and reads the same however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(cell, fc.integer({ min: 1, max: 9 }), async (garbage, size) => {
        const data = Buffer.from(`url,name\nhttps://a.example/1,a\n${garbage}\nhttps://a.example/2,b\n`);
        const whole = await read(data);
        expect(await read(data, {}, size)).toEqual(whole);
        expect(whole[0]).toEqual(ok(2, 'https://a.example/1', { name: 'a' }));
      }),
    );
  });
});
