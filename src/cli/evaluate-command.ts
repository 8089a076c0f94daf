import type { Command } from 'commander';
import { type Compliance, type Evaluation, evaluateRun, type Share } from '#app/evaluate.ts';
import { columnsOf } from './console/face.ts';
import { type Column, laidOut, type Line, table } from './console/layout.ts';
import { paintFor } from './console/paint.ts';
import { plural } from './plural.ts';
import { addSettingFlags, saidOf } from './setting-flags.ts';

type Options = { readonly gold: string; readonly run?: string; readonly json?: true };

export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate')
    .description(
      'holds the records of a run against what is right: precision, recall and F1 a field, and how many comply',
    )
    .requiredOption('--gold <file>', 'JSON with the accepted values by page (docs/quality.md)')
    .option('--run <run>', 'the id of a run (default: the latest)')
    .option('--json', 'the same as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npm run evaluate -- --gold gold.json                                the latest run
  npm run evaluate -- --gold gold.json --run 20261121-010716-4f2a     another
  npm run --silent evaluate -- --gold gold.json --json | jq '.fields[] | {field, f1}'`,
    );
  addSettingFlags(command, ['run.dataDirectory']);
  command.action(async ({ gold, run, json }: Options) => {
    const evaluation = await evaluateRun(saidOf(command), gold, run);
    if (json === true) return console.log(JSON.stringify(evaluation, null, 2));
    const columns = columnsOf(process.stdout);
    const paint = paintFor(process.stdout, 'auto');
    for (const line of laidOut(evaluationLines(evaluation, columns), columns, paint)) console.log(line);
  });
}

const percent = (value: number) => value.toFixed(3);
/** With what it may as well be, for so few pages. */
const withRange = ({ value, low, high }: Share) => `${percent(value)} (${low.toFixed(2)} to ${high.toFixed(2)})`;

function evaluationLines({ run, gold, fields, compliance }: Evaluation, width: number): readonly Line[] {
  const { pages, inRun, withRecord, unknownFields } = gold;
  const column = (head: string, rank: number, cell: (field: Evaluation['fields'][number]) => string): Column => ({
    head,
    side: 'right',
    rank,
    cells: fields.map(cell),
  });
  return [
    {
      text: `run ${run}: ${inRun} of ${plural(pages, 'page')} of the gold file are in it, ${withRecord} with a record`,
      tone: 'strong',
    },
    ...(unknownFields.length === 0
      ? []
      : [{ text: `not scored, as records have no such field: ${unknownFields.join(', ')}` }]),
    { text: '' },
    ...table(
      [
        { head: 'field', side: 'left', rank: 0, cells: fields.map(({ field }) => field) },
        column('F1', 1, ({ f1 }) => percent(f1)),
        column('precision (95 %)', 2, ({ precision }) => withRange(precision)),
        column('recall (95 %)', 3, ({ recall }) => withRange(recall)),
        column('right', 5, ({ right }) => String(right)),
        column('wrong', 6, ({ wrong }) => String(wrong)),
        column('missed', 7, ({ missed }) => String(missed)),
        column('pages with it', 4, ({ support }) => String(support)),
      ],
      width,
    ),
    ...complianceLines(compliance, width),
  ];
}

function complianceLines({ records, valid, thresholds, fields }: Compliance, width: number): readonly Line[] {
  const rows = [
    ['valid', valid] as const,
    ...thresholds.map(
      ({ measure, minimum, records: reached }) => [`${measure} of ${minimum} or more`, reached] as const,
    ),
    ...fields.map(({ field, records: having }) => [`has ${field}`, having] as const),
  ];
  const share = (count: number) => (records === 0 ? '–' : `${Math.round((100 * count) / records)} %`);
  return [
    { text: '' },
    { text: `${plural(records, 'record')} of the run; so many comply`, tone: 'strong' },
    { text: '' },
    ...table(
      [
        { head: 'what is asked', side: 'left', rank: 0, cells: rows.map(([name]) => name) },
        { head: 'records', side: 'right', rank: 1, cells: rows.map(([, count]) => String(count)) },
        { head: 'share', side: 'right', rank: 2, cells: rows.map(([, count]) => share(count)) },
      ],
      width,
    ),
  ];
}
