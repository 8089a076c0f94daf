import { formatDollars } from '#core/money.ts';
import { spentPer, spentPerText, spentText } from './spent.ts';
import { settledPages, type Summary } from './summary.ts';

/** A line of a table: what it is called, its number, and how that is written and compared. */
export type Figure = {
  readonly name: string;
  /** Undefined when it is not known, or there is nothing that it could be of. */
  value(summary: Summary): number | undefined;
  text(summary: Summary): string;
  /** An amount is compared by how many per cent it grew, a mean or a share by the difference. */
  readonly kind: 'amount' | 'mean';
  /** How much of it an average run has; left out of what is one of many already. */
  average?(value: number): string;
};

export const count = (value: number) => value.toLocaleString('en-US');
export const share = (value: number) => `${(100 * value).toFixed(1)} %`;
export const score = (value: number) => value.toFixed(3);
export const nothing = '–';

const counted = (name: string, value: (summary: Summary) => number): Figure => ({
  name,
  value,
  text: (summary) => count(value(summary)),
  kind: 'amount',
  average: (one) => one.toLocaleString('en-US', { maximumFractionDigits: 1 }),
});

/** A part of a whole, or a mean. */
const measured = (
  name: string,
  value: (summary: Summary) => number | undefined,
  written: (value: number) => string,
): Figure => ({
  name,
  value,
  text: (summary) => {
    const number = value(summary);
    return number === undefined ? nothing : written(number);
  },
  kind: 'mean',
});

const partOf = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);

export const runFigures: readonly Figure[] = [
  counted('pages settled', settledPages),
  counted('records', ({ records }) => records),
  counted('records that are valid', ({ valid }) => valid),
  counted('pages that failed', ({ pages }) => pages.failed),
  counted('pages that do not exist', ({ pages }) => pages.not_found),
];

export const costFigures: readonly Figure[] = [
  {
    name: 'cost',
    value: ({ spent }) => spentPer(spent, 1),
    text: ({ spent }) => spentText(spent),
    kind: 'amount',
    average: formatDollars,
  },
  {
    name: 'of which estimated',
    value: ({ spent }) => spent.estimated,
    text: ({ spent }) => formatDollars(spent.estimated),
    kind: 'amount',
    average: formatDollars,
  },
  {
    name: 'cost of a record',
    value: ({ spent, records }) => spentPer(spent, records),
    text: ({ spent, records }) => spentPerText(spent, records),
    kind: 'amount',
  },
  {
    name: 'cost of a valid record',
    value: ({ spent, valid }) => spentPer(spent, valid),
    text: ({ spent, valid }) => spentPerText(spent, valid),
    kind: 'amount',
  },
  counted('calls of models', ({ calls }) => calls),
  counted('tokens sent', ({ inputTokens }) => inputTokens),
  counted("of which from the provider's cache", ({ cachedTokens }) => cachedTokens),
  counted('tokens answered', ({ outputTokens }) => outputTokens),
];

/** In the order of docs/quality.md. */
export const dimensions = [
  'overall',
  'accuracy',
  'completeness',
  'clarity',
  'coherence',
  'confidence',
  'grounding',
] as const;

export const qualityFigures: readonly Figure[] = [
  measured('share of records that are valid', ({ valid, records }) => partOf(valid, records), share),
  measured('values that stand in their page', ({ values }) => partOf(values.found, values.looked), share),
  ...dimensions.map((name) => measured(`score: ${name}`, ({ scores }) => scores.get(name)?.mean, score)),
];

/** From one summary to another: `+12.5 %`, `-0.031`, `=`. */
export function changeText({ value, kind }: Figure, from: Summary, to: Summary): string {
  const [before, now] = [value(from), value(to)];
  if (before === undefined || now === undefined) return nothing;
  if (kind === 'mean') return signed(now - before, 3, '');
  if (before === 0) return now === 0 ? '=' : 'new';
  return signed((100 * (now - before)) / before, 1, ' %');
}

function signed(value: number, digits: number, unit: string): string {
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // What does not show in the digits is no change.
  return /[1-9]/u.test(text) ? `${value < 0 ? '−' : '+'}${text}${unit}` : '=';
}
