import { plural } from './plural.ts';
import type { RunResult } from '#app/execute-run.ts';
import { formatDuration } from '#core/duration.ts';
import { ruleOf } from '#core/failure.ts';

const count = (number: number) => number.toLocaleString('en-US');

/** What became of the run, in numbers that add up. */
export function summaryLines(result: RunResult): readonly string[] {
  return [
    '',
    ...rowLines(result),
    '',
    ...requestLines(result),
    ...stageLines(result),
    ...failureLines(result),
    ...invalidLines(result),
    '',
    ...endingLines(result),
  ];
}

function rowLines({ counts, sourceComplete }: RunResult): readonly string[] {
  const { rows, succeeded, failed, not_found, skipped, invalid, duplicate, remaining } = counts;
  const parts = [
    `${count(succeeded)} succeeded`,
    `${count(failed)} failed`,
    `${count(not_found)} not found`,
    `${count(skipped)} skipped`,
    `${count(invalid)} invalid`,
    `${count(duplicate)} duplicate`,
    `${count(remaining)} remaining`,
  ];
  const unread = sourceComplete ? [] : ['(the input has not been read to its end; --resume goes on where it stopped)'];
  return [`${plural(rows, 'row')} = ${parts.join(' + ')}`, ...unread];
}

function requestLines({ tally }: RunResult): readonly string[] {
  const { pageRequests, pagesFromCache, recalled, modelCalls, inputTokens, outputTokens } = tally;
  const stored = recalled === 0 ? '' : `, ${plural(recalled, 'result')} stored before the run was interrupted`;
  return [
    `${plural(pageRequests, 'page request')}, ${plural(pagesFromCache, 'page')} from the cache${stored}`,
    modelCalls === 0
      ? 'no model was asked'
      : `${plural(modelCalls, 'model call')}, ${count(inputTokens)} tokens in, ${count(outputTokens)} out, cost unpriced`,
  ];
}

/** The slowest first; medians come with the console. */
function stageLines({ tally }: RunResult): readonly string[] {
  const stages = [...tally.stages].toSorted(([, left], [, right]) => right.milliseconds - left.milliseconds);
  return stages.map(([name, { count: times, milliseconds }]) => {
    return `  ${name.padEnd(16)} ${formatDuration(milliseconds / times)} on average over ${count(times)}`;
  });
}

function failureLines({ categories }: RunResult): readonly string[] {
  if (categories.size === 0) return [];
  const sorted = [...categories].toSorted(([, left], [, right]) => right - left);
  return [
    '',
    ...sorted.flatMap(([category, times]) => {
      const { meaning, advice } = ruleOf(category);
      return [`${String(times).padStart(5)}  ${category}: ${meaning}`, `       ${advice}`];
    }),
  ];
}

function invalidLines({ invalidRows, counts }: RunResult): readonly string[] {
  if (invalidRows.length === 0) return [];
  const more = counts.invalid - invalidRows.length;
  return [
    '',
    ...invalidRows.map(({ line, reason }) => `line ${line}: ${reason}`),
    ...(more > 0 ? [`… and ${count(more)} more, in invalid-rows.csv`] : []),
  ];
}

function endingLines({ run, directory, files, stopped, counts, sourceComplete }: RunResult): readonly string[] {
  const unfinished = counts.remaining > 0 || !sourceComplete;
  return [
    ...(stopped ? ['stopped; what is done is kept'] : []),
    ...(unfinished ? [`continue with  npm run pipeline -- --resume ${run}`] : []),
    `results        ${directory}`,
    ...files.filter((file) => file.endsWith('specbook.html')).map((file) => `spec book      ${file}`),
  ];
}
