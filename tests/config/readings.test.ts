import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfiguration, readSettings, shownValue } from '#config/load.ts';
import { choicesOf, defaultOf, duration, optionalDuration, type Setting, settingsOf } from '#config/setting.ts';
import { fromEnvironment, fromFile, fromValues } from '#config/sources.ts';
import { telemetryEndpoint } from '#config/telemetry-endpoint.ts';

const part = z.strictObject({
  pace: z
    .number()
    .int()
    .default(3)
    .meta({ description: 'how fast', env: ['PACE'] }),
  wait: duration('30s', { description: 'how long', env: ['WAIT'] }),
  mode: z
    .enum(['use', 'off'])
    .default('use')
    .meta({ description: 'how', env: ['MODE'] }),
  address: z
    .string()
    .optional()
    .meta({ description: 'where', env: ['ADDRESS'] }),
  key: z
    .string()
    .min(5)
    .optional()
    .meta({ description: 'the key', env: ['KEY'], secret: true }),
});
const slices = { part };
const settings = settingsOf(slices);
const setting = (name: string) => settings.find((candidate) => candidate.name === name) as Setting;
const directory = mkdtempSync(join(tmpdir(), 'specbook-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('readings', () => {
  const read = (environment: Record<string, string>) => readSettings(settings, [fromEnvironment(environment)]);

  test('tell value, wording and origin', () => {
    const readings = read({ PACE: '7', WAIT: '2m' });
    expect(readings.map(({ value, written, origin }) => [value, written, origin])).toEqual([
      [7, 7, 'PACE'],
      [120_000, '2m', 'WAIT'],
      ['use', 'use', 'default'],
      [undefined, undefined, 'default'],
      [undefined, undefined, 'default'],
    ]);
  });

  test('of a duration that has no default are none until somebody gives one', () => {
    const rest = settingsOf({
      part: z.strictObject({ rest: optionalDuration({ description: 'how long', env: ['REST'] }) }),
    });
    const valueOf = (given: Record<string, string>) => readSettings(rest, [fromEnvironment(given)])[0];
    expect(valueOf({})?.value).toBeUndefined();
    expect(valueOf({ REST: '24h' })?.value).toBe(86_400_000);
    expect(valueOf({ REST: 'soon' })?.complaint).toContain('expected a duration');
  });

  test('keep every complaint, and no value with it', () => {
    const readings = read({ PACE: 'slow', MODE: 'on', KEY: 'abc' });
    expect(readings.flatMap(({ complaint }) => complaint ?? [])).toEqual([
      expect.stringMatching(/^part\.pace \(from PACE\) is "slow": expected number/u),
      expect.stringMatching(/^part\.mode \(from MODE\) is "on": expected one of/u),
      expect.stringMatching(/^part\.key \(from KEY\) is a value that is not shown: /u),
    ]);
    expect(readings[0]?.value).toBeUndefined();
  });
});

test('a configuration with complaints is refused with all of them', () => {
  const load = () => loadConfiguration(slices, [fromValues({ 'part.pace': 1.5, 'part.mode': 'on' }, 'here')]);
  expect(load).toThrow(/part\.pace[\s\S]*\n.*part\.mode/u);
});

test('a file is refused with all its names that do not belong there', () => {
  const path = join(directory, 'bad.yaml');
  writeFileSync(path, 'part:\n  Pace: 3\n  key: planted\nwhole: {one: 1}\n');
  const read = () => fromFile(path, settings);
  expect(read).toThrow(/bad\.yaml:2.*part\.Pace; did you mean part\.pace\?[\s\S]*bad\.yaml:3: part\.key is a secret/u);
  expect(read).toThrow(/no setting whole\.one/u);
  expect(read).not.toThrow(/planted/u);
});

describe('what is shown of a value', () => {
  test.each([
    ['key', 'secret', 'a value that is not shown'],
    ['key', undefined, 'not set'],
    ['address', 'https://user:pass@host.test/v1', '"https://[not shown]@host.test/v1"'],
    ['address', 'https://host.test/@x', '"https://host.test/@x"'],
    ['pace', 3, '3'],
  ])('%s', (name, value, shown) => {
    expect(shownValue(setting(name), value)).toBe(shown);
  });
});

test('defaults as they are written, and choices', () => {
  expect(settings.map(defaultOf)).toEqual([3, '30s', 'use', undefined, undefined]);
  expect(settings.map(choicesOf)).toEqual([undefined, undefined, ['use', 'off'], undefined, undefined]);
});

test('where telemetry goes is taken from the environment', () => {
  expect(telemetryEndpoint({})).toBeUndefined();
  expect(telemetryEndpoint({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined();
  expect(telemetryEndpoint({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://here' })).toBe('http://here');
});
