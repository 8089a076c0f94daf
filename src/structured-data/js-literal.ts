import type { Json } from '#core/json.ts';

/** Deeper literals are no product data. */
const maximumDepth = 40;
/** An expression that is no literal is passed over when it ends within this many characters. */
const longestExpression = 400;

const open = { brace: 0x7b, bracket: 0x5b, parenthesis: 0x28 } as const;
const close = { brace: 0x7d, bracket: 0x5d, parenthesis: 0x29 } as const;

/**
 * Where the object or array ends that begins at `start`, by its brackets and strings alone; -1 when it does not end
 * within `limit` characters.
 */
export function literalEnd(text: string, start: number, limit: number): number {
  const stop = Math.min(text.length, start + limit);
  let depth = 0;
  for (let at = start; at < stop; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 0x27 || code === 0x60) {
      at = stringEnd(text, at, stop);
      if (at < 0) return -1;
    } else if (code === open.brace || code === open.bracket) depth += 1;
    else if (code === close.brace || code === close.bracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** The place of the closing quote, or -1. */
function stringEnd(text: string, start: number, stop: number): number {
  const quote = text[start] ?? '';
  for (let at = text.indexOf(quote, start + 1); at >= 0 && at < stop; at = text.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/**
 * Reads an object or array as JavaScript writes it: names without quotes, strings in any quotes, trailing commas,
 * comments. Values that are no literals (calls, variables) are left out. Undefined when the text is something else.
 */
export function readLiteral(text: string): Json | undefined {
  const reader = new LiteralReader(text);
  const value = reader.value(0);
  return typeof value === 'object' && value !== null ? value : undefined;
}

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Json | undefined {
    this.#skipSpace();
    const code = this.#text.charCodeAt(this.#at);
    if (depth > maximumDepth) return undefined;
    if (code === open.brace) return this.#object(depth);
    if (code === open.bracket) return this.#array(depth);
    const simple = code === 0x22 || code === 0x27 || code === 0x60 ? this.#string() : this.#word();
    this.#skipSpace();
    const next = this.#text.charCodeAt(this.#at);
    if (next === 0x2c || next === close.brace || next === close.bracket || Number.isNaN(next)) return simple;
    this.#skipExpression();
    return undefined;
  }

  #object(depth: number): Json | undefined {
    const object: Record<string, Json> = {};
    this.#at += 1;
    while (this.#at < this.#text.length) {
      this.#skipSpace();
      if (this.#takes(close.brace)) return object;
      if (this.#takes(0x2c)) continue;
      const before = this.#at;
      const name = this.#name();
      this.#skipSpace();
      if (name === undefined || !this.#takes(0x3a)) {
        if (!this.#skipExpression() || this.#at === before) return undefined;
        continue;
      }
      const value = this.value(depth + 1);
      if (value !== undefined && name !== '__proto__') object[name] = value;
    }
    return undefined;
  }

  #array(depth: number): Json | undefined {
    const values: Json[] = [];
    this.#at += 1;
    while (this.#at < this.#text.length) {
      this.#skipSpace();
      if (this.#takes(close.bracket)) return values;
      if (this.#takes(0x2c)) continue;
      const before = this.#at;
      const value = this.value(depth + 1);
      if (value !== undefined) values.push(value);
      if (this.#at === before) return undefined;
    }
    return undefined;
  }

  #name(): string | undefined {
    const code = this.#text.charCodeAt(this.#at);
    if (code === 0x22 || code === 0x27) return this.#string();
    const found = this.#match(/[\w$-]{1,80}/y);
    return found === '' ? undefined : found;
  }

  #string(): string | undefined {
    const end = stringEnd(this.#text, this.#at, this.#text.length);
    if (end < 0) {
      this.#at = this.#text.length;
      return undefined;
    }
    const raw = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return raw.includes('\\') ? unescaped(raw) : raw;
  }

  /** A number or a constant; undefined for any other word, which is left where it stands. */
  #word(): Json | undefined {
    const number = this.#match(/-?\d{1,40}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?(?![\w.])/y);
    if (number !== '') return Number(number);
    const word = this.#match(/(?:true|false|null|undefined|!0|!1|void 0)(?![\w$])/y);
    if (word === 'true' || word === '!0') return true;
    if (word === 'false' || word === '!1') return false;
    return word === '' ? undefined : null;
  }

  /** Passes over what is no literal, to the comma or bracket after it. False when it does not end soon. */
  #skipExpression(): boolean {
    const stop = Math.min(this.#text.length, this.#at + longestExpression);
    let depth = 0;
    for (; this.#at < stop; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x22 || code === 0x27 || code === 0x60) {
        const end = stringEnd(this.#text, this.#at, stop);
        if (end < 0) break;
        this.#at = end;
      } else if (code === open.brace || code === open.bracket || code === open.parenthesis) depth += 1;
      else if (code === close.brace || code === close.bracket || code === close.parenthesis) {
        if (depth === 0) return true;
        depth -= 1;
      } else if (code === 0x2c && depth === 0) return true;
    }
    this.#at = this.#text.length;
    return false;
  }

  #takes(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code > 0x20 && code < 0x80 && code !== 0x2f) return;
      this.#match(/\s+/y);
      if (this.#text.startsWith('//', this.#at)) this.#skipTo('\n');
      else if (this.#text.startsWith('/*', this.#at)) this.#skipTo('*/');
      else return;
    }
  }

  #skipTo(mark: string): void {
    const found = this.#text.indexOf(mark, this.#at + 2);
    this.#at = found < 0 ? this.#text.length : found + mark.length;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '0': '\0' };

/** The text of a string literal without its quotes. */
export function unescaped(raw: string): string {
  return raw.replaceAll(
    /\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|\r?\n|([^]))/gi,
    (_escape, braced?: string, four?: string, two?: string, plain?: string) => {
      const code = braced ?? four ?? two;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        return point <= 0x10_ffff ? String.fromCodePoint(point) : '';
      }
      return plain === undefined ? '' : (escapes[plain] ?? plain);
    },
  );
}
