import { plural } from '../plural.ts';
import { count, roughly } from './numbers.ts';
import { type Paint, painted, type Span, withinWidth } from './paint.ts';
import {
  blockParts,
  failureParts,
  medianParts,
  modelParts,
  paceParts,
  rateLimitParts,
  settledParts,
  spendingParts,
  waitingParts,
} from './phrases.ts';
import { displayWidth } from './text.ts';
import type { View } from './view.ts';

/** One line of the live view. */
type Row = {
  readonly label: string;
  /** The most important first: what does not fit is left out from the end, and counted. */
  readonly parts: readonly Span[];
  /** When there are fewer lines than rows, those with the highest numbers are left out. */
  readonly rank: number;
};

export type Size = { readonly columns: number; readonly rows: number };

/** The live view, as lines that are never wider than `columns` and never more than `rows`. */
export function liveBlock(view: View, { columns, rows }: Size, paint: Paint): readonly string[] {
  const shown = rowsOf(view).filter(({ parts }) => parts.length > 0);
  const kept = new Set(shown.toSorted((left, right) => left.rank - right.rank).slice(0, Math.max(0, rows - 1)));
  const lines = shown.filter((row) => kept.has(row)).map((row) => rowSpans(row, columns));
  return [progressSpans(view, columns), ...lines].map((spans) => painted(withinWidth(spans, columns), paint));
}

function rowsOf(view: View): readonly Row[] {
  const { counts, inFlight, elapsed, asksModel } = view;
  return [
    {
      label: 'under way',
      parts: [{ text: plural(inFlight, 'page') }, { text: `${roughly(elapsed)} so far` }],
      rank: 8,
    },
    { label: 'settled', parts: settledParts(counts), rank: 1 },
    { label: 'failures', parts: failureParts(view), rank: 2 },
    { label: 'blocks', parts: blockParts(view), rank: 5 },
    { label: 'rate limits', parts: rateLimitParts(view), rank: 6 },
    { label: 'waiting', parts: waitingParts(view), rank: 4 },
    { label: 'medians', parts: medianParts(view), rank: 7 },
    { label: 'model', parts: asksModel ? modelParts(view) : [], rank: 9 },
    { label: 'cost', parts: asksModel ? spendingParts(view) : [], rank: 3 },
  ];
}

const labelWidth = 13;
const separator = ', ';

function rowSpans({ label, parts }: Row, columns: number): readonly Span[] {
  const head: Span = { text: label.padEnd(labelWidth), tone: 'quiet' };
  const room = columns - labelWidth;
  for (let taken = parts.length; taken >= 1; taken -= 1) {
    const more = parts.length - taken;
    const all = [...parts.slice(0, taken), ...(more > 0 ? [{ text: `+${more}` }] : [])];
    if (displayWidth(all.map(({ text }) => text).join(separator)) <= room) return [head, ...separated(all)];
  }
  return [head, ...parts.slice(0, 1)];
}

const separated = (parts: readonly Span[]): readonly Span[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [{ text: separator }, part]));

const longestBar = 40;
const shortestBar = 8;

/** `[████░░░░]  41 %  17 of 42  3.1/s  about 8 s left`; without a bar while the whole is not known. */
function progressSpans(view: View, columns: number): readonly Span[] {
  const { counts, sourceComplete } = view;
  const done = counts.rows - counts.remaining;
  const { rate, left } = paceParts(view);
  const known = (text: string | undefined) => (text === undefined ? [] : [text]);
  if (!sourceComplete) {
    const soFar = `${count(done)} of ${count(counts.rows)} rows, reading the input`;
    return [{ text: [soFar, ...known(rate)].join('  '), tone: 'strong' }];
  }
  const share = counts.rows === 0 ? 1 : done / counts.rows;
  // All but the last is less than 100 %: it is done when it is done.
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const rows = `${count(done)} of ${count(counts.rows)}`;
  // Left out one after the other until a bar fits.
  const choices = [
    [percent, rows, ...known(rate), ...known(left)],
    [percent, rows, ...known(left)],
    [percent, rows],
    [percent],
  ].map((texts) => texts.join('  '));
  const text = choices.find((choice) => columns - displayWidth(choice) >= shortestBar + 4) ?? percent;
  const length = Math.min(longestBar, columns - displayWidth(text) - 4);
  return length < shortestBar
    ? [{ text, tone: 'strong' }]
    : [...bar(share, length), { text: `  ${text}`, tone: 'strong' }];
}

function bar(share: number, length: number): readonly Span[] {
  const full = Math.floor(share * length);
  return [
    { text: '[', tone: 'quiet' },
    { text: '█'.repeat(full), tone: 'good' },
    { text: '░'.repeat(length - full), tone: 'quiet' },
    { text: ']', tone: 'quiet' },
  ];
}
