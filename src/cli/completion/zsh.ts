import type { CommandWords, FlagWords, Values } from './words.ts';

/** A script for zsh, to be sourced after `compinit`. (`path` is a name that zsh keeps for itself.) */
export function zshScript(program: string, commands: readonly CommandWords[]): string {
  const paths = commands.flatMap(({ path }) => (path === '' ? [] : [quoted(path)]));
  return `#compdef ${program}
# Completion of ${program} for zsh. Made by \`${program} completion zsh\`.
_${program}() {
  local typed='' word previous=\${words[CURRENT - 1]}
  local -a found
  for word in "\${(@)words[2,CURRENT - 1]}"; do
    case "\${typed:+$typed }$word" in
      ${paths.join(' | ')}) typed="\${typed:+$typed }$word" ;;
    esac
  done
  case "$typed $previous" in
${commands.flatMap((command) => command.flags.map((flag) => flagCase(command, flag)).filter(Boolean)).join('\n')}
  esac
  case "$typed" in
${commands.map(commandCase).join('\n')}
  esac
  _describe ${quoted(program)} found
}
compdef _${program} ${program}
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
/** A word with its description, between which a colon stands. */
const described = (name: string, description: string) =>
  quoted(`${name.replaceAll(':', String.raw`\:`)}:${description}`);

function flagCase({ path }: CommandWords, { name, values, optional }: FlagWords): string {
  if (values.kind === 'none' || optional) return '';
  return `    ${quoted(`${path} ${name}`)}) ${action(values)}; return ;;`;
}

function action(values: Values): string {
  switch (values.kind) {
    case 'file':
      return '_files';
    case 'choices':
      return `compadd -- ${values.choices.map(quoted).join(' ')}`;
    default:
      return `_message 'a value'`;
  }
}

function commandCase({ path, subcommands, flags, argument }: CommandWords): string {
  const words = [
    ...subcommands.map(({ name, description }) => described(name, description)),
    ...flags.map(({ name, description }) => described(name, description)),
    ...(argument.kind === 'choices' ? argument.choices.map(quoted) : []),
  ];
  return `    ${quoted(path)}) found=(${words.join(' ')}) ;;`;
}
