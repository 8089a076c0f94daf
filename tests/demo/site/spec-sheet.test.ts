import { expect, test } from 'vitest';
import { specSheet } from '#demo/site/spec-sheet.ts';

test('the cross-reference table points at the objects', () => {
  const file = specSheet(['Tisch (groß) \\ 1.299,00 €']).toString('latin1');
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)?.[1]);
  expect(file.slice(table, table + 5)).toBe('xref\n');
  const offsets = [...file.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  expect(offsets).toHaveLength(5);
  for (const [index, offset] of offsets.entries())
    expect(file.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
});

test('the length of the content is right, and its text escaped', () => {
  const file = specSheet(['Tisch (groß) \\ 5 €']).toString('latin1');
  const [, length, content = ''] = /\/Length (\d+) >>\nstream\n([\s\S]*)\nendstream/.exec(file) ?? [];
  expect(content).toHaveLength(Number(length));
  expect(content).toContain('(Tisch \\(groß\\) \\\\ 5 ?) Tj');
});
