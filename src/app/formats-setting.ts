import { z } from 'zod';
import type { SettingMeta } from '#config/setting.ts';
import { type Format, formats, isFormat } from '#pipelines/specbook/outputs/outputs.ts';

/** Names of formats, set apart by commas, or a list of them. */
export function formatsSetting(byDefault: string, meta: SettingMeta) {
  return z
    .union([z.string(), z.array(z.string())])
    .default(byDefault)
    .transform((given, context): readonly Format[] => {
      const names = (typeof given === 'string' ? given.split(',') : given).map((name) => name.trim().toLowerCase());
      const unknown = names.find((name) => !isFormat(name));
      if (unknown === undefined) return [...new Set(names.filter(isFormat))];
      const known = `expected some of ${formats.join(', ')}, set apart by commas`;
      context.addIssue({ code: 'custom', message: `${JSON.stringify(unknown)} is no format; ${known}` });
      return z.NEVER;
    })
    .meta(meta);
}
