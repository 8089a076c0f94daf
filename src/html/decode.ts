import { isAscii, isUtf8 } from 'node:buffer';

/** How far into a page a `<meta charset>` counts: https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding */
const prescanBytes = 1024;

const declaration = /<meta[^>]{0,300}?charset\s{0,10}=\s{0,10}["']?\s{0,10}([\w.:+-]{1,40})/i;

/**
 * Turns the bytes of a page into text. What says how comes in this order: byte order mark, Content-Type,
 * `<meta>` in the first 1,024 bytes; else UTF-8, or windows-1252 when the bytes are not valid UTF-8. A `<meta>` is not
 * believed of bytes that are valid UTF-8: what saves pages leaves it as it was.
 * A label that nobody knows counts as not given, and one that the bytes themselves disprove is corrected.
 * Never fails: bytes that mean nothing become U+FFFD.
 */
export function decodeHtml(body: Uint8Array, contentType: string | undefined): string {
  const decoder =
    decoderOf(markedEncoding(body)) ??
    decoderOf(/charset\s{0,10}=\s{0,10}["']?\s{0,10}([\w.:+-]{1,40})/i.exec(contentType ?? '')?.[1]) ??
    decoderOf(isPlainlyUtf8(body) ? 'utf-8' : declaredEncoding(body));
  if (decoder === undefined || decoder.encoding === westernEncoding) return decodeWestern(body);
  const text = decoder.decode(body);
  return decoder.encoding === 'utf-8' && isGarbled(text) ? decodeWestern(body) : text;
}

/** What browsers assume for western pages that do not say; ISO 8859-1 is another name for it on the web. */
const westernEncoding = 'windows-1252';

/** Bytes that are valid UTF-8 are so by no chance: the label is what is wrong. */
function decodeWestern(body: Uint8Array): string {
  return new TextDecoder(isUtf8(body) ? 'utf-8' : westernEncoding).decode(body);
}

/** Text of any other encoding that has more than ASCII is hardly ever valid UTF-8 by chance. */
function isPlainlyUtf8(body: Uint8Array): boolean {
  return !isAscii(body) && isUtf8(body);
}

/** UTF-8 by its label alone: no character beyond ASCII could be read, as opposed to a few that are damaged. */
function isGarbled(text: string): boolean {
  return text.includes('\ufffd') && !/[^\0-\x7f\ufffd]/.test(text);
}

function markedEncoding(body: Uint8Array): string | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return undefined;
}

/** A page whose declaration could be read byte by byte is not UTF-16, whatever the declaration says. */
function declaredEncoding(body: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(body.subarray(0, prescanBytes));
  const label = declaration.exec(start)?.[1];
  return label !== undefined && /^utf-?16/i.test(label) ? 'utf-8' : label;
}

function decoderOf(
  label: string | undefined,
): { readonly encoding: string; decode(bytes: Uint8Array): string } | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    // A label that this runtime does not know; the next source decides.
    return undefined;
  }
}
