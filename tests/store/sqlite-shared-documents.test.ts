import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteSharedDocuments } from '#store/sqlite-shared-documents.ts';
import { sharedDocumentsConformance } from '../conformance/shared-documents.ts';
import { memoryDocuments } from '../fakes/shared-documents.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'specbook-documents-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

sharedDocumentsConformance('sqliteSharedDocuments', () => sqliteSharedDocuments(join(directory, 'limits.sqlite')));
sharedDocumentsConformance('memoryDocuments', memoryDocuments);

test('two that have the file open see what the other wrote', async () => {
  const [one, other] = [1, 2].map(() => sqliteSharedDocuments(join(directory, 'limits.sqlite')));
  await one?.change('a', () => ({ value: 'first', result: undefined }));
  expect(await other?.change('a', (value) => ({ value: 'second', result: value }))).toBe('first');
  expect(await one?.change('a', (value) => ({ value: 'third', result: value }))).toBe('second');
  await Promise.all([one?.close(), other?.close()]);
});

test('what changes nothing is told what is stored, not what is remembered', async () => {
  const [one, other] = [1, 2].map(() => sqliteSharedDocuments(join(directory, 'limits.sqlite')));
  await one?.change('a', () => ({ value: 'first', result: undefined }));
  await other?.change('a', () => ({ value: 'second', result: undefined }));
  expect(await one?.change('a', (value) => ({ value: value ?? '', result: value }))).toBe('second');
  await Promise.all([one?.close(), other?.close()]);
});

test('who would change nothing of what is remembered may change what is stored', async () => {
  const [one, other] = [1, 2].map(() => sqliteSharedDocuments(join(directory, 'limits.sqlite')));
  await one?.change('a', () => ({ value: 'first', result: undefined }));
  await other?.change('a', () => ({ value: 'second', result: undefined }));
  const third = (value: unknown) => (value === 'first' ? 'first' : 'third');
  await one?.change('a', (value) => ({ value: third(value), result: undefined }));
  expect(await other?.change('a', (value) => ({ value: value ?? '', result: value }))).toBe('third');
  await Promise.all([one?.close(), other?.close()]);
});

test('processes change a document in turn: nothing is lost', async () => {
  const path = join(directory, 'limits.sqlite');
  const program = `
    import { sqliteSharedDocuments } from ${JSON.stringify(resolve('src/store/sqlite-shared-documents.ts'))};
    const documents = sqliteSharedDocuments(${JSON.stringify(path)});
    for (let turn = 0; turn < 200; turn += 1) {
      await documents.change('counter', (value) => ({ value: (value ?? 0) + 1, result: undefined }));
    }
    await documents.close();`;
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'ignore', 'inherit'] }),
  );
  const codes = await Promise.all(children.map((child) => once(child, 'exit')));
  expect(codes.map(([code]) => code as number)).toEqual([0, 0, 0]);
  const documents = sqliteSharedDocuments(path);
  expect(await documents.change('counter', (value) => ({ value: value ?? 0, result: value }))).toBe(600);
  await documents.close();
});

test('what changes nothing waits for nobody who writes', async () => {
  const path = join(directory, 'limits.sqlite');
  const documents = sqliteSharedDocuments(path);
  await documents.change('a', () => ({ value: 'first', result: undefined }));
  const writer = new DatabaseSync(path);
  writer.exec('begin immediate');
  try {
    expect(await documents.change('a', (value) => ({ value: value ?? '', result: value }))).toBe('first');
  } finally {
    writer.close();
  }
  await documents.close();
});

test('what was worked out from an older document is worked out again', async () => {
  const path = join(directory, 'limits.sqlite');
  const [documents, other] = [sqliteSharedDocuments(path), sqliteSharedDocuments(path)];
  await documents.change('a', () => ({ value: 1, result: undefined }));
  const seen: unknown[] = [];
  await documents.change('a', (value) => {
    // Somebody else writes meanwhile, the first time.
    if (seen.length === 0) void other.change('a', () => ({ value: 10, result: undefined }));
    seen.push(value);
    return { value: Number(value) + 1, result: undefined };
  });
  expect(seen).toEqual([1, 10]);
  expect(await other.change('a', (value) => ({ value: value ?? 0, result: value }))).toBe(11);
  await Promise.all([documents.close(), other.close()]);
});

test('a file that is no database is a failure of the store', () => {
  const path = join(directory, 'limits.sqlite');
  writeFileSync(path, 'no database at all, but long enough to look like one'.repeat(40));
  expect(() => sqliteSharedDocuments(path)).toThrow(path);
});
