/**
 * A text that is read from its beginning, a window at a time, so that what nobody comes to need not be decoded. A
 * string is one.
 */
export type HtmlSource = { readonly length: number; slice(start: number, end?: number): string };

/** What is found in a page, in order. */
export type HtmlVisitor = {
  /** @param start where it is in `html`, a window of the page. */
  text(html: string, start: number, end: number): void;
  /** @param name in lower case. */
  tag(name: string, closing: boolean, html: string, start: number, end: number): void;
  /**
   * What is between the tags of an element whose contents are not markup.
   *
   * @param start where it is in the page.
   */
  raw(name: string, openingTag: string, start: number, end: number): void;
  /** Whether the rest of the page is of no interest any more. Asked after every tag. */
  readonly done: boolean;
};

/** Elements whose contents are not markup. */
const rawElements: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'template', 'svg']);

/**
 * Characters. V8 keeps strings beyond 128 KB in a space of its own, where collecting them as garbage costs more than
 * all that is done here.
 */
const windowLength = 64 * 1_024;

/**
 * Reads a page in one pass, without building a tree: in time linear in its length, whatever is in it. Comments and
 * declarations are left out. A tag ends at the first `>`, so an attribute with one in it leaks into the text; that
 * does no harm to those who look from afar.
 *
 * @returns where it ended: the length of the page, or where the visitor had seen enough.
 */
export function scanHtml(source: HtmlSource, visitor: HtmlVisitor): number {
  let position = 0;
  let length = windowLength;
  while (!visitor.done && position < source.length) {
    const end = scanWindow(source, position, source.slice(position, position + length), visitor);
    // What is not all in the window needs a longer one; doubled, because the time must stay linear.
    length = end === position ? length * 2 : windowLength;
    position = end;
  }
  return position;
}

/** @returns where in the page it ended: what the window cuts through is left to the next one. */
function scanWindow(source: HtmlSource, offset: number, html: string, visitor: HtmlVisitor): number {
  const isLast = offset + html.length >= source.length;
  let position = 0;
  while (!visitor.done && position < html.length) {
    const open = html.indexOf('<', position);
    if (open === -1) {
      if (!isLast) break;
      visitor.text(html, position, html.length);
      return source.length;
    }
    if (open > position) visitor.text(html, position, open);
    position = open;
    const next = html.charCodeAt(open + 1);
    if (next === exclamation || next === question) {
      const end = html.startsWith('<!--', open) ? after(html, '-->', open + 4, isLast) : after(html, '>', open, isLast);
      if (end === cut) break;
      position = end;
      continue;
    }
    const closing = next === slash;
    const from = closing ? open + 2 : open + 1;
    if (from >= html.length && !isLast) break;
    if (!isLetter(html.charCodeAt(from))) {
      visitor.text(html, open, open + 1);
      position = open + 1;
      continue;
    }
    let to = from + 1;
    while (isOfName(html.charCodeAt(to))) to += 1;
    const end = after(html, '>', to, isLast);
    if (end === cut) break;
    const name = html.slice(from, to).toLowerCase();
    visitor.tag(name, closing, html, open, end);
    position = end;
    if (closing || !rawElements.has(name) || html.charCodeAt(end - 2) === slash) continue;
    const rawEnd = endOfRaw(source, offset, html, name, end);
    visitor.raw(name, html.slice(open, end), offset + end, rawEnd);
    position = rawEnd - offset;
  }
  return offset + position;
}

const [exclamation, question, slash] = ['!', '?', '/'].map((character) => character.charCodeAt(0));

const isLetter = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Letters, digits, hyphens and colons. */
const isOfName = (code: number) => isLetter(code) || (code >= 48 && code <= 58) || code === 45;

/** That something goes on beyond the window. */
const cut = -1;

function after(html: string, mark: string, from: number, isLast: boolean): number {
  const found = html.indexOf(mark, from);
  if (found !== -1) return found + mark.length;
  return isLast ? html.length : cut;
}

/** Where in the page the contents of an element end that begin at `from` of the window: perhaps far beyond it. */
function endOfRaw(source: HtmlSource, offset: number, html: string, name: string, from: number): number {
  const found = closingTag(html, name, from);
  if (found !== -1) return offset + found;
  // As much as a tag that is cut may have on this side.
  const overlap = name.length + 1;
  let position = offset + Math.max(from, html.length - overlap);
  while (position + overlap < source.length) {
    const further = source.slice(position, position + windowLength);
    const place = closingTag(further, name, 0);
    if (place !== -1) return position + place;
    position += further.length - overlap;
  }
  return source.length;
}

/** Searching for what is rare and the same in all, and looking closer then, is many times faster than a pattern. */
function closingTag(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return at;
  }
  return -1;
}
