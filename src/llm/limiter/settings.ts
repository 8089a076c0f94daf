import { z } from 'zod';
import type { SettingMeta } from '#config/setting.ts';
import { parseDuration } from '#core/duration.ts';
import { limitNames, type Limits } from './limits.ts';

/** The limits of a model as they are configured, with the pool that it shares them in. */
export type ConfiguredLimits = Limits & { readonly pool?: string | undefined };

const count = z.number({ error: 'expected a whole number from 1 on' }).int().min(1).optional();

const asObject = z.strictObject({
  ...(Object.fromEntries([...limitNames, 'concurrency'].map((name) => [name, count])) as Readonly<
    Record<(typeof limitNames)[number] | 'concurrency', typeof count>
  >),
  pool: z.string().min(1).optional(),
  minute: z.number().min(1).optional(),
});

/** Limits as an object, or as the text `rpm=500,tpm=200000,concurrency=20,pool=team`. */
export function limitsSetting(meta: SettingMeta) {
  return z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .transform((given, context): ConfiguredLimits | undefined => {
      if (given === undefined) return undefined;
      const words = typeof given === 'string' ? pairsOf(given) : given;
      const parsed = asObject.safeParse({ ...words, ...minuteOf(words['minute']) });
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: complaint(parsed.error) });
      return z.NEVER;
    })
    .meta(meta);
}

function pairsOf(text: string): Readonly<Record<string, unknown>> {
  const pairs = text.split(',').map((pair) => {
    const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
    return [name, /^\d+$/u.test(value) ? Number(value) : value] as const;
  });
  return Object.fromEntries(pairs);
}

function minuteOf(given: unknown) {
  return typeof given === 'string' ? { minute: parseDuration(given) ?? given } : {};
}

function complaint(error: z.ZodError): string {
  const said = error.issues.map(({ path, message }) => [...path, message].join(': '));
  return `${said.join('; ')} (expected, for example, rpm=500,tpm=200000,concurrency=20; known are ${[...limitNames, 'concurrency', 'pool'].join(', ')})`;
}
