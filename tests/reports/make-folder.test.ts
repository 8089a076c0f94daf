import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '#reports/make-folder.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'specbook-folder-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('makes the folders above, too, and minds none that is there', () => {
  const path = join(directory, 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  expect(existsSync(path)).toBe(true);
});

test('says so when a file is in the way', () => {
  writeFileSync(join(directory, 'file'), '');
  expect(() => makeFolder(join(directory, 'file'))).toThrow(/EEXIST/u);
  expect(() => makeFolder(join(directory, 'file', 'below'))).toThrow(/ENOTDIR/u);
});

test.skipIf(!existsSync('/proc/self'))('comes to an end where nothing can be made', () => {
  expect(() => makeFolder('/proc/specbook/output')).toThrow(/ENOENT/u);
});
