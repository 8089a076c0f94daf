import { type Command, Help, Option } from 'commander';
import { type ExplainedGroup, type FailureReport, lookUpFailures } from '#app/failures.ts';
import { failureCategories } from '#core/failure.ts';
import { countArgument } from './count-argument.ts';
import { plural } from './plural.ts';
import { addSettingFlags, saidOf } from './setting-flags.ts';

type Options = {
  readonly category?: string;
  readonly host?: string;
  readonly limit: number;
  readonly json?: true;
};

export function addFailuresCommand(program: Command): void {
  const category = new Option('--category <category>', 'only failures of this category; docs/failures.md has them all');
  category.argChoices = [...failureCategories];
  const usual = new Help();
  const command = program
    .command('failures')
    .description('what gave no record in a run and why, in groups of one kind, with what to do')
    .argument('[run]', 'the id of a run (default: the latest)')
    .addOption(category)
    .option('--host <host>', 'only failures of this host (with its port, if the URL has one)')
    .option('--limit <count>', 'how many groups are shown, the largest first', countArgument, 20)
    .option('--json', 'all groups as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npm run failures                                    of the latest run
  npm run failures -- 20261121-010716-4f2a            of another
  npm run failures -- --category bot_detected
  npm run --silent failures -- --host shop.example --json`,
    );
  // The categories are there to be completed; the list is too long for the help.
  command.configureHelp({
    optionDescription: (option) => (option === category ? option.description : usual.optionDescription(option)),
  });
  addSettingFlags(command, ['run.dataDirectory']);
  command.action(async (run: string | undefined, options: Options) => {
    const { category: wanted, host, limit, json } = options;
    const report = await lookUpFailures(saidOf(command), { run, category: wanted, host });
    if (json === true) console.log(JSON.stringify(report, null, 2));
    else for (const line of reportLines(report, limit, wanted !== undefined || host !== undefined)) console.log(line);
  });
}

function reportLines({ run, failures, groups }: FailureReport, limit: number, filtered: boolean): readonly string[] {
  if (failures === 0) return [`run ${run}: nothing failed${filtered ? ' that is asked for' : ''}`];
  const more = groups.length - limit;
  return [
    `run ${run}: ${plural(failures, 'item')} without a record, ${plural(groups.length, 'kind')} of failure`,
    ...groups.slice(0, limit).flatMap(groupLines),
    ...(more > 0 ? ['', `… and ${plural(more, 'kind')} more (--limit, --category, --host, --json)`] : []),
  ];
}

function groupLines({ count, category, host, stage, pattern, example, advice, command }: ExplainedGroup) {
  const { url, line, message, traceId, snapshot } = example;
  return [
    '',
    `${count} x ${category} at ${host ?? 'several hosts'} in ${stage}`,
    `  ${pattern}`,
    `  for example  ${url}`,
    ...(message === pattern ? [] : [`               ${message}`]),
    `               line ${line} of the input, trace ${traceId}`,
    ...(snapshot === undefined ? [] : [`  the page     ${snapshot}`]),
    `  what to do   ${advice}`,
    ...(command === undefined ? [] : [`               ${command}`]),
  ];
}
