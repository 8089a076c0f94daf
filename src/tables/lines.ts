import { TextDecoder } from 'node:util';

/** A line of a text, without its line feed. `text` is undefined when the line is longer than `longestRow`. */
export type Line = { readonly number: number; readonly text: string | undefined };

/** Characters: a row longer than this is set aside instead of held in memory. */
export const longestRow = 1024 * 1024;

/**
 * Splits bytes or text into lines, numbered from 1; one batch of lines for each chunk that ends any.
 * Bytes are UTF-8, or UTF-16 when they begin with its byte order mark (what Excel saves as "Unicode text").
 * Lines end in LF (a CR before it stays in the text), or in CR if that is how the first line ends.
 */
export async function* readLines(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<readonly Line[]> {
  let rest = '';
  let number = 0;
  let end: string | undefined;
  let tooLong = false;
  for await (const chunk of decode(source)) {
    rest += chunk;
    end ??= lineEnd(rest);
    if (end === undefined && rest.length <= longestRow) continue;
    const pieces = rest.split(end ?? '\n');
    rest = pieces.pop() ?? '';
    const batch: Line[] = [];
    for (const piece of pieces) {
      number += 1;
      batch.push({ number, text: tooLong || piece.length > longestRow ? undefined : piece });
      tooLong = false;
    }
    if (rest.length > longestRow) {
      tooLong = true;
      rest = '';
    }
    if (batch.length > 0) yield batch;
  }
  if (tooLong) yield [{ number: number + 1, text: undefined }];
  else if (rest !== '')
    yield rest.split(end ?? /\r\n?|\n/).map((text, index) => ({ number: number + 1 + index, text }));
}

/** Undefined while it cannot be told: a CR at the very end may still be followed by a LF. */
function lineEnd(text: string): '\n' | '\r' | undefined {
  const found = /\n|\r(?=[^\n])/.exec(text)?.[0];
  return found === '\n' || found === '\r' ? found : undefined;
}

async function* decode(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let head: Uint8Array = new Uint8Array();
  let first = true;
  for await (const chunk of source) {
    if (typeof chunk === 'string') {
      yield first && chunk.startsWith('\uFEFF') ? chunk.slice(1) : chunk;
      first = false;
      continue;
    }
    if (decoder !== undefined) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 2) continue;
    decoder = new TextDecoder(encodingOf(head));
    yield decoder.decode(head, { stream: true });
  }
  if (decoder !== undefined) yield decoder.decode();
  else if (head.length > 0) yield new TextDecoder().decode(head);
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
