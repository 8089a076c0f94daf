import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { migrations } from '#store/migrations.ts';
import { runStoreConformance } from '../conformance/run-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-store-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;
const newFile = () => join(directory, `${(files += 1)}.sqlite`);

runStoreConformance('SQLite', async (measure) => sqliteRunStore(newFile(), { measure }));

describe('the SQLite run store', () => {
  test('is read by a second process while the first writes', async () => {
    const path = newFile();
    const first = sqliteRunStore(path);
    const second = sqliteRunStore(path);
    await first.begin({ id: 'r', pipeline: 'p', project: '', startedAt: 1, configuration: {}, environment: {} });
    const rows = Array.from({ length: 300 }, (_, line) => ({ line, item: { id: `i${line}`, key: 'k', input: {} } }));
    const writing = first.enqueue('r', 0, rows, true);
    await second.counts('r');
    await writing;
    expect((await second.counts('r')).remaining).toBe(300);
    await Promise.all([first.close(), second.close()]);
  });

  test('two processes never share an item', async () => {
    const path = newFile();
    const stores = [sqliteRunStore(path), sqliteRunStore(path)];
    await stores[0]?.begin({ id: 'r', pipeline: 'p', project: '', startedAt: 1, configuration: {}, environment: {} });
    const rows = Array.from({ length: 200 }, (_, line) => ({
      line,
      item: { id: `i${line}`, key: `k${line % 3}`, input: {} },
    }));
    await stores[0]?.enqueue('r', 0, rows, true);
    const taken = await Promise.all(
      stores.map(async (store, index) => {
        const ids: string[] = [];
        for (;;) {
          const claims = await store.claim('r', 7, { owner: `o${index}`, until: 1_000 }, 0);
          if (claims.length === 0) return ids;
          ids.push(...claims.map(({ item }) => item.id));
        }
      }),
    );
    const ids = taken.flat();
    expect(ids).toHaveLength(200);
    expect(new Set(ids).size).toBe(200);
    await Promise.all(stores.map((store) => store.close()));
  });

  test('names the file that cannot be opened', () => {
    expect(() => sqliteRunStore(join(directory, 'missing', 'x.sqlite'))).toThrow(/missing/u);
  });
});

test('rows that were set aside by an earlier version keep their places below those that follow', async () => {
  const path = newFile();
  const old = new DatabaseSync(path);
  old.exec(migrations[0] ?? '');
  old.exec(`
    pragma user_version = 1;
    insert into runs (id, pipeline, state, started_at, configuration, environment, rows_read)
      values ('r', 'p', 'stopped', 1, '{}', '{}', 4);
    insert into items (run, id, key, line, input) values (1, 'x', 'k', 2, '{}');
    insert into set_aside (run, line, kind, reason)
      values (1, 5, 'invalid', 'no URL'), (1, 6, 'duplicate', 'the same as line 2'), (1, 9, 'invalid', 'no URL');`);
  old.close();
  const store = sqliteRunStore(path);
  await store.enqueue(
    'r',
    4,
    [
      { line: 10, reason: 'no URL' },
      { line: 11, item: { id: 'x', key: 'k', input: {} } },
    ],
    true,
  );
  expect((await Array.fromAsync(store.setAside('r'))).map(({ line }) => line)).toEqual([5, 6, 9, 10, 11]);
  expect(await store.counts('r')).toMatchObject({ rows: 6, invalid: 3, duplicate: 2, remaining: 1 });
  await store.close();
});
