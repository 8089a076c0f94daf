import type { HtmlSource } from './scan-html.ts';

/**
 * A page for looking at, not for reading: decoded no further than it is looked at. Markup is ASCII in every encoding of
 * the web but UTF-16, and no byte of another character looks like ASCII in UTF-8; so tags can be found in the bytes.
 */
export type Glance = {
  /** A character for each byte (of UTF-16, what the bytes say). */
  readonly html: HtmlSource;
  /** What a piece of it says. */
  readonly read: (piece: string) => string;
};

/** The beginning and the end of long pages are enough to tell what they are; together 300 KB. */
const longestStart = 200 * 1_024;
const longestEnd = 100 * 1_024;

/** Ends whatever the cut went through, so that it does not swallow the end of the page. */
const closeAll = '--></script></style></textarea></template></svg></noscript>\n';

/** UTF-8 unless the header or a byte order mark says otherwise. */
export function glance(body: Uint8Array, contentType: string | undefined): Glance {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const isLong = bytes.length > longestStart + longestEnd;
  const [start, end] = isLong ? [bytes.subarray(0, longestStart), bytes.subarray(-longestEnd)] : [bytes];
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) {
    const rest = end === undefined ? '' : utf16.decode(end);
    return { html: `${utf16.decode(start)}${joint(rest)}${rest}`, read: (piece) => piece };
  }
  const whole = end === undefined ? start : Buffer.concat([start, Buffer.from(joint(end.toString('latin1'))), end]);
  const decoder = decoderFor(contentType);
  return { html: byteForByte(withoutMark(whole)), read: (piece) => decoder.decode(Buffer.from(piece, 'latin1')) };
}

function byteForByte(bytes: Buffer): HtmlSource {
  return { length: bytes.length, slice: (start, end) => bytes.toString('latin1', start, end) };
}

/** What stands between the beginning of a long page and its end; nothing where there is no end. */
function joint(end: string): string {
  if (end === '') return '';
  return `${closeAll}${isCutInScript(end) ? '<script>' : ''}`;
}

/** Whether the first thing that is said of scripts is that one ends. */
function isCutInScript(end: string): boolean {
  return /<(\/?)script\b/i.exec(end)?.[1] === '/';
}

/** The byte order mark of UTF-8. */
const mark = Buffer.from([0xef, 0xbb, 0xbf]);

function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, mark.length).equals(mark) ? bytes.subarray(mark.length) : bytes;
}

type Decoder = Pick<typeof TextDecoder.prototype, 'decode'>;

function utf16Of(body: Uint8Array): Decoder | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return new TextDecoder('utf-16le');
  if (body[0] === 0xfe && body[1] === 0xff) return new TextDecoder('utf-16be');
  return undefined;
}

const utf8 = new TextDecoder();
const windows1252 = new TextDecoder('windows-1252');

function decoderFor(contentType: string | undefined): Decoder {
  const charset = /charset=["']?([\w-]{1,40})/i.exec(contentType ?? '')?.[1];
  // Every other encoding of the web agrees with UTF-8 on ASCII, which is what most signals are made of.
  return charset !== undefined && /^(iso-8859-|windows-125)/i.test(charset) ? windows1252 : utf8;
}
