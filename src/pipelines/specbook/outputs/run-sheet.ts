import type { RunSummary } from '#core/output.ts';
import type { SheetCell } from '#tables/workbook/cell-xml.ts';
import type { Sheet } from '#tables/workbook/sheet-xml.ts';

/** What there is to say of the run: when it was, how it ended, and in numbers what became of its rows. */
export function runSheet({ run, counts }: RunSummary, note: string | undefined): Sheet {
  const facts: readonly (readonly [string, SheetCell])[] = [
    ['Run', run.id],
    ['State', run.state],
    ['Begun', { date: run.startedAt }],
    ['Ended', run.finishedAt === undefined ? undefined : { date: run.finishedAt }],
    ['Rows in the input', counts.rows],
    ['Succeeded', counts.succeeded],
    ['Failed', counts.failed],
    ['Not found', counts.not_found],
    ['Skipped', counts.skipped],
    ['Invalid rows', counts.invalid],
    ['Duplicate rows', counts.duplicate],
    ['Not done yet', counts.remaining],
    ...qualityOf(run.quality),
    ...environmentOf(run.environment),
    ...(note === undefined ? [] : [['Note', note] as const]),
  ];
  return {
    name: 'Run',
    columns: [
      { header: 'What', width: 24 },
      { header: 'Value', width: 50 },
    ],
    rows: rowsOf(facts),
  };
}

/** Means over the records, each from 0 to 1. */
function qualityOf(quality: RunSummary['run']['quality']): readonly (readonly [string, SheetCell])[] {
  if (typeof quality !== 'object' || quality === null || !('measures' in quality)) return [];
  return Object.entries(quality.measures ?? {}).flatMap(([name, value]) =>
    typeof value === 'number' ? [[`Quality: ${name}`, value] as const] : [],
  );
}

function environmentOf(environment: RunSummary['run']['environment']): readonly (readonly [string, SheetCell])[] {
  if (typeof environment !== 'object' || environment === null) return [];
  return Object.entries(environment).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`Version: ${name}`, value] as const] : [],
  );
}

async function* rowsOf(facts: readonly (readonly [string, SheetCell])[]): AsyncGenerator<readonly SheetCell[]> {
  yield* facts;
}
