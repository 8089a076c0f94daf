import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demoCsv } from '#demo/site/csv.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';

test('the catalogue as CSV has a line for each row, and is served as such', async () => {
  const site = await startDemoSite({ port: 0 });
  const text = demoCsv(site.rows);
  const records: Record<string, string>[] = parse(text, { columns: true });
  expect(records).toEqual(site.rows.map(({ url, columns }) => ({ url, ...columns })));
  expect(text.split('\n')[0]).toBe('url,room,section,item code,quantity');
  expect(await (await fetch(`${site.origin}/catalogue.csv`)).text()).toBe(text);
  await site.close();
});

test('any cell survives', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ü') });
  fc.assert(
    fc.property(fc.array(fc.record({ url: cell, room: cell }), { minLength: 1 }), (rows) => {
      const text = demoCsv(rows.map(({ url, room }) => ({ url, columns: { room } })));
      const lines: string[][] = parse(text, { record_delimiter: '\n' });
      expect(lines).toEqual([['url', 'room'], ...rows.map(({ url, room }) => [url, room])]);
    }),
  );
});
