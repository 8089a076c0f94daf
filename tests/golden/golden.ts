import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';

/** Compares a text with the committed file of that name in this folder; UPDATE_GOLDENS=1 writes it instead. */
export async function expectGolden(name: string, text: string): Promise<void> {
  const file = new URL(name, import.meta.url);
  if (process.env['UPDATE_GOLDENS'] === '1') await writeFile(file, text);
  expect(text, `differs from tests/golden/${name}; UPDATE_GOLDENS=1 accepts it`).toBe(await readFile(file, 'utf8'));
}
