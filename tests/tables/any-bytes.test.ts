import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import type { TableSettings } from '#tables/columns.ts';
import { readTableFile } from '#tables/read-file.ts';
import { readTable } from '#tables/read.ts';
import type { TableRow } from '#tables/row.ts';
import { rowsXml, workbook, workbookFiles, zip } from '../fixtures/workbook.ts';
import { delimited, encodings, json, languages, workbooks } from './input-cases.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-bytes-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function* chunked(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

/** The rows, or what is complained of; anything but a complaint about the input fails the test. */
async function outcome(rows: AsyncIterable<TableRow>): Promise<readonly TableRow[] | string> {
  try {
    return await Array.fromAsync(rows);
  } catch (error) {
    if (error instanceof PipelineError && error.category === 'config') return error.message;
    throw error;
  }
}

const read = (data: Uint8Array, size = 65_536, settings: Partial<TableSettings> = {}) =>
  outcome(readTable(chunked(data, size), { name: 'x', wellKnown: true, ...settings }));

const readFile = (data: Uint8Array) => {
  const path = join(directory, 'any');
  writeFileSync(path, data);
  return outcome(readTableFile(path, { name: 'x', wellKnown: true }));
};

const texts = [...delimited, ...languages, ...encodings, ...json];

describe('any bytes', () => {
  test('give rows or a complaint, the same however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), fc.integer({ min: 1, max: 700 }), async (data, size) => {
        const whole = await read(data);
        expect(await read(data, size)).toEqual(whole);
        expect(await readFile(data)).toEqual(whole);
      }),
    );
  });

  test('of a file of the table are read the same in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...texts),
        fc.integer({ min: 1, max: 90 }),
        async ({ bytes, settings }, size) => {
          expect(await read(bytes, size, settings)).toEqual(await read(bytes, 65_536, settings));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of a file of the table may be damaged in any place', async () => {
    const damage = fc.record({
      file: fc.constantFrom(...texts, ...workbooks),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      removed: fc.integer({ min: 0, max: 40 }),
      added: fc.uint8Array({ maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file: { bytes }, at, removed, added }) => {
        const from = Math.floor(at * bytes.length);
        const data = Buffer.concat([bytes.subarray(0, from), added, bytes.subarray(from + removed)]);
        expect(await readFile(data)).toBeDefined();
      }),
      { numRuns: 400 },
    );
  });
});

describe('a workbook that is a bomb', () => {
  const sheet = { name: 'S', rows: rowsXml([['url'], ['https://a.example/1']]) };
  const packed = (path: string, data: Uint8Array) => [
    ...workbookFiles([sheet]).filter((file) => file.path !== path),
    { path, data, packed: true },
  ];

  test('is refused by the size that it unpacks to', async () => {
    const bomb = zip(packed('xl/styles.xml', Buffer.alloc(65_000_000, 0x20)));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await readFile(bomb)).toMatch(/xl\/styles\.xml is larger than 64 MB/);
  });

  test('is refused when it lies about that size', async () => {
    const bomb = zip(packed('xl/styles.xml', Buffer.alloc(65_000_000, 0x20)));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(65_000_000);
    for (let at = bomb.indexOf(size); at !== -1; at = bomb.indexOf(size, at)) bomb.writeUInt32LE(1_000, at);
    expect(await readFile(bomb)).toMatch(/xl\/styles\.xml is damaged/);
  });

  test('is refused for a tag without an end', async () => {
    const tag = Buffer.from(`<styleSheet a="${'x'.repeat(2_000_000)}"/>`);
    expect(await readFile(zip(packed('xl/styles.xml', tag)))).toMatch(/a tag without an end/);
  });

  test('loses no more than the row that is too long', async () => {
    const long = {
      name: 'S',
      rows: rowsXml([['url'], ['https://a.example/1', 'x'.repeat(1_100_000)], ['https://a.example/2']]),
    };
    expect(await readFile(workbook([long]))).toMatchObject([
      { line: 2, ok: false, reason: expect.stringMatching(/longer than 1048576 characters/) },
      { line: 3, ok: true },
    ]);
  });
});

describe('what is found late', () => {
  test('a western byte after a megabyte of ASCII is read as such', async () => {
    const rows = 'https://a.example/1,plain\n'.repeat(50_000);
    const data = Buffer.from(`url,name\n${rows}https://a.example/2,T\xFCr\n`, 'latin1');
    const found = await read(data);
    expect(found.at(-1)).toEqual({ line: 50_002, ok: true, url: 'https://a.example/2', columns: { name: 'Tür' } });
  });

  test('a western byte a megabyte after UTF-8 costs its line', async () => {
    const rows = Buffer.from(`url,name\nhttps://a.example/1,Tür\n${'https://a.example/1,plain\n'.repeat(50_000)}`);
    const found = await read(Buffer.concat([rows, Buffer.from('https://a.example/2,T\xFCr\n', 'latin1')]));
    expect(found.at(-1)).toMatchObject({
      line: 50_003,
      ok: false,
      reason: expect.stringMatching(/column 22 holds the byte FC/),
    });
  });
});

describe('large inputs', () => {
  async function* jsonLines(count: number, open: string, between: string, close: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(open);
    for (let from = 0; from < count; from += 1_000) {
      const rows = Array.from(
        { length: 1_000 },
        (_, index) => `{"url":"https://a.example/${from + index}","room":"Room ${index}"}`,
      );
      yield Buffer.from((from === 0 ? '' : between) + rows.join(between));
    }
    yield Buffer.from(close);
  }

  test.each([
    ['JSONL', '', '\n', '\n'],
    ['a JSON array on one line', '[', ',', ']'],
  ])('%s of 300,000 rows is read in the memory of the first 30,000', async (_, open, between, close) => {
    let rows = 0;
    const heap: number[] = [];
    for await (const row of readTable(jsonLines(300_000, open, between, close), { name: 'x' })) {
      if (!row.ok) throw new Error(row.reason);
      rows += 1;
      if (rows === 30_000 || rows === 290_000) heap.push(heapAfterCollection());
    }
    expect(rows).toBe(300_000);
    const [early = 0, late = Infinity] = heap;
    // 260,000 rows held in memory would be some 60 MB.
    expect(late - early).toBeLessThan(10_000_000);
  });
});

/** Bytes in use when everything that can be collected has been. */
function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
