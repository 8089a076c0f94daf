import type { Grounding, UngroundedReason } from './grounding.ts';
import type { Passage } from './passages.ts';

/** Characters of a passage that are kept. */
const longestPassage = 200;

export type Grounded = Extract<Grounding, { is: 'grounded' }>;
export type Ungrounded = Extract<Grounding, { is: 'ungrounded' }>;

/** The value stands in this passage, from `start` to `end`; the line around it is what is kept. */
export function grounded({ place, label, text }: Passage, start = 0, end = start): Grounded {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(from, text.indexOf('\n', end) < 0 ? undefined : text.indexOf('\n', end));
  const named = label === '' || place === 'heading' || place === 'url' ? '' : `${label}: `;
  return { is: 'grounded', place, passage: clipped(`${named}${line}`, named.length + start - from) };
}

export function ungrounded(reason: UngroundedReason, missing: string): Ungrounded {
  return { is: 'ungrounded', reason, missing: clipped(missing, 0) };
}

/** As much as is kept, with the position in it. */
function clipped(text: string, position: number): string {
  if (text.length <= longestPassage) return text;
  const start = Math.max(0, Math.min(position - longestPassage / 4, text.length - longestPassage));
  return text
    .slice(start, start + longestPassage)
    .toWellFormed()
    .trim();
}
