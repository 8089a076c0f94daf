import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { PipelineError } from '#core/pipeline-error.ts';
import { type Encoding, type Piece, singleBytes, utf16, utf8 } from './encodings.ts';
import { refuseBinary, refuseForeign } from './foreign.ts';
import { inspectUtf8 } from './utf8.ts';

export type DecodeSettings = {
  /** What messages call the source: its file name. */
  readonly name: string;
  /** An encoding that the text is known to have, by any name of https://encoding.spec.whatwg.org/#names-and-labels. */
  readonly encoding?: string | undefined;
};

/** Bytes looked at to tell UTF-16 without a byte order mark, and what is no text at all. */
const headBytes = 1024;
/** Bytes, from the first that is not ASCII, that decide between UTF-8 and windows-1252. */
const decidingBytes = 64 * 1024;
/** Bytes: a line longer than this is too long in any encoding, and need not be waited for. */
const longestLine = 4 * 1024 * 1024;

/**
 * Turns bytes into text; memory does not grow with their number. The encoding is, in this order:
 *
 * 1. the one that is asked for;
 * 2. UTF-8 or UTF-16, when the bytes begin with its byte order mark;
 * 3. UTF-16, when every other of the first 1,024 bytes tends to be zero;
 * 4. UTF-8 or windows-1252. As long as all bytes are ASCII, both are the same and nothing is decided. The first
 *    64 KB from the first other byte on decide: UTF-8 unless they hold more bytes that are wrong in UTF-8 than
 *    characters that are right. Text in windows-1252 is practically never right by chance.
 *
 * Once decided, it stays. A later line that is not valid in the encoding (or, in windows-1252, reads as UTF-8) is
 * given with its problem, so that a file pasted together from both loses those lines and no other becomes
 * gibberish. Problems count columns in characters, from 1.
 *
 * @throws PipelineError `config` when the bytes are no text, or nobody knows the encoding.
 */
export async function* decodeText(
  source: AsyncIterable<Uint8Array | string>,
  settings: DecodeSettings,
): AsyncGenerator<Piece> {
  let pending: Uint8Array = new Uint8Array();
  let encoding: Encoding | undefined;
  let isFirst = true;
  const pieces = function* (bytes: Uint8Array, decode: Encoding): Generator<Piece> {
    for (const piece of decode.pieces(bytes)) {
      yield isFirst && piece.text.startsWith('\uFEFF') ? { ...piece, text: piece.text.slice(1) } : piece;
      isFirst = false;
    }
  };
  for await (const chunk of source) {
    if (typeof chunk === 'string') {
      yield { text: isFirst && chunk.startsWith('\uFEFF') ? chunk.slice(1) : chunk };
      isFirst = false;
      continue;
    }
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    if (isFirst && pending.length < headBytes) continue;
    encoding ??= chooseEncoding(pending, isFirst, false, settings);
    // Nothing but ASCII so far, or too little of what is not: the whole lines before it are the same either way.
    const ready = encoding === undefined ? asciiBytes(pending) : pending.length;
    const cut = encoding?.whole === true ? ready : endOfLines(pending.subarray(0, ready));
    yield* pieces(pending.subarray(0, cut), encoding ?? utf8);
    pending = pending.subarray(cut);
  }
  encoding ??= chooseEncoding(pending, isFirst, true, settings) ?? utf8;
  yield* pieces(pending, encoding);
  yield* encoding.rest?.() ?? [];
}

function chooseEncoding(
  bytes: Uint8Array,
  isHead: boolean,
  final: boolean,
  settings: DecodeSettings,
): Encoding | undefined {
  if (settings.encoding !== undefined) return namedEncoding(settings.encoding, settings);
  if (isHead) {
    refuseForeign(bytes.subarray(0, headBytes), settings.name);
    const marked = utf16ByMark(bytes) ?? utf16ByZeros(bytes.subarray(0, headBytes));
    if (marked !== undefined) return utf16(marked);
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return utf8;
    refuseBinary(bytes.subarray(0, headBytes), settings.name);
  }
  const first = asciiBytes(bytes);
  if (!final && bytes.length < first + decidingBytes) return undefined;
  if (first === bytes.length) return undefined;
  const { characters, invalid } = inspectUtf8(bytes.subarray(first, first + decidingBytes));
  return invalid > characters ? singleBytes('windows-1252', true) : utf8;
}

function namedEncoding(label: string, { name }: DecodeSettings): Encoding {
  const encoding = knownEncoding(label);
  if (encoding === undefined) throw new PipelineError('config', `${name}: there is no encoding "${label}"`);
  if (encoding === 'utf-8') return utf8;
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? utf16(encoding) : singleBytes(encoding, false);
}

/** The usual name of an encoding, by any of its names; undefined when nobody knows it. */
export function knownEncoding(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

function utf16ByMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

/** Western text in UTF-16 has a zero in nearly every pair of bytes, and always on the same side. */
function utf16ByZeros(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [high = 0, low = 0] = zeros;
  const many = bytes.length * 0.2;
  if (low > many && high * 10 < low) return 'utf-16le';
  return high > many && low * 10 < high ? 'utf-16be' : undefined;
}

/** How many bytes from the beginning on are ASCII. */
function asciiBytes(bytes: Uint8Array): number {
  if (isAscii(bytes)) return bytes.length;
  return bytes.findIndex((byte) => byte > 0x7f);
}

/** The index after the last byte that ends a line; all bytes when the last line is too long to wait for. */
function endOfLines(bytes: Uint8Array): number {
  const end = Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d)) + 1;
  return end === 0 && bytes.length > longestLine ? bytes.length : end;
}
