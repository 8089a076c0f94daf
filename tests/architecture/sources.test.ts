import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

const sources = new URL('../../src/', import.meta.url);
const paths = (await readdir(sources, { recursive: true })).filter((path) => path.endsWith('.ts'));
const files = await Promise.all(
  paths.map(async (path) => ({ path, text: await readFile(new URL(path, sources), 'utf8') })),
);

/** The code without its comments and, roughly, its texts: what is only mentioned is not done. */
function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '').replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

/** Paths of the files whose code matches, besides those in the folders that may. */
function offenders(pattern: RegExp, allowed: readonly string[] = []): readonly string[] {
  return files
    .filter(({ path }) => !allowed.some((folder) => path.startsWith(folder)))
    .filter(({ text }) => pattern.test(codeOf(text)))
    .map(({ path }) => path);
}

/** Files that may be longer than the limit, each with the reason why it is still one idea. */
const longFiles: Readonly<Record<string, string>> = {};
const longest = 250;

describe('the sources', () => {
  test('are found', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(offenders(/export/).length).toBeGreaterThan(50);
  });

  test('read the environment only in src/config and src/telemetry', () => {
    expect(
      offenders(/\bprocess\s*(?:\??\.\s*env\b|\[)|\benv\b[^;=]*}\s*=\s*process\b/, ['config/', 'telemetry/']),
    ).toEqual([]);
  });

  test('take time and randomness from ports in core and engine', () => {
    const clock = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\bset(?:Timeout|Interval)\(/;
    expect(offenders(clock).filter((path) => /^(?:core|engine|catalogue)\//.test(path))).toEqual([]);
  });

  test(`hold at most ${longest} lines a file`, () => {
    const long = files.filter(({ text }) => text.trimEnd().split('\n').length > longest).map(({ path }) => path);
    expect(long).toEqual(Object.keys(longFiles));
  });

  test('export no defaults', () => {
    expect(offenders(/^export default\b|\bas default\b/m)).toEqual([]);
  });
});
