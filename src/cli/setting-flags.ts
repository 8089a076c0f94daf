import { type Command, Option } from 'commander';
import type { Given, Said } from '#app/configure.ts';
import { choicesOf, defaultOf, settings } from '#app/settings.ts';

type Setting = (typeof settings)[number];

/** Gives the command a flag for every setting that has one, or for those named (`slice.name`, or a whole `slice`). */
export function addSettingFlags(command: Command, names?: readonly string[]): void {
  for (const setting of settings) {
    const { slice, name } = setting;
    if (names !== undefined && !names.includes(slice) && !names.includes(`${slice}.${name}`)) continue;
    const { flag, switches, description } = setting.meta;
    if (flag !== undefined) {
      const option = new Option(flag, described(setting, description));
      // For help and completion. Commander's own `choices()` would refuse others in words of its own.
      const values = choicesOf(setting);
      if (values !== undefined) option.argChoices = [...values];
      command.addOption(setting.meta.repeated === true ? option.argParser(collected) : option);
    }
    for (const [option, value] of Object.entries(switches ?? {})) {
      command.addOption(new Option(option, `${slice}.${name} = ${value}`));
    }
  }
  command.addOption(
    new Option('--config <file>', 'a YAML file with settings (default: specbook.yaml, if there is one)'),
  );
}

function collected(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

function described(setting: Setting, description: string): string {
  const value = defaultOf(setting);
  return value === undefined ? description : `${description} (default: ${JSON.stringify(value)})`;
}

/** What is said of configuration with `--config` and the flags of settings that the command has. */
export function saidOf(command: Command): Said {
  return { flags: flagsGiven(command), file: command.opts<{ config?: string }>().config };
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
