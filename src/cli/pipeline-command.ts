import type { Command } from 'commander';
import { type Opening, startRun } from '#app/start-run.ts';
import { exitCodeOf } from './exit-code.ts';
import { interrupts } from './interrupts.ts';
import { openingLines } from './opening.ts';
import { reportFailure } from './report-failure.ts';
import { progress } from './progress.ts';
import { addSettingFlags, flagsGiven } from './setting-flags.ts';
import { summaryLines } from './summary.ts';

export function addPipelineCommand(program: Command): void {
  const command = program
    .command('pipeline')
    .description('takes a list of product URLs through scraping, reduction, extraction and validation')
    .option(
      '--resume [run]',
      'continue a run that crashed, was stopped, or finished with failures (default: the latest)',
    )
    .addHelpText(
      'after',
      `
Examples:
  npm run pipeline                                   the demonstration catalogue
  npm run pipeline -- --input urls.csv               your own list
  npm run pipeline -- --input urls.csv --cache-only  without a single request
  npm run pipeline -- --resume                       go on with the latest run

Exit codes: 0 all done; 1 the run itself failed; 2 usage or configuration;
3 more failures than --max-failure-rate allows; 130 stopped with Ctrl-C.`,
    );
  addSettingFlags(command);
  command.action(async ({ resume, config }: { resume?: string | true; config?: string }) => {
    const print = (line: string) => console.error(line);
    const { drain, stop, end } = interrupts(print);
    const showing = progress(print);
    let maxFailureRate = 0;
    const opened = (opening: Opening) => {
      maxFailureRate = opening.settings.run.maxFailureRate;
      for (const line of openingLines(opening)) console.log(line);
      return showing.observer;
    };
    try {
      const request = { said: { flags: flagsGiven(command), file: config }, drain, stop };
      const result = await startRun({ ...request, resume: resume === true ? 'latest' : resume }, opened);
      for (const line of summaryLines(result)) console.log(line);
      if (result.failure !== undefined) reportFailure(result.failure);
      process.exitCode = exitCodeOf(result, maxFailureRate);
    } finally {
      showing.end();
      end();
    }
  });
}
