import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { spanEvents } from '#catalogue/span-events.ts';

const sources = new URL('../../src/', import.meta.url);

/** What is not in the catalogue would be told to nobody. */
test('every event that the code tells has its place on a span', async () => {
  const paths = (await readdir(sources, { recursive: true })).filter((path) => path.endsWith('.ts'));
  const texts = await Promise.all(paths.map((path) => readFile(new URL(path, sources), 'utf8')));
  const told = new Set(texts.flatMap((text) => [...text.matchAll(/\.event\(\s*'(\w+)'/gu)].map(([, name]) => name)));
  expect([...told]).toContain('retry_wait');
  for (const name of told) expect(Object.keys(spanEvents)).toContain(name);
});

test('an attribute has one name on one event', () => {
  for (const { attributes } of Object.values(spanEvents)) {
    const names = Object.values(attributes).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});
