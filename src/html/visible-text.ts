import { type Element, type ParentNode, isTag, isText } from 'domhandler';
import { pageElement } from './page-element.ts';
import { walk } from './walk.ts';
import { collapse } from './whitespace.ts';

const inline = new Set(
  'a abbr b bdi bdo big cite code data del em font i img input ins kbd label mark meter output q ruby rt s samp small span strike strong sub sup time tt u var wbr link meta'.split(
    ' ',
  ),
);
const priceNames = /price|prix|preis|prezzo|precio|prijs|pris/i;
const maximumOptions = 40;

/**
 * What a reader sees, in reading order, one block a line; cells of a row are set apart by " | ", steps of a
 * breadcrumb by " > ", struck-through text stands between ~~ (as in Markdown), so that an old price cannot be
 * mistaken for the price. Hidden elements are left out, and a line that repeats the one before it.
 */
export function visibleText(root: ParentNode, limit: number): string {
  const page = new Lines(limit);
  let trail = 0;
  walk(root, {
    enter(node) {
      if (page.isFull) return false;
      if (isText(node)) page.write(node.data);
      if (!isTag(node)) return !isText(node);
      const { isHidden, isBreadcrumb, isStruck } = pageElement(node);
      if (isHidden || isLongChoice(node)) return false;
      if (isBreadcrumb) {
        page.endLine();
        trail += 1;
      }
      if (isStruck) page.strike(1);
      const button = node.name === 'input' ? buttonText(node) : undefined;
      if (button !== undefined) page.writeLine(button);
      else if (node.name === 'br' || node.name === 'hr') page.endLine();
      else if (isCents(node)) page.expectCents();
      else if (!inline.has(node.name)) {
        if (trail > 0) page.separate(' > ');
        else if (node.name === 'td' || node.name === 'th') page.separate(' | ');
        else page.endLine();
      } else page.touch();
      return true;
    },
    leave(element) {
      if (trail > 0 && pageElement(element).isBreadcrumb) {
        page.endLine();
        trail -= 1;
      }
      if (page.isStruck && pageElement(element).isStruck) page.strike(-1);
      if (inline.has(element.name)) page.touch();
      else if (trail > 0) page.separate(' > ');
      else if (element.name !== 'td' && element.name !== 'th') page.endLine();
    },
  });
  return page.text();
}

/** What stands on a button (`Add to cart`) that tells it by an attribute, not by text; undefined for other fields. */
function buttonText({ attribs }: Element): string | undefined {
  const { type } = attribs;
  if (type === 'submit' || type === 'button') return attribs['value'] ?? '';
  return type === 'image' ? (attribs['alt'] ?? '') : undefined;
}

/** The raised cents of a price (12<sup>99</sup>), which would otherwise read as 1299. */
function isCents(element: Element): boolean {
  if (element.name !== 'sup' && !pageElement(element).traits.isFraction) return false;
  for (let at: ParentNode | null = element, up = 0; at !== null && isTag(at) && up < 4; at = at.parent, up += 1)
    if (priceNames.test(at.attribs['class'] ?? '') || priceNames.test(at.attribs['itemprop'] ?? '')) return true;
  return false;
}

/** A choice of countries or years, not of finishes. */
function isLongChoice(element: Element): boolean {
  return element.name === 'select' && element.children.filter(isTag).length > maximumOptions;
}

function isSpaceAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code <= 0x20 || (code >= 0x80 && /\s/.test(text.charAt(index)));
}

/** Most lines are one piece. */
function lineOf(pieces: readonly string[]): string {
  const text = pieces.length === 1 ? (pieces[0] ?? '') : pieces.join('');
  return collapse(text.includes('~~~~') ? text.replaceAll('~~~~', '') : text);
}

/** Collects text into lines. */
class Lines {
  readonly #limit: number;
  readonly #lines: string[] = [];
  #pieces: string[] = [];
  /** The last piece of the line that is not white space. */
  #tail = '';
  #length = 0;
  #separator = '';
  #last = '';
  #touches = 0;
  #struck = 0;
  #cents = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isStruck(): boolean {
    return this.#struck > 0;
  }

  get isFull(): boolean {
    return this.#length >= this.#limit;
  }

  write(text: string): void {
    // Most texts between elements are white space.
    if (!/\S/.test(text)) {
      if (text !== '') this.#pieces.push(' ');
      return;
    }
    const written = collapse(text.slice(0, this.#limit * 4));
    if (written === '') return;
    const joint = this.#joint(written);
    if (isSpaceAt(text, 0)) this.#pieces.push(' ');
    if (joint !== '') this.#pieces.push(joint);
    this.#pieces.push(this.#struck > 0 ? `~~${written}~~` : written);
    if (isSpaceAt(text, text.length - 1)) this.#pieces.push(' ');
    this.#tail = written;
    this.#length += written.length;
    this.#separator = '';
    this.#cents = false;
    this.#touches = 0;
  }

  writeLine(text: string): void {
    this.endLine();
    this.write(text);
    this.endLine();
  }

  /** An element begins or ends here: two in a row stand apart on the screen although no space is written. */
  touch(): void {
    this.#touches += 1;
  }

  strike(change: 1 | -1): void {
    this.#struck += change;
  }

  expectCents(): void {
    this.#cents = true;
  }

  separate(separator: string): void {
    this.#separator = separator;
  }

  endLine(): void {
    const pieces = this.#pieces;
    if (pieces.length === 0) return;
    const line = this.#tail === '' ? '' : lineOf(pieces);
    this.#pieces = [];
    this.#tail = '';
    this.#separator = '';
    this.#touches = 0;
    if (line === '' || line === this.#last) return;
    this.#lines.push(line);
    this.#last = line;
  }

  text(): string {
    this.endLine();
    return this.#lines.join('\n').slice(0, this.#limit);
  }

  #joint(next: string): string {
    if (this.#tail === '') return '';
    if (this.#separator !== '') return this.#separator;
    const end = this.#tail.slice(-1);
    if (this.#cents && /\d/.test(end) && /^\d{2}(?!\d)/.test(next)) return '.';
    if (this.#touches < 2) return '';
    // Two numbers that touch in the markup, such as `$200` and `2 bids`, do not on the screen.
    const isApart = /\d/.test(end) ? /^\d/.test(next) : /[\p{L}:]/u.test(end) && /^[\p{L}\d]/u.test(next);
    return isApart ? ' ' : '';
  }
}
