/** The media type of a Content-Type header, in lower case, without its parameters; empty when there is none. */
export function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Whether the bytes look like HTML to someone who was not told: a tag that pages begin with, as browsers sniff. */
export function looksLikeHtml(text: string): boolean {
  const start = text.slice(0, 1_024).replace(/^[\s\uFEFF]*(<!--[^]*?-->\s*|<\?xml[^>]*>\s*)*/, '');
  return /^<(!doctype html|html|head|title|meta|body|script|style|div|h1|p|a|table|iframe|br|b|font)[\s>]/i.test(start);
}

/** Whether the text says that it is HTML, which no text does by chance. */
export function declaresHtml(text: string): boolean {
  return /^[\s\uFEFF]{0,100}(<!doctype html[\s>]|<html[\s>])/i.test(text);
}

/** The beginning and the end of long pages are enough to tell what they are; together 300 KB. */
const longestStart = 200 * 1_024;
const longestEnd = 100 * 1_024;

/** Ends whatever the cut went through, so that it does not swallow the end of the page. */
const closeAll = '--></script></style></textarea></template></svg></noscript>\n';

/**
 * The page as text for looking at, not for reading: UTF-8 unless the header or a byte order mark says otherwise.
 */
export function glance(body: Uint8Array, contentType: string | undefined): string {
  const decoder = decoderFor(body, contentType);
  if (body.length <= longestStart + longestEnd) return decoder.decode(body);
  const start = decoder.decode(body.subarray(0, longestStart));
  const end = decoder.decode(body.subarray(-longestEnd));
  return `${start}${closeAll}${isCutInScript(end) ? '<script>' : ''}${end}`;
}

/** Whether the first thing that is said of scripts is that one ends. */
function isCutInScript(end: string): boolean {
  return /<(\/?)script\b/i.exec(end)?.[1] === '/';
}

function decoderFor(body: Uint8Array, contentType: string | undefined): Pick<typeof TextDecoder.prototype, 'decode'> {
  if (body[0] === 0xff && body[1] === 0xfe) return new TextDecoder('utf-16le');
  if (body[0] === 0xfe && body[1] === 0xff) return new TextDecoder('utf-16be');
  const charset = /charset=["']?([\w-]{1,40})/i.exec(contentType ?? '')?.[1];
  // Every other encoding of the web agrees with UTF-8 on ASCII, which is what the signals are made of.
  return new TextDecoder(charset !== undefined && /^(iso-8859-|windows-125)/i.test(charset) ? 'windows-1252' : 'utf-8');
}
