import { z } from 'zod';
import type { SettingMeta } from '#config/setting.ts';

/** Names with values, as `team=seating,user=ana`, as a list of such, or as `{team: seating}`; read as a list. */
export function tagsSetting(meta: SettingMeta) {
  return z
    .union([z.string(), z.array(z.string()), z.record(z.string(), z.string())])
    .optional()
    .transform((given, context): readonly string[] => {
      const tags = written(given).map((tag) => tag.trim());
      if (tags.every((tag) => /^[^=\s]+=[^=]+$/u.test(tag) && !tag.startsWith('project='))) return tags;
      context.addIssue({
        code: 'custom',
        message: 'expected name=value pairs such as team=seating; the project has a setting of its own, run.project',
      });
      return z.NEVER;
    })
    .meta(meta);
}

function written(given: string | readonly string[] | Readonly<Record<string, string>> | undefined): readonly string[] {
  if (given === undefined) return [];
  if (typeof given === 'string' || Array.isArray(given)) {
    return [given].flat().flatMap((text: string) => text.split(',').filter((tag) => tag.trim() !== ''));
  }
  return Object.entries(given).map(([name, value]) => `${name}=${value}`);
}
