import type { Glance } from './glance.ts';
import { type PageMarkup, readMarkup } from './page-markup.ts';
import { type HtmlSource, scanHtml } from './scan-html.ts';

/** What a page looks like from afar: enough to tell a page from the refusal of one. */
export type PageOutline = {
  readonly title: string;
  /** The text of the h1 headings. Of a page with much to read, looked for when it is first asked for. */
  readonly heading: string;
  /** Visible text, entities decoded, white space collapsed; about `longestText` characters of it at most. */
  readonly text: string;
  /** What is shown only without scripts. */
  readonly withoutScripts: string;
  /** How many elements of each name, as far as the text was read. */
  readonly elements: ReadonlyMap<string, number>;
  /** Read when it is first asked for: of a page with something to read nobody does. */
  readonly markup: PageMarkup;
};

/** No check or deny page has as much visible text; what comes after it is only looked through for headings. */
const longestText = 5_000;

type Place = 'title' | 'heading' | 'withoutScripts' | 'text';
const places: ReadonlyMap<string, Place> = new Map([
  ['title', 'title'],
  ['h1', 'heading'],
  ['noscript', 'withoutScripts'],
]);

export function outlinePage({ html, read }: Glance): PageOutline {
  const parts: Record<Place, string[]> = { title: [], heading: [], withoutScripts: [], text: [] };
  const elements = new Map<string, number>();
  let place: Place = 'text';
  let collected = 0;
  let apart = false;
  const collect = (text: string) => {
    const piece = apart ? ` ${text}` : text;
    apart = false;
    parts[place].push(piece);
    if (place === 'heading') parts.text.push(piece);
    if (place === 'text' || place === 'heading') collected += charactersIn(text);
  };
  const visitor = {
    done: false,
    text(part: string, start: number, end: number) {
      // White space at the ends is replaced by the space that every tag stands for, and must not count as read.
      let [from, to] = [start, end];
      while (from < to && part.charCodeAt(from) <= space) from += 1;
      while (from < to && part.charCodeAt(to - 1) <= space) to -= 1;
      if (from < to) collect(part.slice(from, to));
    },
    tag(name: string, closing: boolean) {
      // One space, however many tags: most of what a page is made of.
      apart = true;
      if (closing) {
        if (place !== 'text' && places.get(name) === place) place = 'text';
      } else {
        elements.set(name, (elements.get(name) ?? 0) + 1);
        place = places.get(name) ?? place;
      }
      visitor.done = collected > longestText && place !== 'heading';
    },
    raw: () => undefined,
  };
  const end = scanHtml(html, visitor);
  return new Outline({ html, read }, parts, elements, end);
}

/** A class for its getters: an object literal with them gets a hidden class of its own in V8, which outlives pages. */
class Outline implements PageOutline {
  readonly title: string;
  readonly text: string;
  readonly withoutScripts: string;
  readonly elements: ReadonlyMap<string, number>;
  readonly #glance: Glance;
  readonly #headings: string;
  readonly #end: number;
  #heading: string | undefined;
  #markup: PageMarkup | undefined;

  /** @param end where the page was not read any further. */
  constructor(glance: Glance, parts: Record<Place, string[]>, elements: ReadonlyMap<string, number>, end: number) {
    const { read } = glance;
    this.title = tidy(read(parts.title.join('')));
    this.text = tidy(read(parts.text.join('')));
    this.withoutScripts = tidy(read(parts.withoutScripts.join('')));
    this.elements = elements;
    this.#glance = glance;
    this.#headings = parts.heading.join('');
    this.#end = end;
  }

  get heading(): string {
    const { html, read } = this.#glance;
    this.#heading ??= tidy(read(`${this.#headings} ${furtherHeading(html, this.#end)}`));
    return this.#heading;
  }

  get markup(): PageMarkup {
    this.#markup ??= readMarkup(this.#glance);
    return this.#markup;
  }
}

const space = 0x20;

/** In UTF-8, byte by byte: the bytes after the first of a character are 10xxxxxx (RFC 3629, section 3). */
function charactersIn(text: string): number {
  let count = 0;
  for (let place = 0; place < text.length; place += 1) {
    if ((text.charCodeAt(place) & 0xc0) !== 0x80) count += 1;
  }
  return count;
}

/** The next heading in the rest: a long menu may come before what the page says of itself. */
function furtherHeading(html: HtmlSource, from: number): string {
  const found = /<h1\b[^>]{0,200}>([^]{0,300}?)<\/h1/i.exec(html.slice(from))?.[1] ?? '';
  return found.replace(/<[^>]{0,200}>/g, ' ');
}

/** Most white space is a single space, and is left where it is. */
function tidy(text: string): string {
  return decodeEntities(text)
    .replace(/ \s+|[^\S ]\s*/g, ' ')
    .trim();
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  num: '#',
};

/** Numeric references and the few named ones that deny pages use. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi,
    (whole: string, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
