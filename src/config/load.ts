import type { z } from 'zod';
import { PipelineError } from '#core/pipeline-error.ts';
import { type Configuration, type Setting, settingsOf, type Slices } from './setting.ts';
import type { Source } from './sources.ts';

export type Loaded<Parts extends Slices> = {
  readonly configuration: Configuration<Parts>;
  /** Where each setting's value came from, by full name. */
  readonly origins: Readonly<Record<string, string>>;
};

/**
 * Makes the one configuration from the sources, the strongest first; what none of them gives takes its
 * default. Read once, frozen, and handed on in slices.
 *
 * @throws PipelineError `config` that lists every complaint: the setting, where its value came from, and what
 * was expected.
 */
export function loadConfiguration<Parts extends Slices>(slices: Parts, sources: readonly Source[]): Loaded<Parts> {
  const configuration: Record<string, Record<string, unknown>> = {};
  const origins: Record<string, string> = {};
  const complaints: string[] = [];
  for (const setting of settingsOf(slices)) {
    const given = sources.map((source) => source(setting)).find((found) => found !== undefined);
    const value =
      given !== undefined && typeof given.value === 'string' ? fromText(setting, given.value) : given?.value;
    const parsed = setting.schema.safeParse(value);
    const name = `${setting.slice}.${setting.name}`;
    origins[name] = given?.origin ?? 'default';
    if (parsed.success) (configuration[setting.slice] ??= {})[setting.name] = parsed.data;
    else complaints.push(complaint(setting, given?.value, origins[name], parsed.error));
  }
  if (complaints.length > 0) throw new PipelineError('config', complaints.join('\n'));
  for (const slice of Object.values(configuration)) Object.freeze(slice);
  return { configuration: Object.freeze(configuration) as Configuration<Parts>, origins };
}

/** The full names and values of all settings but secrets: what may be stored and shown. */
export function publicValues(slices: Slices, configuration: Configuration<Slices>): Record<string, unknown> {
  const open = settingsOf(slices).filter(({ meta }) => meta.secret !== true);
  return Object.fromEntries(
    open.map(({ slice, name }) => [`${slice}.${name}`, (configuration[slice] as Record<string, unknown>)[name]]),
  );
}

/** Flags and variables are text; a number or a switch is read from it. What cannot be read stays as it is. */
function fromText({ schema }: Setting, text: string): unknown {
  switch (baseType(schema)) {
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}

function baseType(schema: z.ZodType): string {
  const { type, innerType } = schema.def as { type: string; innerType?: z.ZodType };
  return innerType === undefined ? type : baseType(innerType);
}

function complaint(setting: Setting, value: unknown, origin: string, error: z.ZodError): string {
  const shown = setting.meta.secret === true ? 'a value that is not shown' : JSON.stringify(value);
  const expected = error.issues.map(({ message }) => message.replace(/^Invalid (input|option): /u, '')).join('; ');
  return `${setting.slice}.${setting.name} (from ${origin}) is ${shown}: ${expected}`;
}
