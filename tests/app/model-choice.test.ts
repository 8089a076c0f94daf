import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { configure } from '#app/configure.ts';
import { chooseModel } from '#app/model-choice.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-key-'));
const apiKeyFile = join(directory, 'key');
afterAll(() => rmSync(directory, { recursive: true }));

function chosen(given: Readonly<Record<string, unknown>>) {
  const flags = new Map(Object.entries(given).map(([name, value]) => [name, { value, origin: 'test' }]));
  return chooseModel(configure({ flags, file: undefined }).configuration, undefined);
}

describe('the file that holds the key', () => {
  test('may be empty when no model is wanted: in a container it is always there', () => {
    writeFileSync(apiKeyFile, '');
    const choice = chosen({ 'model.apiKeyFile': apiKeyFile });
    expect(choice).toMatchObject({ kind: 'none', reason: expect.stringMatching(/model\.name .* is not set$/u) });
  });

  test('is read for a model, and has to hold something', () => {
    const asked = { 'model.name': 'gpt-4o-mini', 'model.apiKeyFile': apiKeyFile };
    writeFileSync(apiKeyFile, '');
    expect(() => chosen(asked)).toThrow(/model\.apiKeyFile: .* is empty/u);
    writeFileSync(apiKeyFile, 'sk-made-up\n');
    expect(chosen(asked)).toMatchObject({ kind: 'model', apiKey: 'sk-made-up' });
  });
});
