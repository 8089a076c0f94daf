import type { TableSettings } from './columns.ts';
import type { Piece } from './encodings.ts';
import { type Element, jsonRows } from './json-rows.ts';
import { readJson } from './json-value.ts';
import { longestRow, tooLong } from './lines.ts';

/** Rows from a JSON array of objects or URLs, read element by element. */
export function readJsonArray(text: AsyncIterable<Piece>, settings: TableSettings) {
  return jsonRows(elementsOf(text), settings);
}

/** What the scanner is in the middle of. `depth` counts the brackets that are open, the array's own included. */
type State = {
  depth: number;
  inString: boolean;
  line: number;
  column: number;
  /** The element that is being read, undefined between elements. */
  element: { readonly line: number; readonly column: number; text: string; problem: string | undefined } | undefined;
  /** Whether the next character is part of the string whatever it is. */
  escaped: boolean;
  ended: boolean;
  /** Whether something was found after the end. */
  overrun: boolean;
};

/**
 * Cuts the text of an array into its elements, which are then read by themselves: a bad one costs one row. Only
 * when brackets or quotes do not close, the rest belongs to the element that they are in; it is given up when it
 * becomes longer than a row may be, and with it what follows, which nobody could tell apart any more.
 */
async function* elementsOf(text: AsyncIterable<Piece>): AsyncGenerator<Element> {
  const state: State = {
    depth: 0,
    inString: false,
    line: 1,
    column: 1,
    element: undefined,
    escaped: false,
    ended: false,
    overrun: false,
  };
  for await (const piece of text) {
    yield* scan(piece, state);
    if (state.overrun) return;
    const { element } = state;
    if (element === undefined || element.text.length <= longestRow) continue;
    yield { line: element.line, reason: `${tooLong}, or never closed; what follows is not read` };
    return;
  }
  if (state.element !== undefined) yield finished(state.element);
  if (!state.ended) yield { line: state.line, reason: 'the array is never closed: the file may be cut off' };
}

/** What the scanner has to stop at; anything between belongs to an element. A string swallows all but its end. */
const betweenStrings = /["[\]{},\n]/g;
const withinString = /["\\\n]/g;

function* scan({ text, problem }: Piece, state: State): Generator<Element> {
  if (problem !== undefined && state.element !== undefined) state.element.problem ??= problem;
  let from = 0;
  while (from < text.length && !state.overrun) {
    if (state.ended) {
      const after = text.slice(from).search(/\S/u);
      state.overrun = after !== -1;
      state.line += text.slice(from, state.overrun ? from + after : undefined).split('\n').length - 1;
      if (state.overrun) yield { line: state.line, reason: 'the array has ended; expected nothing after it' };
      return;
    }
    const at = state.escaped ? from : nextStop(text, from, state.inString);
    take(text.slice(from, at), state.column, problem, state);
    const character = text[at];
    state.column += at - from + 1;
    from = at + 1;
    if (character === undefined) return;
    const element = step(character, problem, state);
    if (element !== undefined) yield element;
  }
}

function nextStop(text: string, from: number, inString: boolean): number {
  const stops = inString ? withinString : betweenStrings;
  stops.lastIndex = from;
  return stops.exec(text)?.index ?? text.length;
}

/** Adds to the element; something that is not space begins one. */
function take(text: string, column: number, problem: string | undefined, state: State): void {
  if (state.element === undefined) {
    if (state.depth === 0 || text.trim() === '') return;
    const begun = text.trimStart();
    state.element = { line: state.line, column: column + text.length - begun.length, text: begun, problem };
    return;
  }
  state.element.text += text;
}

function step(character: string, problem: string | undefined, state: State): Element | undefined {
  if (character === '\n') {
    state.line += 1;
    state.column = 1;
  }
  if (state.inString || character === '\n') {
    take(character, state.column - 1, problem, state);
    if (character === '"' && !state.escaped) state.inString = false;
    state.escaped = character === '\\' && !state.escaped;
    return undefined;
  }
  const closes = character === ']' || character === '}';
  if (state.depth === 1 && (character === ',' || closes)) {
    const { element } = state;
    state.element = undefined;
    state.ended = closes;
    return element === undefined ? undefined : finished(element);
  }
  if (state.depth > 0) take(character, state.column - 1, problem, state);
  if (character === '"') state.inString = true;
  else if (closes) state.depth -= 1;
  else if (character !== ',') state.depth += 1;
  return undefined;
}

function finished({ line, column, text, problem }: NonNullable<State['element']>): Element {
  if (problem !== undefined) return { line, reason: problem };
  const read = readJson(text.trimEnd(), column);
  return read.ok ? { line, value: read.value } : { line, reason: read.reason };
}
