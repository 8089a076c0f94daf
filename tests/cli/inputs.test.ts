import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { rowsXml, workbook } from '../fixtures/workbook.ts';
import { type Desk, desk } from './specbook.ts';

let site: DemoSite;
let own: Desk;
const page = (number: number) => `${site.origin}/generated/${number}`;
const write = (name: string, data: string | Uint8Array) => {
  mkdirSync(dirname(join(own.directory, name)), { recursive: true });
  writeFileSync(join(own.directory, name), data);
};
const kept = () => readdirSync(join(own.directory, '.specbook', 'standard-input'));
const fast = ['--images-checked', '0', '--extractor', 'structured'];

beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
});
afterAll(() => site.close());
beforeEach(() => {
  own = desk();
});
afterEach(() => own.clear());

describe('standard input', () => {
  test('is read when it is asked for, in any format, and kept only as long as it is needed', async () => {
    const input = `{"url":"${page(1)}","Raum":"Bad"}\nnot json\n{"url":"${page(2)}"}\n`;
    const { code, stdout } = await own.run(['pipeline', '--input', '-', ...fast], { input });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^input +standard input$/mu);
    expect(stdout).toMatch(/^line 2: this is not JSON from column 2 on \(found o\)/mu);
    expect(own.outputs().products.map(({ line, columns }) => [line, columns])).toEqual([
      [1, { room: 'Bad' }],
      [3, {}],
    ]);
    expect(kept()).toEqual([]);
  });

  test('may be a workbook', async () => {
    const input = workbook([{ name: 'S', rows: rowsXml([['Project'], ['Room', 'Link'], ['Bar', page(3)]]) }]);
    expect(await own.run(['pipeline', '-', ...fast], { input })).toMatchObject({ code: 0 });
    expect(own.outputs().products).toMatchObject([{ line: 3, columns: { room: 'Bar' } }]);
  });

  test('that holds nothing is said, and nothing is left behind', async () => {
    const { code, stderr } = await own.run(['pipeline', '--input', '-']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/standard input is empty; expected a header/u);
    expect(kept()).toEqual([]);
  });

  test('is there again for a run that is resumed', async () => {
    const slow = await startDemoSite({ port: 0, latency: 100 });
    const rows = Array.from({ length: 30 }, (_, number) => `${slow.origin}/generated/${number}`);
    let sent = false;
    const stopped = await own.run(['pipeline', '--input', '-', '--concurrency', '2', ...fast], {
      input: rows.join('\n'),
      watch: () => {
        if (sent || slow.counts().size === 0) return undefined;
        sent = true;
        return 'SIGINT';
      },
    });
    expect(stopped.code).toBe(130);
    expect(await own.run(['pipeline', '--resume'])).toMatchObject({ code: 0 });
    expect(own.outputs().run.counts).toMatchObject({ rows: 30, succeeded: 30, remaining: 0 });
    expect(kept()).toEqual([]);
    await slow.close();
  });
});

