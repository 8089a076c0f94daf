import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfiguration, publicValues } from '#config/load.ts';
import { readSecretFile } from '#config/secret-file.ts';
import { duration, settingsOf } from '#config/setting.ts';
import { fromEnvironment, fromFile, fromFlags, fromValues } from '#config/sources.ts';

const slices = {
  oven: z.strictObject({
    heat: z
      .number()
      .min(0)
      .default(180)
      .meta({ description: 'degrees', flag: '--heat <n>', env: ['HEAT', 'OVEN_HEAT'] }),
    fan: z
      .boolean()
      .default(false)
      .meta({ description: 'whether it blows', env: ['FAN'] }),
    time: duration('30m', { description: 'how long', env: ['TIME'] }),
    key: z
      .string()
      .optional()
      .meta({ description: 'of the door', env: ['KEY'], secret: true }),
  }),
} as const;
const settings = settingsOf(slices);

const directory = mkdtempSync(join(tmpdir(), 'specbook-config-'));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (text: string) => {
  const path = join(directory, 'oven.yaml');
  writeFileSync(path, text);
  return path;
};

describe('the configuration', () => {
  test('is the defaults when nobody says anything', () => {
    const { configuration, origins } = loadConfiguration(slices, []);
    expect(configuration).toEqual({ oven: { heat: 180, fan: false, time: 1_800_000, key: undefined } });
    expect(origins['oven.heat']).toBe('default');
  });

  test('takes the strongest source for each setting, and knows which it was', () => {
    const path = file('oven:\n  heat: 150\n  fan: true\n  time: 1h\n');
    const { configuration, origins } = loadConfiguration(slices, [
      fromFlags(new Map([['oven.heat', { value: '220', origin: '--heat' }]])),
      fromEnvironment({ HEAT: '', OVEN_HEAT: '200', FAN: 'false', KEY: 'secret' }),
      fromFile(path, settings),
    ]);
    expect(configuration.oven).toEqual({ heat: 220, fan: false, time: 3_600_000, key: 'secret' });
    expect(origins).toEqual({
      'oven.heat': '--heat',
      'oven.fan': 'FAN',
      'oven.time': `${path}:4`,
      'oven.key': 'KEY',
    });
  });

  test('can be continued from the values of an earlier run', () => {
    const earlier = publicValues(
      slices,
      loadConfiguration(slices, [fromEnvironment({ TIME: '45s', KEY: 's' })]).configuration,
    );
    expect(earlier).toEqual({ 'oven.heat': 180, 'oven.fan': false, 'oven.time': 45_000 });
    expect(loadConfiguration(slices, [fromValues(earlier, 'run 1')]).configuration.oven.time).toBe(45_000);
  });

  test('cannot be changed afterwards', () => {
    const { configuration } = loadConfiguration(slices, []);
    expect(() => Object.assign(configuration.oven, { heat: 0 })).toThrow(TypeError);
  });

  test('names every complaint with its setting, its source and what was expected', () => {
    const load = () => loadConfiguration(slices, [fromEnvironment({ HEAT: 'hot', FAN: 'maybe', TIME: '5', KEY: '' })]);
    expect(load).toThrow(
      /oven\.heat \(from HEAT\) is "hot": expected number.*\n.*oven\.fan \(from FAN\) is "maybe": expected boolean/u,
    );
    expect(load).toThrow(/oven\.time \(from TIME\) is "5": expected a duration/u);
  });
});

describe('a configuration file', () => {
  test.each([
    ['what is no YAML', 'oven: [', /not valid YAML/u],
    [
      'a setting that does not exist',
      'oven:\n  heart: 3\n',
      /oven\.yaml:2: there is no setting oven\.heart; there are oven\.heat/u,
    ],
    ['a setting in another case', 'oven:\n  Heat: 3\n', /did you mean oven\.heat\?/u],
    ['something else than settings', 'oven: 3\n', /expected settings as "name: value"/u],
    ['a secret', 'oven:\n  key: hunter2\n', /oven\.key is a secret.*set KEY/u],
  ])('with %s is refused', (_, text, complaint) => {
    expect(() => fromFile(file(text), settings)).toThrow(complaint);
  });

  test('never repeats a secret', () => {
    expect(() => fromFile(file('oven:\n  key: hunter2\n'), settings)).not.toThrow(/hunter2/u);
  });

  test('may be empty, but must be there', () => {
    expect(fromFile(file('# nothing yet\n'), settings)(settings[0] as never)).toBeUndefined();
    expect(() => fromFile(join(directory, 'none.yaml'), settings)).toThrow(
      /cannot read the configuration file .*none\.yaml/u,
    );
  });
});

test('a secret is read from its file without the final line break', () => {
  const path = join(directory, 'key');
  writeFileSync(path, 'sk-123\n');
  expect(readSecretFile(path, 'oven.keyFile')).toBe('sk-123');
  writeFileSync(path, '\n');
  expect(() => readSecretFile(path, 'oven.keyFile')).toThrow(/oven\.keyFile: .* is empty/u);
  expect(() => readSecretFile(`${path}.none`, 'oven.keyFile')).toThrow(/oven\.keyFile: cannot read/u);
});
