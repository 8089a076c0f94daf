import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runStoreFile } from '#app/serve/run-store-file.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-serve-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function makeStore(path: string, id: string): Promise<void> {
  const store = sqliteRunStore(path);
  await store.begin({ id, pipeline: 'things', project: '', startedAt: 1, configuration: {}, environment: {} });
  await store.close();
}

test('a store is there once its file is, is opened anew when it was replaced, and never made', async () => {
  const path = join(directory, 'runs.sqlite');
  const file = runStoreFile(path);
  expect(await file.current()).toBeUndefined();
  expect(existsSync(path)).toBe(false);
  await makeStore(path, 'first');
  const first = await file.current();
  expect((await first?.list(5))?.map(({ id }) => id)).toEqual(['first']);
  expect(await file.current()).toBe(first);
  rmSync(path);
  expect(await file.current()).toBeUndefined();
  await makeStore(path, 'second');
  expect((await (await file.current())?.list(5))?.map(({ id }) => id)).toEqual(['second']);
  await file.close();
});

test('a file that is no store is a failure, until it is one', async () => {
  const path = join(directory, 'other.sqlite');
  writeFileSync(path, 'this is no database '.repeat(100));
  const file = runStoreFile(path);
  await expect(file.current()).rejects.toMatchObject({ category: 'store' });
  rmSync(path);
  await makeStore(path, 'first');
  expect(await file.current()).toBeDefined();
  await file.close();
});