describe('several files', () => {
  test('are one input: rows say which file they are of, and a place of every row is kept', async () => {
    write('lists/a.csv', `Room,Qty,url,note\nLobby,4,${page(1)},x\nBar,1,${page(2)},\n`);
    write(
      'lists/b.jsonl',
      `{"url":"${page(1)}","Raum":"Foyer","Menge":2}\nno\n{"url":"${site.origin}/faults/not-found"}\n`,
    );
    write('lists/deep/c.txt', `${page(3)}\n`);
    const { code, stdout } = await own.run([
      'pipeline',
      'lists/**/*.{csv,jsonl}',
      'lists/deep/c.txt',
      'lists/a.csv',
      ...fast,
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^input +a\.csv, b\.jsonl, c\.txt$/mu);
    expect(stdout).toMatch(/^b\.jsonl, line 2: this is not JSON/mu);
    const { products, text, run, failures } = own.outputs();
    expect(run.counts).toMatchObject({ rows: 6, succeeded: 3, not_found: 1, invalid: 1, duplicate: 1 });
    expect(products[0]).toMatchObject({
      line: 2,
      source: 'a.csv',
      columns: { room: 'Lobby', quantity: '4', note: 'x' },
      repeats: [{ line: 1, source: 'b.jsonl', columns: { room: 'Foyer', quantity: '2' } }],
    });
    const table: Record<string, string>[] = parse(text('products.csv'), { columns: true });
    expect(Object.keys(table[0] ?? {}).slice(0, 4)).toEqual(['room', 'quantity', 'note', 'name']);
    expect(table.map(({ room, quantity }) => [room, quantity])).toEqual([
      ['Lobby', '4'],
      ['Foyer', '2'],
      ['Bar', '1'],
      ['', ''],
    ]);
    expect(table[0]?.['source_url']).toBe(table[1]?.['source_url']);
    expect(text('invalid-rows.csv')).toContain(
      'file,line,kind,reason\nb.jsonl,1,duplicate,the same as line 2 of a.csv\n',
    );
    expect(failures).toMatchObject([{ file: 'b.jsonl', line: '3' }]);
  });

  test('stay the same when the run is resumed, whatever else fits the pattern by then', async () => {
    const slow = await startDemoSite({ port: 0, latency: 100 });
    for (const file of [1, 2, 3]) {
      const rows = Array.from({ length: 20 }, (_, number) => `${slow.origin}/generated/${file * 20 + number}`);
      write(`${file}.txt`, rows.join('\n'));
    }
    let sent = false;
    const words = ['pipeline', '--input', '?.txt', '--concurrency', '5', ...fast];
    const stopped = await own.run(words, {
      watch: () => {
        if (sent || slow.counts().size === 0) return undefined;
        sent = true;
        return 'SIGINT';
      },
    });
    expect(stopped.code).toBe(130);
    write('0.txt', `${slow.origin}/generated/1\n`);
    expect(await own.run(['pipeline', '--resume', '--concurrency', '20'])).toMatchObject({ code: 0 });
    const { run, products } = own.outputs();
    expect(run.counts).toMatchObject({ rows: 60, succeeded: 60, duplicate: 0 });
    expect(products.map(({ url }) => url)).toEqual(
      Array.from({ length: 60 }, (_, index) => `${slow.origin}/generated/${index + 20}`),
    );
    await slow.close();
  });

  test('with the same name are told apart by their folders', async () => {
    write('north/list.txt', `${page(1)}\n`);
    write('south/list.txt', `${page(2)}\n`);
    expect((await own.run(['pipeline', '*/list.txt', ...fast])).stdout).toMatch(/north\/list\.txt, south\/list\.txt/u);
  });
});

describe('what cannot be read is said before anything is done', () => {
  const refused = async (words: readonly string[]) => {
    const { code, stdout, stderr } = await own.run(['pipeline', ...words]);
    expect([code, stdout]).toEqual([2, '']);
    return stderr;
  };

  test('a folder, a pattern that fits nothing, the second of two files', async () => {
    write('lists/a.txt', `${page(1)}\n`);
    write('names.csv', 'name\nchair\n');
    expect(await refused(['lists'])).toMatch(
      /lists is a folder; expected a file, or a pattern such as 'lists\/\*\.csv'/u,
    );
    expect(await refused(['lists/*.csv'])).toMatch(/no file is called like lists\/\*\.csv/u);
    expect(await refused(['lists/a.txt', 'names.csv'])).toMatch(/names\.csv: no column holds URLs/u);
  });

  test('a column, an encoding and a sheet that are not there', async () => {
    write('a.csv', `Zone,Link\nBar,${page(1)}\n`);
    write('a.xlsx', workbook([{ name: 'One', rows: rowsXml([['url']]) }]));
    expect(await refused(['a.csv', '--map', 'url=Lnik,room=Zone'])).toMatch(
      /"Lnik" \(--map url=Lnik\); did you mean "Link"\?/u,
    );
    expect(await refused(['a.csv', '--map', 'room'])).toMatch(
      /input\.columns \(from --map\) is "room": expected name=header/u,
    );
    expect(await refused(['a.csv', '--encoding', 'klingon'])).toMatch(
      /input\.encoding \(from --encoding\).*expected an encoding/u,
    );
    expect(await refused(['a.xlsx', '--sheet', 'Two'])).toMatch(/no sheet "Two" \(--sheet\); the sheets are: "One"/u);
    expect(await refused(['a.csv', '--url-column', 'Link', '--map', 'url=Link'])).toMatch(/say the same/u);
  });
});

test('columns are mapped by a flag or by the file', async () => {
  write('a.csv', `Zone,Wieviel,Wo im Netz\nBar,3,${page(1)}\n`);
  const mapped = { room: 'Bar', quantity: '3' };
  await own.run(['pipeline', 'a.csv', '--map', 'url=Wo im Netz,room=Zone,quantity=Wieviel', ...fast]);
  expect(own.outputs().products).toMatchObject([{ columns: mapped }]);
  write(
    'specbook.yaml',
    'run:\n  input: a.csv\ninput:\n  columns: { url: Wo im Netz, room: Zone, quantity: Wieviel }\n',
  );
  await own.run(['pipeline', ...fast]);
  expect(own.outputs().products).toMatchObject([{ columns: mapped }]);
});
