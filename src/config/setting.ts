import { z } from 'zod';
import { parseDuration } from '#core/duration.ts';

/**
 * How a setting is reached from outside. Written where the setting is declared, with zod's `.meta()`, by the
 * part that owns it; flags, environment variables, help and complaints all come from here.
 */
export type SettingMeta = {
  readonly description: string;
  /** For example `--timeout <duration>`. A setting without a placeholder is a switch. */
  readonly flag?: string;
  /** Whether the flag may be given several times; its value is then a list. */
  readonly repeated?: boolean;
  /** Switches that stand for one value each, for example `--refresh` for `refresh`. */
  readonly switches?: Readonly<Record<string, string>>;
  /** The first that is set wins. */
  readonly env?: readonly string[];
  /** Never taken from a file or a flag, never stored and never shown. */
  readonly secret?: boolean;
};

/** A setting by its full name, `slice.name`. */
export type Setting = {
  readonly slice: string;
  readonly name: string;
  readonly schema: z.ZodType;
  readonly meta: SettingMeta;
};

/** Each part's settings, by the part's name. */
export type Slices = Readonly<Record<string, z.ZodObject>>;

export type Configuration<Parts extends Slices> = { readonly [Part in keyof Parts]: Readonly<z.infer<Parts[Part]>> };

export function settingsOf(slices: Slices): readonly Setting[] {
  return Object.entries(slices).flatMap(([slice, object]) =>
    Object.entries(object.shape as Record<string, z.ZodType>).map(([name, schema]) => {
      const meta = schema.meta() as SettingMeta | undefined;
      if (meta?.description === undefined) throw new TypeError(`the setting ${slice}.${name} has no description`);
      return { slice, name, schema, meta };
    }),
  );
}

type Definition = {
  readonly defaultValue?: unknown;
  readonly entries?: Readonly<Record<string, string>>;
  readonly innerType?: { readonly def: Definition };
  readonly in?: { readonly def: Definition };
};

/** A setting's default as it would be written: a duration's is its text, before it becomes milliseconds. */
export function defaultOf({ schema }: Pick<Setting, 'schema'>): unknown {
  const definition = schema.def as Definition;
  return definition.defaultValue ?? definition.in?.def.defaultValue;
}

/** The values of a setting that has a few; undefined when it takes any. */
export function choicesOf({ schema }: Pick<Setting, 'schema'>): readonly string[] | undefined {
  const entriesOf = ({ entries, innerType }: Definition): Definition['entries'] =>
    entries ?? (innerType === undefined ? undefined : entriesOf(innerType.def));
  const entries = entriesOf(schema.def as Definition);
  return entries === undefined ? undefined : Object.values(entries);
}

/** A duration such as `30s` or `12h`; its value is in milliseconds. */
export function duration(byDefault: string, meta: SettingMeta) {
  return z.union([z.string(), z.number()]).default(byDefault).transform(toMilliseconds).meta(meta);
}

/** The same, where there is none until somebody gives one. */
export function optionalDuration(meta: SettingMeta) {
  return z
    .union([z.string(), z.number()])
    .optional()
    .transform((given, context) => (given === undefined ? undefined : toMilliseconds(given, context)))
    .meta(meta);
}

function toMilliseconds(given: string | number, context: z.RefinementCtx): number {
  const milliseconds = typeof given === 'number' ? given : parseDuration(given);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue({ code: 'custom', message: 'expected a duration such as 500ms, 30s, 15m, 12h or 30d' });
  return z.NEVER;
}

/**
 * Some of a few names, set apart by commas or as a list; in the order in which they are given, each once.
 *
 * @param what one of them is called, for the complaint.
 */
export function listOf<Name extends string>(
  what: string,
  known: readonly Name[],
  byDefault: string,
  meta: SettingMeta,
) {
  return z
    .union([z.string(), z.array(z.string())])
    .default(byDefault)
    .transform((given, context): readonly Name[] => {
      const words = (typeof given === 'string' ? given.split(',') : given).map((word) => word.trim().toLowerCase());
      const names = words.map((word) => known.find((name) => name === word));
      const unknown = words.find((_, index) => names[index] === undefined);
      if (unknown === undefined && words.length > 0) return [...new Set(names.filter((name) => name !== undefined))];
      const problem = unknown === undefined ? 'there is none' : `${JSON.stringify(unknown)} is no ${what}`;
      const message = `${problem}; expected some of ${known.join(', ')}, set apart by commas`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .meta(meta);
}
