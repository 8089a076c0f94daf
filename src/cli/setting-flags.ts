import { type Command, Option } from 'commander';
import type { Given } from '#app/configure.ts';
import { settings } from '#app/settings.ts';

type Setting = (typeof settings)[number];

/** Gives the command a flag for every setting that has one, or for those of the given slices. */
export function addSettingFlags(command: Command, slices?: readonly string[]): void {
  for (const setting of settings.filter(({ slice }) => slices === undefined || slices.includes(slice))) {
    const { flag, switches, description } = setting.meta;
    if (flag !== undefined) command.addOption(new Option(flag, described(setting, description)));
    for (const [name, value] of Object.entries(switches ?? {})) {
      command.addOption(new Option(name, `${setting.slice}.${setting.name} = ${value}`));
    }
  }
  command.addOption(
    new Option('--config <file>', 'a YAML file with settings (default: specbook.yaml, if there is one)'),
  );
}

function described(setting: Setting, description: string): string {
  const parsed = setting.schema.safeParse(undefined);
  const byDefault = setting.schema.def as { defaultValue?: unknown; in?: { def?: { defaultValue?: unknown } } };
  const value = byDefault.defaultValue ?? byDefault.in?.def?.defaultValue;
  return parsed.success && value !== undefined ? `${description} (default: ${JSON.stringify(value)})` : description;
}

/** What the command line says, by the settings' full names. Two switches of one setting contradict each other. */
export function flagsGiven(command: Command): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const setting of settings) {
    const name = `${setting.slice}.${setting.name}`;
    const flag = setting.meta.flag?.split(' ')[0];
    const value = flag === undefined ? undefined : optionValue(command, flag);
    if (flag !== undefined && value !== undefined) given.set(name, { value, origin: flag });
    const chosen = Object.entries(setting.meta.switches ?? {}).filter(([option]) => optionGiven(command, option));
    const [first, second] = chosen;
    if (first !== undefined && second !== undefined)
      command.error(`error: ${first[0]} and ${second[0]} contradict each other`);
    if (first !== undefined) given.set(name, { value: first[1], origin: first[0] });
  }
  return given;
}

function optionValue(command: Command, flag: string): unknown {
  const option = command.options.find(({ long }) => long === flag);
  return option !== undefined && optionGiven(command, flag)
    ? command.getOptionValue(option.attributeName())
    : undefined;
}

function optionGiven(command: Command, flag: string): boolean {
  const option = command.options.find(({ long }) => long === flag);
  return option !== undefined && command.getOptionValueSource(option.attributeName()) === 'cli';
}
