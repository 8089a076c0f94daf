import { loadConfiguration } from '#config/load.ts';
import { fromValues } from '#config/sources.ts';
import { type Settings, slices } from '#app/settings.ts';

/** The defaults, with what is given in their place; `slice.name`, as they would be written. */
export function settingsWith(values: Readonly<Record<string, unknown>> = {}): Settings {
  return loadConfiguration(slices, [fromValues(values, 'the test')]).configuration;
}
