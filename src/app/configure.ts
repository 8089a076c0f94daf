import { existsSync } from 'node:fs';
import { type Loaded, loadConfiguration } from '#config/load.ts';
import { fromEnvironment, fromFile, fromFlags, fromValues, type Given, type Source } from '#config/sources.ts';
import { settings, slices } from './settings.ts';

export type { Given } from '#config/sources.ts';

/** What a person has said, before it is weighed against defaults and an earlier run. */
export type Said = {
  /** By full name, `slice.name`. */
  readonly flags: ReadonlyMap<string, Given>;
  /** A configuration file that was named; otherwise `specbook.yaml`, if there is one. */
  readonly file: string | undefined;
};

const usualFile = 'specbook.yaml';

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
  else if (said.file !== undefined || existsSync(usualFile)) {
    sources.push(fromFile(said.file ?? usualFile, settings));
  }
  return loadConfiguration(slices, sources);
}
