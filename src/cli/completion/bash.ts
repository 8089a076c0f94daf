import type { CommandWords, FlagWords, Values } from './words.ts';

/** A script for bash (3.2 on, which macOS has), to be sourced. */
export function bashScript(program: string, commands: readonly CommandWords[]): string {
  const paths = commands.flatMap(({ path }) => (path === '' ? [] : [quoted(path)]));
  return `# Completion of ${program} for bash. Made by \`${program} completion bash\`.
${fileFunction(program)}
_${program}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} typed='' word index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    case "\${typed:+$typed }$word" in
      ${paths.join(' | ')}) typed="\${typed:+$typed }$word" ;;
    esac
  done
  COMPREPLY=()
  case "$typed $previous" in
${commands.flatMap((command) => command.flags.map((flag) => flagCase(program, command, flag)).filter(Boolean)).join('\n')}
  esac
  case "$typed" in
${commands.map(commandCase).join('\n')}
  esac
}
complete -F _${program} ${program}
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A file with spaces in its name is one word; a folder goes on (which bash 3.2 cannot be told). */
const fileFunction = (program: string) => `_${program}_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$1"))
  compopt -o filenames 2> /dev/null || true
}`;

/** After a flag that wants a value nothing else will do; after one that may have none, everything else may follow. */
function flagCase(program: string, { path }: CommandWords, { name, values, optional }: FlagWords): string {
  if (values.kind === 'none' || (values.kind === 'any' && optional)) return '';
  const then = optional ? 'if ((${#COMPREPLY[@]})); then return; fi' : 'return';
  return `    ${quoted(`${path} ${name}`)}) ${replies(program, values)}; ${then} ;;`;
}

function commandCase({ path, subcommands, flags, argument }: CommandWords): string {
  const words = [...subcommands.map(({ name }) => name), ...flags.map(({ name }) => name)].join(' ');
  const more = argument.kind === 'choices' ? ` ${argument.choices.join(' ')}` : '';
  return `    ${quoted(path)}) ${reply(`${words}${more}`)} ;;`;
}

function replies(program: string, values: Values): string {
  switch (values.kind) {
    case 'file':
      return `_${program}_files "$current"`;
    case 'choices':
      return reply(values.choices.join(' '));
    default:
      return ':';
  }
}

const reply = (words: string) => `COMPREPLY=($(compgen -W ${quoted(words)} -- "$current"))`;
