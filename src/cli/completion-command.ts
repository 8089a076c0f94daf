import { Argument, type Command } from 'commander';
import { bashScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { commandWords } from './completion/words.ts';
import { zshScript } from './completion/zsh.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
type Shell = keyof typeof scripts;

/** Add this last: it completes what the program has. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('prints a script that makes a shell complete commands, flags and their values')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(scripts)))
    .addHelpText(
      'after',
      `
specbook is not installed as a command. In the folder of the checkout, for the shell that is open:
  alias specbook="$PWD/node_modules/.bin/node $PWD/src/cli/main.ts"

Examples:
  source <(specbook completion bash)
  source <(specbook completion zsh)          after compinit
  specbook completion fish | source`,
    )
    .action((shell: Shell) => {
      process.stdout.write(scripts[shell](program.name(), commandWords(program)));
    });
}
