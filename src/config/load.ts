import type { z } from 'zod';
import { PipelineError } from '#core/pipeline-error.ts';
import { type Configuration, defaultOf, type Setting, settingsOf, type Slices } from './setting.ts';
import type { Source } from './sources.ts';

export type Loaded<Parts extends Slices> = {
  readonly configuration: Configuration<Parts>;
  /** Where each setting's value came from, by full name. */
  readonly origins: Readonly<Record<string, string>>;
};

/** One setting as the sources give it. */
export type Reading = {
  readonly setting: Setting;
  /** Undefined when there is a complaint, or nothing is set and there is no default. */
  readonly value: unknown;
  /** The value as it was written, by whoever gave it or as the default. */
  readonly written: unknown;
  readonly origin: string;
  /** What is wrong with the value: the setting, where it came from, and what was expected. */
  readonly complaint: string | undefined;
};

/** Looks every setting up in the sources, the strongest first; what none of them gives takes its default. */
export function readSettings(settings: readonly Setting[], sources: readonly Source[]): readonly Reading[] {
  return settings.map((setting) => {
    const given = sources.map((source) => source(setting)).find((found) => found !== undefined);
    const value =
      given !== undefined && typeof given.value === 'string' ? fromText(setting, given.value) : given?.value;
    const parsed = setting.schema.safeParse(value);
    const origin = given?.origin ?? 'default';
    const reading = { setting, origin, written: given === undefined ? defaultOf(setting) : value };
    return parsed.success
      ? { ...reading, value: parsed.data, complaint: undefined }
      : { ...reading, value: undefined, complaint: complaint(setting, given?.value, origin, parsed.error) };
  });
}

/**
 * Makes the one configuration from the sources. Read once, frozen, and handed on in slices.
 *
 * @throws PipelineError `config` that lists every complaint.
 */
export function loadConfiguration<Parts extends Slices>(slices: Parts, sources: readonly Source[]): Loaded<Parts> {
  const readings = readSettings(settingsOf(slices), sources);
  const complaints = readings.flatMap(({ complaint: found }) => found ?? []);
  if (complaints.length > 0) throw new PipelineError('config', complaints.join('\n'));
  return assemble(readings);
}

/** The configuration that readings without a complaint come to. */
export function assemble<Parts extends Slices>(readings: readonly Reading[]): Loaded<Parts> {
  const configuration: Record<string, Record<string, unknown>> = {};
  const origins: Record<string, string> = {};
  for (const { setting, value, origin } of readings) {
    (configuration[setting.slice] ??= {})[setting.name] = value;
    origins[`${setting.slice}.${setting.name}`] = origin;
  }
  for (const slice of Object.values(configuration)) Object.freeze(slice);
  return { configuration: Object.freeze(configuration) as Configuration<Parts>, origins };
}

/** A value as it may be shown: never a secret, nor the user name and password that an address may hold. */
export function shownValue({ meta }: Setting, value: unknown): string {
  if (value === undefined) return 'not set';
  if (meta.secret === true) return 'a value that is not shown';
  return JSON.stringify(value).replaceAll(/\/\/[^/@\s"]*@/gu, '//[not shown]@');
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
  const expected = error.issues.map(({ message }) => message.replace(/^Invalid (input|option): /u, '')).join('; ');
  return `${setting.slice}.${setting.name} (from ${origin}) is ${shownValue(setting, value)}: ${expected}`;
}
