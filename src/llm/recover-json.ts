import { jsonrepair } from 'jsonrepair';
import type { Json } from '#core/json.ts';

/** What it took to read an object out of what a model wrote, the least first. */
export type RecoveredJson = {
  readonly value: JsonObject;
  readonly level: 'none' | 'fences' | 'prose' | 'repaired_json';
};

export type JsonObject = { readonly [name: string]: Json };

const byteOrderMarks = /^[\s\u{feff}\u{200b}]+|[\s\u{feff}\u{200b}]+$/gu;
/** Open models that reason write it into the answer, drafts of JSON included. */
const reasoning = /<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/giu;
const wholeFence = /^```[\w-]*\s*\n?(?<inside>[\s\S]*?)\n?\s*```$/u;
const closingFence = /\s*```[\s\S]*$/u;

/**
 * The one JSON object in what a model wrote; undefined when there is none, when there are several that differ, or
 * when it cannot be read without guessing. What is repaired is punctuation alone: an answer whose letters and digits
 * would not all be kept, in their order, or that breaks off inside a value, is not recovered.
 */
export function recoverJson(text: string): RecoveredJson | undefined {
  const trimmed = text.replaceAll(byteOrderMarks, '');
  const whole = parse(trimmed);
  if (isObject(whole)) return { value: whole, level: 'none' };
  if (typeof whole === 'string') return encodedTwice(whole);
  const answer = trimmed.replaceAll(reasoning, '').replaceAll(byteOrderMarks, '');
  const inFence = wholeFence.exec(answer)?.groups?.['inside'];
  const fenced = inFence === undefined ? undefined : parse(inFence);
  return isObject(fenced) ? { value: fenced, level: 'fences' } : amongProse(inFence ?? answer);
}

/** A server that writes its JSON as a string of JSON. */
function encodedTwice(text: string): RecoveredJson | undefined {
  const value = parse(text);
  return isObject(value) ? { value, level: 'repaired_json' } : undefined;
}

function amongProse(text: string): RecoveredJson | undefined {
  const regions = objectRegions(text);
  const values = regions.map(parse);
  const [first] = values;
  if (isObject(first) && values.every((value) => JSON.stringify(value) === JSON.stringify(first))) {
    return { value: first, level: 'prose' };
  }
  // Which of several is meant is not ours to guess.
  return regions.length > 1 && values.some(isObject) ? undefined : repaired(text);
}

/**
 * The outermost `{…}` of the text, strings respected; braces without a quotation mark between them are prose. One
 * that is never closed ends the search: what stands inside of it is a part, and not the answer.
 */
function objectRegions(text: string): readonly string[] {
  const regions: string[] = [];
  let from = text.indexOf('{');
  while (from >= 0) {
    const end = endOfObject(text, from);
    if (end === undefined) return regions;
    const region = text.slice(from, end);
    if (region.includes('"')) regions.push(region);
    from = text.indexOf('{', end);
  }
  return regions;
}

function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function repaired(text: string): RecoveredJson | undefined {
  const from = text.indexOf('{');
  if (from < 0) return undefined;
  const rest = text.slice(from).replace(closingFence, '').trimEnd();
  for (const candidate of new Set([rest, rest.slice(0, rest.lastIndexOf('}') + 1)])) {
    const value = endsInsideValue(candidate) ? undefined : repair(candidate);
    if (value !== undefined) return { value, level: 'repaired_json' };
  }
  return undefined;
}

function repair(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(jsonrepair(text)) as Json;
    const isWhole = isObject(value) && content(JSON.stringify(value)) === content(text);
    return isWhole && !stringsOf(value).some((string) => misread.test(string)) ? value : undefined;
  } catch {
    // Beyond repair; the caller says what the answer was.
    return undefined;
  }
}

/** A string that begins or ends with a quotation mark, or holds `","`, was put together from parts of others. */
const misread = /^\s*["'`‘’“”]|["'`‘’“”]\s*$|"\s*[,:]\s*\\?"/u;

function stringsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]: [string, Json]) => [name, ...stringsOf(inner)]);
}

/** A value that the text ends in may go on where nothing was sent: `12` may be the beginning of `125`. */
function endsInsideValue(text: string): boolean {
  const ending = text.replace(/[\s,]+$/u, '');
  const openString = (ending.replaceAll(/\\./gsu, '').split('"').length - 1) % 2 === 1;
  // A quotation mark too many, as in 15", is not the end of the answer when its fields are closed after it.
  return openString ? !/[}\]]\s*\}$/u.test(ending) : !/[}\]"]$|\b(?:null|true|false)$/u.test(ending);
}

/** The letters and digits, escapes resolved, and dots that stand for what was left out: all but the punctuation. */
function content(text: string): string {
  return text
    .replaceAll(/\\u([0-9a-f]{4})/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\[bfnrt]/gu, ' ')
    .replaceAll(/\bNone\b/gu, 'null')
    .replaceAll('…', '...')
    .toLowerCase()
    .replaceAll(/\.{3}|[^\p{L}\p{N}]/gu, (found) => (found === '...' ? found : ''));
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Not JSON as it stands; that is what the other levels are for.
    return undefined;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
