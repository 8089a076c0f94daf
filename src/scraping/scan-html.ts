/** What is found in a page, in order, by its places in the text. */
export type HtmlVisitor = {
  text(start: number, end: number): void;
  /** @param name in lower case. */
  tag(name: string, closing: boolean, start: number, end: number): void;
  /** What is between the tags of an element whose contents are not markup; its opening tag began at `tag`. */
  raw(name: string, tag: number, start: number, end: number): void;
  /** Whether the rest of the page is of no interest any more. Asked after every tag. */
  readonly done: boolean;
};

/** Elements whose contents are not markup. */
const rawElements: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'template', 'svg']);

/**
 * Reads a page in one pass, without building a tree: in time linear in its length, whatever is in it. Comments and
 * declarations are left out. A tag ends at the first `>`, so an attribute with one in it leaks into the text; that
 * does no harm to those who look from afar.
 *
 * @returns where it ended: the length of the page, or where the visitor had seen enough.
 */
export function scanHtml(html: string, visitor: HtmlVisitor): number {
  let position = 0;
  while (!visitor.done) {
    const open = html.indexOf('<', position);
    if (open === -1) break;
    if (open > position) visitor.text(position, open);
    const next = html.charCodeAt(open + 1);
    if (next === exclamation || next === question) {
      position = html.startsWith('<!--', open) ? after(html, '-->', open + 4) : after(html, '>', open);
      continue;
    }
    const closing = next === slash;
    const from = closing ? open + 2 : open + 1;
    if (!isLetter(html.charCodeAt(from))) {
      visitor.text(open, open + 1);
      position = open + 1;
      continue;
    }
    let to = from + 1;
    while (isOfName(html.charCodeAt(to))) to += 1;
    const name = html.slice(from, to).toLowerCase();
    const end = after(html, '>', to);
    visitor.tag(name, closing, open, end);
    position = end;
    if (closing || !rawElements.has(name) || html.charCodeAt(end - 2) === slash) continue;
    position = endOfRaw(html, name, end);
    visitor.raw(name, open, end, position);
  }
  if (visitor.done) return position;
  if (position < html.length) visitor.text(position, html.length);
  return html.length;
}

const [exclamation, question, slash] = ['!', '?', '/'].map((character) => character.charCodeAt(0));

const isLetter = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Letters, digits, hyphens and colons. */
const isOfName = (code: number) => isLetter(code) || (code >= 48 && code <= 58) || code === 45;

/** Searching for what is rare and the same in all, and looking closer then, is many times faster than a pattern. */
function endOfRaw(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return at;
  }
  return html.length;
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}
