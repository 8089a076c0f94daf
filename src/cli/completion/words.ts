import type { Argument, Command, Option } from 'commander';

/** What may follow a flag, or stand as an argument. */
export type Values =
  | { readonly kind: 'none' }
  | { readonly kind: 'any' }
  | { readonly kind: 'file' }
  | { readonly kind: 'choices'; readonly choices: readonly string[] };

export type FlagWords = {
  readonly name: string;
  readonly description: string;
  readonly values: Values;
  /** Whether the value may be left out. */
  readonly optional: boolean;
};

/** Everything that can be typed after one command. */
export type CommandWords = {
  /** The words that lead to it, without the program's own name: `cache import`. */
  readonly path: string;
  readonly description: string;
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly flags: readonly FlagWords[];
  readonly argument: Values;
};

/** The commands of the program, itself first, as data that a script of any shell can be made of. */
export function commandWords(command: Command, path: readonly string[] = []): readonly CommandWords[] {
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command);
  const [argument] = command.registeredArguments;
  const own: CommandWords = {
    path: path.join(' '),
    description: command.description(),
    subcommands: subcommands.map((sub) => ({ name: sub.name(), description: sub.description() })),
    flags: help.visibleOptions(command).flatMap((option) => flagWords(option)),
    argument: argument === undefined ? { kind: 'none' } : valuesOf(argument),
  };
  // `help` only repeats the names of the others.
  const described = subcommands.filter((sub) => sub.name() !== 'help');
  return [own, ...described.flatMap((sub) => commandWords(sub, [...path, sub.name()]))];
}

function flagWords(option: Option): readonly FlagWords[] {
  const { long, description, required, optional } = option;
  const values: Values = required || optional ? valuesOf(option) : { kind: 'none' };
  return long === undefined || long === null ? [] : [{ name: long, description, values, optional }];
}

function valuesOf(given: Option | Argument): Values {
  if (given.argChoices !== undefined) return { kind: 'choices', choices: given.argChoices };
  const placeholder = 'flags' in given ? given.flags : given.name();
  return { kind: /\b(?:file|folder|table)\b/u.test(placeholder.split(' ').at(-1) ?? '') ? 'file' : 'any' };
}
