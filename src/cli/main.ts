import { Command } from 'commander';
import { specbookVersion } from '#app/environment.ts';
import { addCacheCommand } from './cache-command.ts';
import { addCompletionCommand } from './completion-command.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addEvaluateCommand } from './evaluate-command.ts';
import { addFailuresCommand } from './failures-command.ts';
import { addInitCommand } from './init-command.ts';
import { addDemoCommand } from './demo-command.ts';
import { addPipelineCommand } from './pipeline-command.ts';
import { addReportCommand } from './report-command.ts';
import { addRepriceCommand } from './reprice-command.ts';
import { reportFailure } from './report-failure.ts';
import { addTraceCommand } from './trace-command.ts';
import { addRunsCommand } from './runs-command.ts';
import { addServeCommand } from './serve-command.ts';

// Whoever reads our output may stop reading (`| head`). The work goes on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const program = new Command('specbook')
  .description('Turns a list of product URLs into a spec book.')
  .version(specbookVersion())
  .exitOverride()
  .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
  .showHelpAfterError('(add --help for what there is)')
  .addHelpText(
    'after',
    `
Examples:
  npm run pipeline -- --input urls.csv
  npm run doctor
  npm run failures
  npm run pipeline -- --resume`,
  );

addPipelineCommand(program);
addCacheCommand(program);
addRunsCommand(program);
addFailuresCommand(program);
addEvaluateCommand(program);
addServeCommand(program);
addTraceCommand(program);
addReportCommand(program);
addRepriceCommand(program);
addDoctorCommand(program);
addInitCommand(program);
addCompletionCommand(program);
addDemoCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
