import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { inspectDatabase } from '#sqlite/inspect.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-inspect-'));
afterAll(() => rmSync(directory, { recursive: true }));

function database(name: string): string {
  const path = join(directory, name);
  const file = new DatabaseSync(path);
  file.exec('pragma journal_mode = wal; pragma user_version = 3; create table t (a text)');
  file.exec(
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) insert into t select hex(zeroblob(50)) || i from n',
  );
  file.close();
  return path;
}

test('a sound file, also while another process writes to it', () => {
  const path = database('sound.sqlite');
  const writer = new DatabaseSync(path);
  writer.exec("begin immediate; insert into t values ('x')");
  expect(inspectDatabase(path)).toEqual({ readable: true, version: 3, complaints: [] });
  writer.exec('commit');
  writer.close();
});

test('a file whose pages are damaged', () => {
  const path = database('damaged.sqlite');
  const bytes = readFileSync(path);
  bytes.fill(0xff, 3 * 4096, 3 * 4096 + 2_000);
  writeFileSync(path, bytes);
  const inspected = inspectDatabase(path);
  expect(inspected.readable && inspected.complaints.length === 0).toBe(false);
});

test('what is no database, and what is not there; neither is touched', () => {
  const path = join(directory, 'text.sqlite');
  writeFileSync(path, 'this is a text, and no database at all. '.repeat(200));
  expect(inspectDatabase(path)).toMatchObject({ readable: false, reason: expect.stringMatching(/not a database/u) });
  const missing = join(directory, 'missing.sqlite');
  expect(inspectDatabase(missing)).toMatchObject({ readable: false });
  expect(statSync(missing, { throwIfNoEntry: false })).toBeUndefined();
});
