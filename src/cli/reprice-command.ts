import type { Command } from 'commander';
import { type Repriced, reprice } from '#app/reprice.ts';
import { formatDollars } from '#core/money.ts';
import { type Column, laidOut, table } from './console/layout.ts';
import { count } from './console/numbers.ts';
import { withoutColor } from './console/paint.ts';
import { printable } from './console/text.ts';
import { addSettingFlags, saidOf } from './setting-flags.ts';

type Options = { readonly write?: true; readonly json?: true };

export function addRepriceCommand(program: Command): void {
  const command = program
    .command('reprice')
    .description('what the model calls of a run would cost by the prices of now')
    .argument('[run]', 'the id of a run (default: the latest)')
    .option('--write', 'stores the result with the run; what was counted when the calls were made stays as it is')
    .option('--json', 'the same as JSON; money in nano-dollars')
    .addHelpText(
      'after',
      `
Prices are those that come with specbook, and prices.models of your configuration.

Examples:
  npm run reprice                              the latest run
  npm run reprice -- 20261121-010716-4f2a --write`,
    );
  addSettingFlags(command, ['run.dataDirectory']);
  command.action(async (run: string | undefined, { write, json }: Options) => {
    const repriced = await reprice(saidOf(command), run, write === true);
    if (json === true) console.log(JSON.stringify(repriced, null, 2));
    else for (const line of repricedLines(repriced, write === true)) console.log(line);
  });
}

type Cost = Repriced['lines'][number]['was'];

const shown = ({ version, nanoDollars }: Cost) =>
  version === null ? 'unpriced' : `${formatDollars(nanoDollars)} (${version})`;

function repricedLines({ run, lines, before }: Repriced, written: boolean): readonly string[] {
  if (lines.length === 0) return [`run ${run} has no answered model calls`];
  const column = (head: string, rank: number, cell: (line: (typeof lines)[number]) => string): Column => ({
    head,
    rank,
    side: 'right',
    cells: lines.map(cell),
  });
  const columns: readonly Column[] = [
    { head: 'model', rank: 0, side: 'left', cells: lines.map(({ model }) => printable(model)) },
    column('calls', 3, ({ calls }) => count(calls)),
    column('tokens in', 4, ({ inputTokens }) => count(inputTokens)),
    column('tokens out', 5, ({ outputTokens }) => count(outputTokens)),
    column('cost then', 1, ({ was }) => shown(was)),
    column('cost now', 2, ({ now }) => shown(now)),
  ];
  const sum = (of: 'was' | 'now') => lines.reduce((total, line) => total + line[of].nanoDollars, 0);
  return [
    `run ${run}`,
    ...laidOut(table(columns, Infinity), Infinity, withoutColor),
    `in all: ${formatDollars(sum('was'))} then, ${formatDollars(sum('now'))} now`,
    ...before.map(
      ({ at, lines: stored }) =>
        `stored ${new Date(at).toISOString()}: ${formatDollars(stored.reduce((total, { now }) => total + now.nanoDollars, 0))}`,
    ),
    ...(written ? ['stored'] : []),
  ];
}
