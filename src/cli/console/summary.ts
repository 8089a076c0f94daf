import { join } from 'node:path';
import type { RunResult } from '#app/execute-run.ts';
import { formatDuration } from '#core/duration.ts';
import { ruleOf } from '#core/failure.ts';
import type { RunCounts } from '#core/run-store.ts';
import { plural } from '../plural.ts';
import type { Line } from './layout.ts';
import { spentLines } from './money-lines.ts';
import { costParts, count } from './numbers.ts';
import { qualityLines } from './quality-lines.ts';
import { modelTable, stageTable } from './summary-tables.ts';
import { printable, whole } from './text.ts';
import { counted } from './view.ts';

/** What the result does not tell: milliseconds since the run, or its continuation, began. */
export type Session = { readonly elapsed: number; readonly resumed: boolean };

/** What became of the run, in numbers that add up. @param columns of the terminal, for the tables. */
export function summaryLines(result: RunResult, session: Session, columns: number): readonly Line[] {
  return [
    ...rowLines(result),
    { text: '' },
    ...workLines(result, session),
    ...spentLines(result.tally, result.run),
    ...stageTable(result.tally, columns),
    ...modelTable(result.tally, columns),
    ...qualityLines(result.quality),
    ...failureLines(result),
    ...invalidLines(result),
    { text: '' },
    ...endingLines(result),
  ];
}

/** The one line that says it all, for those who want no more. */
export function totalsLine({ counts }: Pick<RunResult, 'counts'>): string {
  return `${plural(counts.rows, 'row')} = ${totalParts(counts).join(' + ')}`;
}

function totalParts({ succeeded, failed, not_found, skipped, invalid, duplicate, remaining }: RunCounts) {
  return [
    `${count(succeeded)} succeeded`,
    `${count(failed)} failed`,
    `${count(not_found)} not found`,
    `${count(skipped)} skipped`,
    `${count(invalid)} invalid`,
    `${count(duplicate)} duplicate`,
    `${count(remaining)} remaining`,
  ];
}

function rowLines({ counts, sourceComplete }: RunResult): readonly Line[] {
  const totals = `${plural(counts.rows, 'row')} = ${totalParts(counts).map(whole).join(' + ')}`;
  const unread = '(the input has not been read to its end; --resume goes on where it stopped)';
  return [{ text: totals, indent: 4, tone: 'strong' }, ...(sourceComplete ? [] : [{ text: unread, indent: 4 }])];
}

function workLines({ tally }: RunResult, { elapsed, resumed }: Session): readonly Line[] {
  const { pageRequests, pagesFromCache, stalePages, recalled, spending } = tally;
  const stored = recalled === 0 ? '' : `, ${plural(recalled, 'result')} stored before a wait or a stop`;
  const stale = stalePages === 0 ? '' : `, ${plural(stalePages, 'old page')} for want of the site's own`;
  const tokens = `${count(spending.inputTokens)} tokens in, ${count(spending.outputTokens)} out`;
  const asked = `${plural(spending.calls, 'model call')}, ${tokens}, cost ${costParts(spending).join(', ')}`;
  const lines = [
    `${formatDuration(elapsed)}${resumed ? ' since it was continued; so is what follows' : ''}`,
    `${plural(pageRequests, 'page request')}, ${plural(pagesFromCache, 'page')} from the cache${stale}${stored}`,
    spending.calls === 0 ? 'no model was asked' : asked,
  ];
  return lines.map((text) => ({ text, indent: 4 }));
}

const mostCategories = 5;

/** The most frequent first, with what to do, and the command that shows them. */
export function failureLines({ run, categories }: RunResult): readonly Line[] {
  const all = [...categories].toSorted(([, left], [, right]) => right - left);
  if (all.length === 0) return [];
  const rest = all.slice(mostCategories);
  const others = counted(new Map(rest)).map(({ name, count: times }) => `${count(times)} ${name}`);
  return [
    { text: '' },
    ...all.slice(0, mostCategories).flatMap(([category, times]): readonly Line[] => {
      const { meaning, advice, outcome } = ruleOf(category);
      const tone = outcome === 'failed' ? 'bad' : 'warning';
      return [
        { text: `${count(times).padStart(5)}  ${category}: ${meaning}`, indent: 7, tone },
        { text: `       ${advice}`, indent: 7 },
      ];
    }),
    ...(rest.length === 0 ? [] : [{ text: `       and ${others.join(', ')}`, indent: 7 }]),
    { text: `       each of them, with an example:  ${whole(`npm run failures -- ${run}`)}`, indent: 9 },
  ];
}

export function invalidLines({ invalidRows, counts }: RunResult): readonly Line[] {
  if (invalidRows.length === 0) return [];
  const more = counts.invalid - invalidRows.length;
  return [
    { text: '' },
    ...invalidRows.map(({ line, source, reason }) => ({
      text: `${source === undefined ? '' : `${source}, `}line ${line}: ${printable(reason)}`,
      indent: 4,
    })),
    ...(more > 0 ? [{ text: `… and ${count(more)} more, in invalid-rows.csv` }] : []),
  ];
}

/** How to go on with a run that has not come to its end. */
export function unfinishedLines({ run, stopped, counts, sourceComplete, failure }: RunResult): readonly Line[] {
  const flag = failure?.category === 'budget_exceeded' ? failure.details['flag'] : undefined;
  const larger = typeof flag === 'string' ? ` ${flag} …` : '';
  const unfinished = counts.remaining > 0 || !sourceComplete;
  return [
    ...(stopped ? [{ text: 'stopped; what is done is kept' }] : []),
    ...(unfinished
      ? [{ text: `continue with  ${whole(`npm run pipeline -- --resume ${run}${larger}`)}`, indent: 4 }]
      : []),
  ];
}

function endingLines(result: RunResult): readonly Line[] {
  const { directory, files, counts } = result;
  return [
    ...unfinishedLines(result),
    { text: `results    ${directory}`, indent: 11 },
    ...files
      .filter((file) => file.endsWith('specbook.html'))
      .map((file) => ({ text: `spec book  ${file}`, indent: 11 })),
    ...(counts.failed + counts.not_found + counts.skipped === 0
      ? []
      : [{ text: `failures   ${join(directory, 'failures.csv')}`, indent: 11 }]),
  ];
}
