/** How far into a page a `<meta charset>` counts: https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding */
const prescanBytes = 1024;

const declaration = /<meta[^>]{0,300}?charset\s{0,10}=\s{0,10}["']?\s{0,10}([\w.:+-]{1,40})/i;

/**
 * Turns the bytes of a page into text. What says how comes in this order: byte order mark, Content-Type,
 * `<meta>` in the first 1,024 bytes; else UTF-8, or windows-1252 when the bytes are not valid UTF-8.
 * A label that nobody knows counts as not given. Never fails: bytes that mean nothing become U+FFFD.
 */
export function decodeHtml(body: Uint8Array, contentType: string | undefined): string {
  const decoder =
    decoderOf(markedEncoding(body)) ??
    decoderOf(/charset\s{0,10}=\s{0,10}["']?\s{0,10}([\w.:+-]{1,40})/i.exec(contentType ?? '')?.[1]) ??
    decoderOf(declaredEncoding(body));
  if (decoder !== undefined) return decoder.decode(body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    // Not UTF-8, and no one says what it is: the encoding that browsers assume for western pages.
    return new TextDecoder('windows-1252').decode(body);
  }
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

function decoderOf(label: string | undefined): { decode(bytes: Uint8Array): string } | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    // A label that this runtime does not know; the next source decides.
    return undefined;
  }
}
