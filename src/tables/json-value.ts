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

function whatIsWrong(text: string, column: number, error: string): string {
  const end = text.trimEnd().length;
  const at = Math.min(end, namedPosition(error, end) ?? foundPosition(text));
  const lineBreak = text.slice(0, at).lastIndexOf('\n');
  const where = lineBreak === -1 ? `column ${column + at}` : `column ${at - lineBreak}, further down in the row,`;
  const found = at === end ? 'it ends too early' : `found ${text[at]}`;
  return `this is not JSON from ${where} on (${found}); expected an object such as {"url": "https://…"}`;
}

/** V8 names the position in some of its messages only. */
function namedPosition(error: string, end: number): number | undefined {
  if (/Unexpected end|Unterminated/.test(error)) return end;
  const named = /at position (\d+)/.exec(error)?.[1];
  return named === undefined ? undefined : Number(named);
}

/** The length of the longest beginning of the text that could go on to be JSON, by bisection. */
function foundPosition(text: string): number {
  let sound = 0;
  let broken = text.length;
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (couldGoOn(text.slice(0, middle))) sound = middle;
    else broken = middle;
  }
  return sound;
}

function couldGoOn(start: string): boolean {
  try {
    JSON.parse(start);
    return true;
  } catch (error) {
    return (namedPosition(String(error), start.length) ?? 0) >= start.length;
  }
}

/** A value as a cell: text as it is, nothing for null, all that is nested as JSON. */
export function cellOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return JSON.stringify(value);
}
