import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { renderSettingsDocument } from '#app/settings-document.ts';
import { duration, settingsOf } from '#config/setting.ts';

const part = z.strictObject({
  pace: z
    .number()
    .default(0)
    .meta({ description: 'a | b', flag: '--pace <number>', env: ['PACE', 'OLD_PACE'] }),
  wait: duration('30s', { description: 'how long' }),
  mode: z
    .enum(['use', 'off'])
    .default('use')
    .meta({ description: 'how', switches: { '--off': 'off' } }),
  key: z
    .string()
    .optional()
    .meta({ description: 'the key', env: ['KEY'], secret: true }),
});

const document = renderSettingsDocument(settingsOf({ part }));

describe('the document of the settings', () => {
  test.each([
    ['name, flag, variables and default', '| `part.pace` | `--pace <number>` | `PACE`, `OLD_PACE` | `0` | a \\| b |'],
    ['durations as they are written', '| `part.wait` |  |  | `30s` | how long |'],
    ['switches', '| `part.mode` | `--off` |  | `use` | how |'],
    ['secrets, and no default where there is none', '| `part.key` |  | `KEY` |  | the key (a secret) |'],
  ])('gives %s', (_, row) => {
    expect(document.split('\n')).toContain(row);
  });

  test('has a section for each slice', () => {
    expect(document).toContain('\n## part\n');
  });
});
