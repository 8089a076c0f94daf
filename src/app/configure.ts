import { existsSync } from 'node:fs';
import { assemble, type Loaded, loadConfiguration, readSettings, shownValue } from '#config/load.ts';
import { fromEnvironment, fromFile, fromFlags, fromValues, type Given, type Source } from '#config/sources.ts';
import { toPipelineError } from '#core/pipeline-error.ts';
import { type Settings, settings, slices } from './settings.ts';

export type { Given } from '#config/sources.ts';

/** What a person has said, before it is weighed against defaults and an earlier run. */
export type Said = {
  /** By full name, `slice.name`. */
  readonly flags: ReadonlyMap<string, Given>;
  /** A configuration file that was named; otherwise `specbook.yaml`, if there is one. */
  readonly file: string | undefined;
};

/** Read when no other file is named. */
export const usualFile = 'specbook.yaml';

/**
 * Flags over environment over file over defaults. A run that is resumed brings its own configuration, which
 * stands in the place of the file: it goes on as it was, except for what is said anew.
 *
 * @throws PipelineError `config`
 */
export function configure(
  said: Said,
  resumed?: { readonly run: string; readonly values: Readonly<Record<string, unknown>> },
): Loaded<typeof slices> {
  const sources: Source[] = [fromFlags(said.flags), fromEnvironment()];
  if (resumed !== undefined) sources.push(fromValues(resumed.values, `run ${resumed.run}`));
  else sources.push(...fileOf(said));
  return loadConfiguration(slices, sources);
}

function fileOf({ file }: Said): readonly Source[] {
  return file !== undefined || existsSync(usualFile) ? [fromFile(file ?? usualFile, settings)] : [];
}

/** A setting as it may be shown: without secrets, and with where its value came from. */
export type ShownSetting = { readonly name: string; readonly value: string; readonly origin: string };

export type Inspection = {
  /** All that is wrong, the file as a whole included; empty when the configuration is good. */
  readonly complaints: readonly string[];
  readonly shown: readonly ShownSetting[];
  /** What can be worked with even so: a value with a complaint is replaced by its default. */
  readonly settings: Settings;
};

/** Looks at what `configure` would be given, and goes on where that would give up. */
export function inspectConfiguration(said: Said): Inspection {
  const sources: Source[] = [fromFlags(said.flags), fromEnvironment()];
  const complaints: string[] = [];
  try {
    sources.push(...fileOf(said));
  } catch (error) {
    const { category, message } = toPipelineError(error);
    if (category !== 'config') throw error;
    complaints.push(...message.split('\n'));
  }
  const readings = readSettings(settings, sources);
  complaints.push(...readings.flatMap(({ complaint }) => complaint ?? []));
  const usable = readings.flatMap((reading) =>
    reading.complaint === undefined ? [reading] : readSettings([reading.setting], []),
  );
  return {
    complaints,
    shown: usable.map(({ setting, written, origin }, index) => ({
      name: `${setting.slice}.${setting.name}`,
      value: shownValue(setting, written),
      origin: readings[index]?.complaint === undefined ? origin : `default, in place of ${readings[index]?.origin}`,
    })),
    settings: assemble<typeof slices>(usable).configuration,
  };
}
