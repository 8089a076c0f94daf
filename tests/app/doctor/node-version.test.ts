import { expect, test } from 'vitest';
import { checkConfiguration } from '#app/doctor/configuration.ts';
import { checkNode } from '#app/doctor/node-version.ts';

test.each([
  ['24.0.0', 'ok'],
  ['26.1.0', 'ok'],
  ['22.20.0', 'problem'],
  ['20.19.4', 'problem'],
])('Node %s: %s', (version, state) => {
  expect(checkNode(version)).toMatchObject({ state, found: expect.stringContaining(version) });
});

test('every complaint about the configuration is a problem of its own', () => {
  expect(checkConfiguration([])).toMatchObject([{ state: 'ok' }]);
  expect(checkConfiguration(['one', 'two'])).toMatchObject([
    { state: 'problem', found: 'one' },
    { state: 'problem', found: 'two' },
  ]);
});
