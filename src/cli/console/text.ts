import stringWidth from 'string-width';

/** Columns that the text takes on a terminal: two for East Asian wide characters and emoji. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

const segmenter = new Intl.Segmenter();

/** Control characters, and those that turn the direction of writing: texts of web pages must not steer a terminal. */
const steering = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu;

/** The text as one line that can be printed, whoever wrote it. */
export function printable(text: string): string {
  return text.replaceAll(steering, ' ').toWellFormed();
}

/** The beginning of the text that fits, with an ellipsis for what is left out. */
export function fitted(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    if (displayWidth(`${kept}${segment}…`) > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Fills up with spaces, by display width. */
export function padded(text: string, width: number, side: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? text + space : space + text;
}

const unbreakable = '\u00a0';

/** The same, kept on one line by `wrapped`. */
export function whole(text: string): string {
  return text.replaceAll(' ', unbreakable);
}

/**
 * The text in lines of at most so many columns, broken between words; what follows the first line is indented. A
 * word that is longer than a line stays whole, so that a path can be copied, and so does what is in backquotes.
 */
export function wrapped(text: string, width: number, indent: number): readonly string[] {
  const kept = text.replaceAll(/`[^`]*`/gu, whole);
  return broken(kept, width, indent).map((line) => line.replaceAll(unbreakable, ' '));
}

function broken(text: string, width: number, indent: number): readonly string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  const margin = ' '.repeat(indent < width / 2 ? indent : 0);
  const leading = /^ */u.exec(text)?.[0] ?? '';
  let line = leading;
  let empty = true;
  // Several spaces in a row are columns of a table: they stay with the word before them.
  for (const word of text.slice(leading.length).split(/(?<= )(?=\S)/u)) {
    if (!empty && displayWidth((line + word).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = margin;
    }
    line += word;
    empty = false;
  }
  return [...lines, line.trimEnd()];
}
