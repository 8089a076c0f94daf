const untidy = /\s\s|[^\S ]|[\u00ad\u200b-\u200f\u2060\ufeff\u0000]/;

/** The text on one line: runs of whitespace (non-breaking spaces too) as one space, invisible characters gone. */
export function collapse(text: string): string {
  if (!untidy.test(text)) return text.trim();
  return text
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff\u0000]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
