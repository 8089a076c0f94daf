import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { inspectUtf8 } from './utf8.ts';

/** Some text. When it could not be read as it should, it is part of one line only, and `problem` says why. */
export type Piece = { readonly text: string; readonly problem?: string };

/** Reads bytes of one encoding. They are whole lines, unless `whole` says that it may be given any bytes. */
export type Encoding = {
  readonly whole?: boolean;
  pieces(bytes: Uint8Array): Iterable<Piece>;
  /** What is left when no bytes follow. */
  rest?(): Iterable<Piece>;
};

const advice = 'name the encoding with --encoding if it is another';

const fromUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

export const utf8: Encoding = {
  *pieces(bytes) {
    if (isUtf8(bytes)) {
      if (bytes.length > 0) yield { text: fromUtf8.decode(bytes) };
      return;
    }
    for (const line of linesOf(bytes)) yield isUtf8(line) ? { text: fromUtf8.decode(line) } : notUtf8(line);
  },
};

function notUtf8(line: Uint8Array): Piece {
  const at = Math.max(0, inspectUtf8(line).firstInvalid);
  const column = fromUtf8.decode(line.subarray(0, at)).length + 1;
  const byte = (line[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const problem = `column ${column} holds the byte ${byte}, which is not UTF-8 as the file is; expected UTF-8 (${advice})`;
  return { text: fromUtf8.decode(line), problem };
}

/**
 * Any encoding whose line ends are those of ASCII.
 *
 * @param guessed whether a line that reads as UTF-8 is one that the guess does not fit.
 */
export function singleBytes(name: string, guessed: boolean): Encoding {
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  const isSound = (bytes: Uint8Array, text: string) =>
    !text.includes('\uFFFD') && !(guessed && inspectUtf8(bytes).characters > 0);
  return {
    *pieces(bytes) {
      const text = decoder.decode(bytes);
      if (isSound(bytes, text)) {
        if (text !== '') yield { text };
        return;
      }
      for (const line of linesOf(bytes)) yield lineOf(line, decoder.decode(line), name, guessed);
    },
  };
}

function lineOf(line: Uint8Array, text: string, name: string, guessed: boolean): Piece {
  const { characters, invalid } = inspectUtf8(line);
  if (guessed && characters > 0 && invalid === 0) {
    return { text, problem: `the line reads as UTF-8, but the file as ${name}; expected one of them (${advice})` };
  }
  return unreadable(text, name, `column ${text.indexOf('\uFFFD') + 1}`);
}

function unreadable(text: string, name: string, what: string): Piece {
  return text.includes('\uFFFD') ? { text, problem: `${what} cannot be read as ${name} (${advice})` } : { text };
}

export function utf16(name: 'utf-16le' | 'utf-16be'): Encoding {
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  const split = function* (text: string): Generator<Piece> {
    if (!text.includes('\uFFFD')) {
      if (text !== '') yield { text };
      return;
    }
    for (const line of text.match(/[^\r\n]*(?:\r\n?|\n|$)/g) ?? [])
      if (line !== '') yield unreadable(line, name, 'a character of the line');
  };
  return {
    whole: true,
    pieces: (bytes) => split(decoder.decode(bytes, { stream: true })),
    rest: () => split(decoder.decode()),
  };
}

/** Each with the bytes that end it. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte !== 0x0a && (byte !== 0x0d || bytes[index + 1] === 0x0a)) continue;
    yield bytes.subarray(start, index + 1);
    start = index + 1;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}
