/** A number that is not written as JavaScript would write it: an article number of 20 digits, a price of 12.50. */
const changesWhenRead = /\d{16}|\.\d*0(?!\d)|\d[eE]|-0(?![.\d])/;

type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/**
 * Reads JSON. Numbers that would not survive stay the text that they are.
 *
 * @param column where the text begins in its line, from 1, for the reason.
 */
export function readJson(text: string, column: number): Read {
  try {
    return { ok: true, value: changesWhenRead.test(text) ? JSON.parse(text, numberAsWritten) : JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: whatIsWrong(text, column, String(error)) };
  }
}

function numberAsWritten(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && source !== String(value) ? source : value;
}

/** V8 names the position of what it did not expect, except when the text ends too early. */
function whatIsWrong(text: string, column: number, error: string): string {
  const position = /at position (\d+)/.exec(error)?.[1];
  const at = position === undefined ? text.trimEnd().length : Number(position);
  const before = text.slice(0, at);
  const lineBreak = before.lastIndexOf('\n');
  const where = lineBreak === -1 ? `column ${column + at}` : `column ${at - lineBreak}, further down in the row,`;
  const found =
    text[at] === undefined || at >= text.trimEnd().length ? 'it ends too early' : `found ${text.slice(at, at + 1)}`;
  return `this is not JSON from ${where} on (${found}); expected an object such as {"url": "https://…"}`;
}

/** A value as a cell: text as it is, nothing for null, all that is nested as JSON. */
export function cellOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return JSON.stringify(value);
}
