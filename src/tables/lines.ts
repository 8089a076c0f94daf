import type { Piece } from './encodings.ts';

/**
 * A line of a text, without its line feed. `text` is undefined when the line is longer than `longestRow`;
 * `problem` says why it could not be read as it should.
 */
export type Line = { readonly number: number; readonly text: string | undefined; readonly problem?: string };

/** Characters: a row longer than this is set aside instead of held in memory. */
export const longestRow = 1024 * 1024;

/** What is said of a row that is longer. */
export const tooLong = `the row is longer than ${longestRow} characters`;

/**
 * Splits text into lines, numbered from 1; one batch of lines for each piece that ends any.
 * Lines end in LF (a CR before it stays in the text), or in CR if that is how the first line ends.
 */
export async function* readLines(source: AsyncIterable<Piece>): AsyncGenerator<readonly Line[]> {
  let rest = '';
  let number = 0;
  let end: string | undefined;
  let isTooLong = false;
  let problem: string | undefined;
  const line = (text: string): Line => {
    number += 1;
    const read = { number, text: isTooLong || text.length > longestRow ? undefined : text };
    const found = problem === undefined ? read : { ...read, problem };
    isTooLong = false;
    problem = undefined;
    return found;
  };
  for await (const piece of source) {
    rest += piece.text;
    // A piece with a problem is part of one line: the one that is being read.
    problem ??= piece.problem;
    end ??= lineEnd(rest);
    if (end === undefined && rest.length <= longestRow) continue;
    const texts = rest.split(end ?? '\n');
    rest = texts.pop() ?? '';
    const batch = texts.map(line);
    if (rest.length > longestRow) {
      isTooLong = true;
      rest = '';
    }
    if (batch.length > 0) yield batch;
  }
  if (isTooLong || rest !== '') yield rest.split(end ?? /\r\n?|\n/).map(line);
}

/** Undefined while it cannot be told: a CR at the very end may still be followed by a LF. */
function lineEnd(text: string): '\n' | '\r' | undefined {
  const found = /\n|\r(?=[^\n])/.exec(text)?.[0];
  return found === '\n' || found === '\r' ? found : undefined;
}
