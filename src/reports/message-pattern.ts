/** What differs from one message to the next of its kind, in the order in which it is looked for. */
const placeholders: readonly (readonly [RegExp, string])[] = [
  [/\bhttps?:\/\/[^\s"'<>`“”«»]*[^\s"'<>`“”«».,;:!?)]/giu, '<url>'],
  [/"[^"]*"|“[^”]*”|«[^»]*»|`[^`]*`/gu, '<text>'],
  // An apostrophe within a word opens nothing.
  [/(?<![\p{L}\d])'[^']*'(?![\p{L}\d])/gu, '<text>'],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/giu, '<hash>'],
  // Eight hexadecimal digits in a row, letters and numerals among them: "effaced" is a word, 12345678 a number.
  [/\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{8,}\b/giu, '<hash>'],
  [/\d+(?:[.,:]\d+)*/gu, '<number>'],
];

/** The message with a placeholder for all that makes it one of a kind, so that alike messages are equal. */
export function messagePattern(message: string): string {
  return placeholders.reduce((text, [pattern, placeholder]) => text.replaceAll(pattern, placeholder), message);
}
