/**
 * A page for looking at, not for reading: decoded no further than it is looked at. Markup is ASCII in every encoding of
 * the web but UTF-16, and no byte of another character looks like ASCII in UTF-8; so tags can be found in the bytes.
 */
export type Glance = {
  /** A character for each byte (of UTF-16, what the bytes say). */
  readonly html: string;
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
  const parts = isLong ? [bytes.subarray(0, longestStart), bytes.subarray(-longestEnd)] : [bytes];
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return { html: joined(parts.map((part) => utf16.decode(part))), read: (piece) => piece };
  const decoder = decoderFor(contentType);
  return {
    html: withoutMark(joined(parts.map((part) => part.toString('latin1')))),
    read: (piece) => decoder.decode(Buffer.from(piece, 'latin1')),
  };
}

function joined([start = '', end]: readonly string[]): string {
  return end === undefined ? start : `${start}${closeAll}${isCutInScript(end) ? '<script>' : ''}${end}`;
}

/** Whether the first thing that is said of scripts is that one ends. */
function isCutInScript(end: string): boolean {
  return /<(\/?)script\b/i.exec(end)?.[1] === '/';
}

/** The byte order mark of UTF-8, byte by byte. */
const mark = '\u00ef\u00bb\u00bf';

function withoutMark(html: string): string {
  return html.startsWith(mark) ? html.slice(mark.length) : html;
}

type Decoder = Pick<typeof TextDecoder.prototype, 'decode'>;

function utf16Of(body: Uint8Array): Decoder | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return new TextDecoder('utf-16le');
  if (body[0] === 0xfe && body[1] === 0xff) return new TextDecoder('utf-16be');
  return undefined;
}

function decoderFor(contentType: string | undefined): Decoder {
  const charset = /charset=["']?([\w-]{1,40})/i.exec(contentType ?? '')?.[1];
  // Every other encoding of the web agrees with UTF-8 on ASCII, which is what most signals are made of.
  return new TextDecoder(charset !== undefined && /^(iso-8859-|windows-125)/i.test(charset) ? 'windows-1252' : 'utf-8');
}
