import type { Command } from 'commander';
import { type FoundTrace, lookUpTraces, tracesAsOtlp } from '#app/traces.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { KeepReason } from '#core/trace.ts';
import { formatDuration } from '#core/duration.ts';
import { type Paint, paintFor } from './console/paint.ts';
import { sizeOf } from './console/screen.ts';
import { printable, wrapped } from './console/text.ts';
import { spanDetails, waterfall } from './console/waterfall.ts';
import { countArgument } from './count-argument.ts';
import { plural } from './plural.ts';
import { addSettingFlags, saidOf } from './setting-flags.ts';

type Options = {
  readonly failed?: true;
  readonly category?: string;
  readonly run?: string;
  readonly limit: number;
  readonly json?: true;
};

export function addTraceCommand(program: Command): void {
  const command = program
    .command('trace')
    .description('what happened to a page, step by step: the spans of its trace, with what they say')
    .argument('[subject]', 'a URL, the id of an item, or the id of a trace')
    .option('--failed', 'pages that gave no record')
    .option('--category <category>', 'with --failed: only failures of this category')
    .option('--run <run>', 'the id of a run (default: the latest that has the page)')
    .option('--limit <count>', 'with --failed: how many traces are shown', countArgument, 3)
    .option('--json', 'the spans as OTLP in its JSON form, as a collector takes them')
    .addHelpText(
      'after',
      `
Examples:
  npm run trace -- https://shop.example/chair
  npm run trace -- 4bf92f3577b34da6a3ce929d0e0e4736
  npm run trace -- --failed --category bot_detected
  npm run --silent trace -- --failed --json`,
    );
  addSettingFlags(command, ['run.dataDirectory']);
  command.action(async (subject: string | undefined, options: Options) => {
    const { failed = false, category, run, limit, json } = options;
    const wantsFailures = failed || category !== undefined;
    if ((subject === undefined) !== wantsFailures) {
      throw new PipelineError('config', 'trace: give a URL or the id of an item or a trace, or else --failed');
    }
    const { traces, more } = await lookUpTraces(saidOf(command), { subject, category, run, limit });
    if (json === true) {
      console.log(JSON.stringify(tracesAsOtlp(traces), null, 2));
      return;
    }
    const columns = process.stdout.isTTY ? sizeOf(process.stdout).columns - 1 : 100;
    const paint = paintFor(process.stdout, 'auto');
    const blocks = traces.map((found) => traceLines(found, columns, paint).join('\n'));
    console.log(blocks.join('\n\n'));
    if (more > 0) console.log(`\n… and ${plural(more, 'page')} more without a record (--limit, --category, --json)`);
  });
}

/** Exported for its tests. @param columns that lines may have; a word that is longer stays whole. */
export function traceLines(found: FoundTrace, columns: number, paint: Paint): readonly string[] {
  const { trace, failure, snapshot } = found;
  const line = (text: string) => wrapped(printable(text), columns, 13);
  return [
    ...headLines(found).flatMap(line),
    '',
    ...waterfall(trace.spans, columns, paint),
    ...(failure === undefined
      ? []
      : [
          '',
          ...line(`what failed  ${failure.category}: ${failure.message}`).map((text) => paint('bad', text)),
          ...line(`what to do   ${failure.advice}`),
        ]),
    ...(snapshot === undefined ? [] : line(`the page     ${snapshot}`)),
    '',
    ...spanDetails(trace.spans, columns, paint),
  ];
}

function headLines({ trace, origin, item, earlierTraceId }: FoundTrace): readonly string[] {
  const [root] = trace.spans;
  const took = root === undefined ? '' : `, ${formatDuration(root.end - root.start)}`;
  const source = item?.source === undefined ? '' : ` of ${item.source}`;
  return [
    ...(item === undefined ? [] : [`page         ${item.url}`, `input        line ${item.line}${source}`]),
    `trace        ${trace.traceId}`,
    `run          ${trace.run}`,
    `when         ${new Date(trace.startedAt).toISOString()}${took}`,
    `outcome      ${trace.outcome.replace('_', ' ')}`,
    origin === 'kept'
      ? `kept         ${trace.reasons.map((reason) => reasonTexts[reason]).join(', ')}`
      : 'rebuilt      from the facts of the run, as the trace was not kept; waits and what was cut off are not in it',
    ...(earlierTraceId === undefined ? [] : [`before       trace ${earlierTraceId}`]),
  ];
}

const reasonTexts: Readonly<Record<KeepReason, string>> = {
  failed: 'it gave no record',
  unfinished: 'it did not come to an end',
  low_quality: 'its record is poor',
  slow: 'it was slow',
  retried: 'something on the way had failed',
  first: 'it was among the first of its run',
  sampled: 'its lot was drawn',
  run: 'it is the run itself',
};
