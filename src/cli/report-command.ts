import { type Command, Argument } from 'commander';
import { type MeasuredRun, report, type ReportKind, reportKinds, type WrittenReport } from '#app/report.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { countArgument } from './count-argument.ts';
import { reportLines } from './report-lines.ts';
import { addSettingFlags, saidOf } from './setting-flags.ts';

type Options = {
  readonly days: number;
  readonly compare?: readonly string[];
  readonly output: string;
  readonly json?: true;
};

export function addReportCommand(program: Command): void {
  const command = program
    .command('report')
    .description('writes what the runs of the last days cost and are worth, as Markdown, CSV and charts')
    .addArgument(new Argument('[kind]', 'what it is about').choices(reportKinds).default('all'))
    .option('--days <count>', 'how many days it is about, today the last of them (UTC)', countArgument, 30)
    .option('--compare <run...>', 'the ids of two runs, to be set beside each other')
    .option('--output <folder>', 'where the files are written', 'output/report')
    .option('--json', 'the same numbers as JSON, besides the files; money in nano-dollars')
    .addHelpText(
      'after',
      `
Examples:
  npm run report
  npm run report -- cost --days 7
  npm run report -- --compare 20261121-010716-4f2a 20261122-010716-9c01
  npm run --silent report -- --json | jq '.summary.spent'`,
    );
  addSettingFlags(command, ['run.dataDirectory']);
  command.action(async (kind: ReportKind, { days, compare, output, json }: Options) => {
    const written = await report(saidOf(command), { kind, days, compare: pairOf(compare), output });
    if (json === true) console.log(JSON.stringify(asJson(written), null, 2));
    else for (const line of reportLines(written)) console.log(line);
  });
}

function pairOf(compare: readonly string[] | undefined): readonly [string, string] | undefined {
  if (compare === undefined) return undefined;
  const [first, second, ...more] = compare;
  if (first !== undefined && second !== undefined && more.length === 0) return [first, second];
  const given =
    compare.length === 1 ? 'one was given' : `${compare.length} were given (the kind of report comes first)`;
  throw new PipelineError('config', `--compare takes the ids of two runs; ${given}. npm run runs lists them`);
}

const iso = (at: number) => new Date(at).toISOString();

function asJson({ period, runs, summary, before, comparison, directory, files }: WrittenReport) {
  return {
    directory,
    files,
    period: { days: period.days, from: iso(period.from), to: iso(period.to) },
    summary: plain(summary),
    before: plain(before),
    runs: runs.map(plainRun),
    comparison:
      comparison === undefined ? null : { runs: comparison.runs.map(plainRun), differences: comparison.differences },
  };
}

const plain = ({ scores, ...summary }: WrittenReport['summary']) => ({
  ...summary,
  scores: Object.fromEntries(scores),
});

const plainRun = ({ startedAt, finishedAt, ...run }: MeasuredRun) => ({
  ...run,
  startedAt: iso(startedAt),
  finishedAt: finishedAt === undefined ? null : iso(finishedAt),
});
