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
