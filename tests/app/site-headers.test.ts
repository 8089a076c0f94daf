import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readSiteHeaders } from '../../src/app/site-headers.ts';

describe('readSiteHeaders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'specbook-headers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = (text: string) => {
    const file = join(folder, 'headers.yaml');
    writeFileSync(file, text);
    return readSiteHeaders(file);
  };

  test('reads headers by host', async () => {
    expect(await read('shop.test:\n  Cookie: a=1\n  X-Number: 7\nhttp://127.0.0.1:80: { x: y }\n')).toEqual({
      'shop.test': { Cookie: 'a=1', 'X-Number': '7' },
      'http://127.0.0.1:80': { x: 'y' },
    });
    expect(await readSiteHeaders(undefined)).toEqual({});
  });

  test.each([
    ['- hunter2', /holds something else/],
    ['hunter2', /holds something else/],
    ['a: [hunter2', /holds something else/],
    ['"shop.test/path": { a: hunter2 }', /no host/],
    ['shop.test: hunter2', /no headers/],
    ['shop.test: { "a b": hunter2 }', /cannot be sent/],
    ['shop.test: { a: "hunter2\\r\\nb: c" }', /cannot be sent/],
    ['shop.test: { host: hunter2 }', /cannot be sent/],
    ['shop.test: { a: { b: hunter2 } }', /cannot be sent/],
  ])('%j is wrong, and the complaint tells no value', async (text, complaint) => {
    const error: unknown = await read(text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ category: 'config', message: expect.stringMatching(complaint) });
    expect(String(error)).not.toContain('hunter2');
  });

  test('a file that is not there is wrong, too', async () => {
    await expect(readSiteHeaders(join(folder, 'none'))).rejects.toMatchObject({ category: 'config' });
  });
});
