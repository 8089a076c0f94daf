import type { CommandWords, FlagWords, Values } from './words.ts';

/** A script for fish, to be sourced or put into its completions folder. */
export function fishScript(program: string, commands: readonly CommandWords[]): string {
  return [
    `# Completion of ${program} for fish. Made by \`${program} completion fish\`.`,
    `complete -c ${program} -f`,
    ...commands.flatMap((command) => commandLines(program, command, commands)),
    '',
  ].join('\n');
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;

function commandLines(program: string, command: CommandWords, commands: readonly CommandWords[]): readonly string[] {
  const { subcommands, flags, argument } = command;
  const start = `complete -c ${program} -n ${quoted(condition(command, commands))}`;
  return [
    ...subcommands.map(({ name, description }) => `${start} -a ${quoted(name)} -d ${quoted(description)}`),
    ...flags.map((flag) => `${start} -l ${flag.name.slice(2)}${value(flag)} -d ${quoted(flag.description)}`),
    ...(argument.kind === 'choices' ? [`${start} -a ${quoted(argument.choices.join(' '))}`] : []),
  ];
}

/** When the command is the one that has been typed, and none of its subcommands yet. */
function condition({ path, subcommands }: CommandWords, commands: readonly CommandWords[]): string {
  const words = path === '' ? [] : path.split(' ');
  const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`);
  const below = path === '' ? topLevel(commands) : subcommands.map(({ name }) => name);
  const not = below.length === 0 ? [] : [`not __fish_seen_subcommand_from ${below.join(' ')}`];
  return [...seen, ...not].join('; and ');
}

const topLevel = ([program]: readonly CommandWords[]) => (program?.subcommands ?? []).map(({ name }) => name);

function value({ values, optional }: FlagWords): string {
  if (values.kind === 'none' || optional) return '';
  return forValues(values);
}

function forValues(values: Values): string {
  switch (values.kind) {
    case 'file':
      return ' -r -F';
    case 'choices':
      return ` -x -a ${quoted(values.choices.join(' '))}`;
    default:
      return ' -x';
  }
}
