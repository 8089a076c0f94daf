import type { Command } from 'commander';
import { slicesOfRun } from '#app/settings.ts';
import { type Opening, startRun } from '#app/start-run.ts';
import { standardInput } from '#app/standard-input.ts';
import { systemClock } from '#app/system.ts';
import { runConsole } from './console/console.ts';
import { exitCodeOf, type Limits } from './exit-code.ts';
import { interrupts } from './interrupts.ts';
import { showPlan } from './show-plan.ts';
import { reportFailure } from './report-failure.ts';
import { addSettingFlags, flagsGiven } from './setting-flags.ts';

type Options = { readonly resume?: string | true; readonly config?: string; readonly dryRun?: true };

export function addPipelineCommand(program: Command): void {
  const command = program
    .command('pipeline')
    .description('takes a list of product URLs through scraping, reduction, extraction and validation')
    .argument('[files...]', 'files with URLs, as with --input')
    .option(
      '--resume [run]',
      'continue a run that crashed, was stopped, or finished with failures (default: the latest)',
    )
    .option('--dry-run', 'shows what the run would take (pages, tokens, cost, time), and does nothing')
    .addHelpText(
      'after',
      `
Examples:
  npm run pipeline                                   the demonstration catalogue
  npm run pipeline -- --input urls.csv               your own list
  npm run pipeline -- schedule.xlsx 'lists/*.csv'    several files; patterns in quotes
  npm run pipeline -- urls.csv --map url=Link,room=Zone
  npm run pipeline -- --input urls.csv --cache-only  without a single request
  npm run pipeline -- --input urls.csv --dry-run     what it would cost
  npm run pipeline -- --resume                       go on with the latest run
  npm run --silent pipeline -- --json                events as lines of JSON, for a program

Exit codes: 0 all done; 1 the run itself failed; 2 usage or configuration;
3 more failures than --max-failure-rate allows, or poorer than --fail-on allows; 130 stopped with Ctrl-C.`,
    );
  addSettingFlags(command, [...Object.keys(slicesOfRun), 'console', 'log']);
  command.action(async (files: readonly string[], { resume, config, dryRun }: Options) => {
    if (dryRun === true) {
      const said = { flags: withFiles(flagsGiven(command), files), file: config };
      await showPlan({ said, resume: resume === true ? 'latest' : resume });
      return;
    }
    const shown = runConsole(process, systemClock);
    const flags = withFiles(flagsGiven(command), files);
    if (process.stdin.isTTY && inputsAmong(flags).includes(standardInput)) {
      shown.say('reading from the terminal; end with Ctrl-D');
    }
    const { drain, stop, end } = interrupts(shown.say);
    let limits: Limits = { run: { maxFailureRate: 0 }, quality: { failOn: 'never' } };
    const opened = (opening: Opening) => {
      limits = opening.settings;
      return shown.opened(opening);
    };
    try {
      const request = { said: { flags, file: config }, standardInput: process.stdin, drain, stop };
      const result = await startRun({ ...request, resume: resume === true ? 'latest' : resume }, opened);
      const exitCode = exitCodeOf(result, limits);
      result.warnings.forEach(shown.say);
      shown.ended(result, exitCode);
      if (result.failure !== undefined) reportFailure(result.failure);
      process.exitCode = exitCode;
    } finally {
      shown.close();
      end();
    }
  });
}

type Flags = ReturnType<typeof flagsGiven>;

const inputsAmong = (flags: Flags) => [flags.get('run.input')?.value ?? []].flat();

/** Words that are no flags are files, after those of --input. */
function withFiles(flags: Flags, files: readonly string[]): Flags {
  if (files.length === 0) return flags;
  const value = [...inputsAmong(flags), ...files];
  return new Map(flags).set('run.input', { value, origin: 'the command line' });
}
