import { labels, sentences } from './labels.ts';

/** A piece of the page that may state a field: the value's text, and the words around it that prove it. */
export type Passage = { readonly text: string; readonly quote: string };

/** A line as long as this is running text, whatever stands before its first colon. */
const longestLabel = 40;
const labelled = /^[\s\-*•|]*(?:(?:og|product|twitter):)?([^:|\t]+?)\s*(?::(?!\/\/)|\||\t)\s*(\S.*?)[\s|]*$/u;
const fence = /<<<BEGIN ([A-Z]+)>>>\n([\s\S]*?)\n<<<END \1>>>/gu;

/** The document in a prompt: what the last fence holds, or all of the prompt where nothing is fenced. */
export function documentIn(prompt: string): string {
  return [...prompt.matchAll(fence)].at(-1)?.[2] ?? prompt;
}

/** Passages for a field, the most reliable first: lines under one of its labels, then sentences. */
export function passagesFor(field: string, document: string): readonly Passage[] {
  const lines = document.split('\n');
  return [...underLabels(field, lines), ...inSentences(field, lines)];
}

/** Lines such as `Width: 80 cm`, `| Width | 80 cm |`, in the order of the field's labels. */
export function underLabels(field: string, lines: readonly string[]): readonly Passage[] {
  const rows = lines.flatMap((line) => {
    const [, label = '', value = ''] = labelled.exec(line) ?? [];
    return label === '' || label.length > longestLabel
      ? []
      : [{ label: label.toLowerCase(), text: value, quote: line.trim() }];
  });
  return labelsOf(field).flatMap((label) => rows.filter((row) => row.label === label));
}

function inSentences(field: string, lines: readonly string[]): readonly Passage[] {
  const patterns = sentences[field] ?? [];
  return lines.flatMap((line) =>
    patterns.flatMap((pattern) => {
      const match = isData(line) ? null : pattern.exec(line);
      return match === null ? [] : [{ text: (match[1] ?? match[0]).trim(), quote: match[0].trim() }];
    }),
  );
}

/** JSON is for machines: a sentence found in it would be a guess. */
function isData(line: string): boolean {
  return /^\s*[{[]/u.test(line);
}

function labelsOf(field: string): readonly string[] {
  return Object.hasOwn(labels, field) ? (labels[field] ?? []) : [asWords(field)];
}

/** `leadTime` and `lead_time` as "lead time". */
function asWords(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/gu, '$1 $2')
    .replaceAll(/[_-]+/gu, ' ')
    .toLowerCase();
}
