/** What a page looks like from afar: enough to tell a page from the refusal of one. */
export type PageOutline = {
  readonly title: string;
  /** The text of the h1 headings. */
  readonly heading: string;
  /** Visible text, entities decoded, white space collapsed; at most `longestText` characters of it. */
  readonly text: string;
  /** What is shown only without scripts. */
  readonly withoutScripts: string;
  /** All tags, without what is between them; comments left out. */
  readonly tags: string;
  /** The contents of scripts that run. */
  readonly code: string;
  /** The contents of scripts that hold data (JSON of whatever kind): what is said there is no more than said. */
  readonly data: string;
  /** How many elements of each name. */
  readonly elements: ReadonlyMap<string, number>;
};

/** No check or deny page has as much visible text. */
const longestText = 20_000;

const tagName = /<\/?([a-z][a-z0-9:-]*)/iy;

/** Elements whose contents are not markup, with what ends them. */
const rawEnds: ReadonlyMap<string, RegExp> = new Map(
  ['script', 'style', 'textarea', 'template', 'svg'].map((name) => [name, new RegExp(`</${name}`, 'gi')]),
);

/** The types of scripts that are not run: `application/json`, `application/ld+json`, `importmap` and the like. */
const dataType = /\stype\s{0,5}=\s{0,5}["']?([\w.+/-]{0,60}json|importmap|speculationrules)\b/i;

type Place = 'title' | 'heading' | 'withoutScripts' | 'text';
const places: ReadonlyMap<string, Place> = new Map([
  ['title', 'title'],
  ['h1', 'heading'],
  ['noscript', 'withoutScripts'],
]);

/**
 * Reads the page in one pass, without building a tree: in time linear in its length, whatever is in it.
 * A tag ends at the first `>`, so an attribute with one in it leaks into the text; that does no harm here.
 */
export function outlinePage(html: string): PageOutline {
  const parts: Record<Place, string[]> = { title: [], heading: [], withoutScripts: [], text: [] };
  const tags: string[] = [];
  const code: string[] = [];
  const data: string[] = [];
  const elements = new Map<string, number>();
  let place: Place = 'text';
  let collected = 0;
  const collect = (text: string) => {
    if (text === '' || collected > longestText) return;
    parts[place].push(text);
    if (place === 'heading') parts.text.push(text);
    collected += text.trim().length;
  };
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    if (open === -1) break;
    collect(html.slice(position, open));
    if (html.startsWith('<!--', open)) {
      position = after(html, '-->', open + 4);
      continue;
    }
    tagName.lastIndex = open;
    const name = tagName.exec(html)?.[1]?.toLowerCase();
    if (name === undefined) {
      const declaration = html[open + 1] === '!' || html[open + 1] === '?';
      if (!declaration) collect('<');
      position = declaration ? after(html, '>', open) : open + 1;
      continue;
    }
    const end = after(html, '>', open);
    const tag = html.slice(open, end);
    tags.push(tag);
    position = end;
    const closing = html[open + 1] === '/';
    if (closing) {
      if (places.get(name) === place) place = 'text';
      parts[place].push(' ');
      continue;
    }
    elements.set(name, (elements.get(name) ?? 0) + 1);
    parts[place].push(' ');
    place = places.get(name) ?? place;
    const rawEnd = rawEnds.get(name);
    if (rawEnd === undefined || html[end - 2] === '/') continue;
    rawEnd.lastIndex = end;
    position = rawEnd.exec(html)?.index ?? html.length;
    if (name === 'script') (dataType.test(tag) ? data : code).push(html.slice(end, position));
  }
  collect(html.slice(position));
  return {
    title: tidy(parts.title),
    heading: tidy(parts.heading),
    text: tidy(parts.text),
    withoutScripts: tidy(parts.withoutScripts),
    tags: tags.join(''),
    code: code.join('\n'),
    data: data.join('\n'),
    elements,
  };
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}

function tidy(parts: readonly string[]): string {
  return decodeEntities(parts.join('')).replace(/\s+/g, ' ').trim();
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
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi,
    (whole: string, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
