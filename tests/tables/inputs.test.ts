import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readTableFile } from '#tables/read-file.ts';
import { delimited, encodings, foreign, type InputCase, json, languages, workbooks } from './input-cases.ts';

const folder = new URL('../fixtures/inputs/', import.meta.url);
const all = [...delimited, ...languages, ...encodings, ...json, ...workbooks, ...foreign];

test('the committed files are those of the table, each with a name of its own', () => {
  if (process.env['UPDATE_GOLDENS'] === '1') {
    mkdirSync(folder, { recursive: true });
    for (const { file, bytes } of all) writeFileSync(new URL(file, folder), bytes);
  }
  expect(readdirSync(folder).toSorted()).toEqual(all.map(({ file }) => file).toSorted());
  for (const { file, bytes } of all) expect(readFileSync(new URL(file, folder)).equals(bytes), file).toBe(true);
  expect(all.length).toBeGreaterThanOrEqual(40);
});

async function read({ file, settings }: InputCase) {
  const path = fileURLToPath(new URL(file, folder));
  return Array.fromAsync(readTableFile(path, { name: file, wellKnown: true, ...settings }));
}

describe.each([
  ['delimited text', delimited],
  ['headers in several languages', languages],
  ['encodings', encodings],
  ['JSON', json],
  ['workbooks', workbooks],
  ['what is no table', foreign],
])('%s', (_, cases) => {
  test.each(cases.map((each) => [each.file, each] as const))('%s', async (_file, each) => {
    const { expected } = each;
    if (expected instanceof RegExp) {
      await expect(read(each)).rejects.toThrow(expected);
      await expect(read(each)).rejects.toMatchObject({ category: 'config' });
      return;
    }
    expect(await read(each)).toEqual(
      expected.map(([line, what, columns = {}]) =>
        typeof what === 'string'
          ? { line, ok: true, url: what, columns }
          : { line, ok: false, reason: expect.stringMatching(what) },
      ),
    );
  });
});
