import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inputFiles } from '#app/input-files.ts';
import { fileSource } from '#app/source.ts';
import { keepStandardInput } from '#app/standard-input.ts';
import { feed } from '#engine/feed.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-source-'));
afterAll(() => rmSync(directory, { recursive: true }));
const files = ['a.csv', 'b.csv', 'c.csv'].map((name) => join(directory, name));
const chairs = (file: string) =>
  Array.from({ length: 50 }, (_, row) => (row === 7 ? 'no url,' : `https://${file}.example/${row},room ${row}`));
for (const [index, file] of files.entries()) {
  writeFileSync(file, `url,room\n${chairs('abc'.charAt(index)).join('\n')}\n`);
}
const open = async () => fileSource(await inputFiles(files), {});

describe('several files', () => {
  test('are one source, in order, whose rows know their file', async () => {
    const rows = await Array.fromAsync(await open());
    expect(rows.length).toBe(150);
    expect(rows[0]).toMatchObject({ line: 2, source: 'a.csv', item: { key: 'a.example' } });
    expect(rows[57]).toMatchObject({ line: 9, source: 'b.csv', reason: expect.stringMatching(/^invalid_url: /) });
    expect(rows[149]).toMatchObject({ line: 51, source: 'c.csv', item: { input: { columns: { room: 'room 49' } } } });
  });

  test.each([0, 1, 49, 50, 51, 120, 150])('go on after the first %i rows', async (read) => {
    const store = sqliteRunStore(':memory:');
    await store.begin({ id: 'r', pipeline: 'p', project: '', startedAt: 1, configuration: {}, environment: {} });
    const rows = await Array.fromAsync(await open());
    await store.enqueue('r', 0, rows.slice(0, read), false);
    await feed(await open(), 'r', read, store, new AbortController().signal, () => undefined);
    expect(await store.counts('r')).toMatchObject({ rows: 150, remaining: 147, invalid: 3, duplicate: 0 });
    const aside = await Array.fromAsync(store.setAside('r'));
    expect(aside.map(({ source, line }) => [source, line])).toEqual(
      ['a.csv', 'b.csv', 'c.csv'].map((file) => [file, 9]),
    );
    await store.close();
  });
});

test('standard input that is stopped leaves nothing behind', async () => {
  const stop = new AbortController();
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      yield Buffer.from('https://a.example/1\n');
      stop.abort();
    }
  }
  await expect(keepStandardInput(endless(), directory, 'run', stop.signal)).rejects.toMatchObject({
    category: 'cancelled',
  });
  await expect(inputFiles([join(directory, 'standard-input', '*')])).rejects.toThrow(/no file is called like/);
});
