import { DomHandler, type Document as Root, type Element } from 'domhandler';
import { decodeHTML, decodeHTMLAttribute } from 'entities/decode';
import { Parser, type QuoteType } from 'htmlparser2';
import { PageElement } from './page-element.ts';

/**
 * Elements inside one another, at most; deeper ones become siblings. The limit of Chromium
 * (`kMaximumHTMLParserDOMTreeDepth`). It bounds the parser's own stack, which costs its depth at every tag,
 * and every later walk.
 */
const maximumDepth = 512;
const maximumJsonLdCharacters = 2_000_000;
const maximumMetas = 1_000;
const maximumScripts = 400;
const shortestData = 40;
/** Types of scripts that hold data or statements; others are templates. */
const scriptType = /^$|javascript|ecmascript|module|json|magento/i;

/** Elements whose contents nobody reads. */
const unread = new Set(['script', 'style', 'svg', 'noscript', 'template', 'iframe', 'object', 'canvas', 'math']);

/** A page without what no one reads, and what was lifted out of its head on the way. */
export type PageTree = {
  readonly root: Root;
  /** The h1 elements, in order. */
  readonly headings: readonly Element[];
  /** The text of each `application/ld+json` script. */
  readonly jsonLd: readonly string[];
  /** The text of each other script, and of each data attribute that holds an object. */
  readonly scripts: readonly string[];
  readonly meta: Readonly<Record<string, readonly string[]>>;
  /** Whether anything in the page is marked up as microdata, or as RDFa. */
  readonly hasMicrodata: boolean;
  readonly hasRdfa: boolean;
  readonly title: string;
  readonly language: string;
  /** As written in the page; empty when it does not say. */
  readonly base: string;
  readonly canonical: string;
};

/** Parses a page. Never fails: whatever the text is, it has a tree. */
export function readTree(html: string): PageTree {
  const handler = new PageHandler();
  new BoundedParser(handler).end(html);
  return {
    root: handler.root,
    headings: handler.headings,
    jsonLd: handler.jsonLd,
    scripts: handler.scripts,
    meta: Object.fromEntries(handler.meta),
    hasMicrodata: handler.hasMicrodata,
    hasRdfa: handler.hasRdfa,
    title: handler.title,
    language: handler.language,
    base: handler.base,
    canonical: handler.canonical,
  };
}

/** Lets go of the nodes: parents and children that know one another keep a whole page alive. */
export function releaseTree(root: Root): void {
  for (const child of root.children) child.parent = null;
  root.children = [];
}

/** Treats what is nested too deeply as elements without content, and swallows their closing tags. */
class BoundedParser extends Parser {
  readonly #handler: PageHandler;
  /** Whether the tag that is being read opens an element that is too deep. */
  #isTooDeep = false;
  #overflow = 0;

  constructor(handler: PageHandler) {
    // Decoded by the handler, and only where there is something to decode: the parser reads faster without.
    super(handler, { decodeEntities: false });
    this.#handler = handler;
  }

  protected override isVoidElement(name: string): boolean {
    return this.#isTooDeep || super.isVoidElement(name);
  }

  override onopentagname(start: number, endIndex: number): void {
    this.#isTooDeep = this.#handler.depth >= maximumDepth;
    if (this.#isTooDeep) this.#overflow += 1;
    super.onopentagname(start, endIndex);
  }

  /** Drawings have many attributes that nobody reads. */
  override onattribdata(start: number, endIndex: number): void {
    if (!this.#handler.isUnread) super.onattribdata(start, endIndex);
  }

  override onattribend(quote: QuoteType, endIndex: number): void {
    if (!this.#handler.isUnread) super.onattribend(quote, endIndex);
  }

  override onclosetag(start: number, endIndex: number): void {
    this.#isTooDeep = false;
    if (this.#overflow === 0) return super.onclosetag(start, endIndex);
    this.#overflow -= 1;
    this.endIndex = endIndex;
    this.startIndex = endIndex + 1;
  }
}

/** Builds the tree of what is read, and lifts the rest out as it goes by. */
class PageHandler extends DomHandler {
  readonly headings: Element[] = [];
  readonly jsonLd: string[] = [];
  readonly scripts: string[] = [];
  readonly meta = new Map<string, string[]>();
  hasMicrodata = false;
  hasRdfa = false;
  title = '';
  language = '';
  base = '';
  canonical = '';
  /** How many elements are open, built or not. */
  depth = 0;
  /** The depth at which an unread element began, or 0. */
  #unreadFrom = 0;
  #script: string[] | undefined;
  /** Where the script that is open belongs. */
  #kept: string[] | undefined;
  #titleIsOpen = false;
  #titleIsDone = false;

  constructor() {
    super();
    // One element around everything: cheerio compares the elements at the top of a tree pair by pair.
    super.onopentag('page', {});
  }

  /** Whether what is being read is inside of what nobody reads. */
  get isUnread(): boolean {
    return this.#unreadFrom > 0;
  }

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.depth += 1;
    if (this.#unreadFrom > 0) return;
    if (unread.has(name)) {
      this.#unreadFrom = this.depth;
      this.lastNode = null;
      if (name === 'script') this.#openScript(decodeHTMLAttribute(attributes['type'] ?? ''));
      return;
    }
    const element = new PageElement(name, attributes);
    this.hasMicrodata ||= attributes['itemprop'] !== undefined || attributes['itemscope'] !== undefined;
    this.hasRdfa ||= attributes['typeof'] !== undefined;
    if (name === 'title' && !this.#titleIsDone) this.#titleIsOpen = true;
    if (element.hasData) this.#keepData(attributes);
    this.#note(name, attributes);
    this.addNode(element);
    this.tagStack.push(element);
    if (name === 'h1') this.headings.push(element);
  }

  override onclosetag(): void {
    this.depth -= 1;
    if (this.#unreadFrom > 0) {
      if (this.depth >= this.#unreadFrom) return;
      this.#unreadFrom = 0;
      if (this.#script !== undefined) this.#kept?.push(this.#script.join(''));
      this.#script = undefined;
      return;
    }
    if (this.#titleIsOpen) {
      this.#titleIsOpen = false;
      this.#titleIsDone = true;
    }
    super.onclosetag();
  }

  override ontext(data: string): void {
    if (this.#unreadFrom > 0) {
      if (this.#script !== undefined && data.length <= maximumJsonLdCharacters) this.#script.push(data);
      return;
    }
    const text = data.includes('&') ? decodeHTML(data) : data;
    if (this.#titleIsOpen) this.title += text;
    else super.ontext(text);
  }

  override oncomment(): void {}
  override oncommentend(): void {}
  override onprocessinginstruction(): void {}

  /** Objects that stand in attributes: `data-product='{…}'`. */
  #keepData(attributes: Readonly<Record<string, string>>): void {
    for (const name in attributes) {
      const value = attributes[name] ?? '';
      if (value.length < shortestData || (value[0] !== '{' && value[0] !== '[') || !name.startsWith('data-')) continue;
      if (this.scripts.length < maximumScripts && value.length <= maximumJsonLdCharacters) this.scripts.push(value);
    }
  }

  #openScript(type: string): void {
    const isData = /ld\+json/i.test(type);
    this.#kept = isData ? this.jsonLd : this.scripts;
    if (isData || (scriptType.test(type) && this.scripts.length < maximumScripts)) this.#script = [];
  }

  #note(name: string, attributes: Record<string, string>): void {
    if (name === 'html') this.language ||= attributes['lang'] ?? attributes['xml:lang'] ?? '';
    else if (name === 'base') this.base ||= attributes['href'] ?? '';
    else if (name === 'link') {
      if (/(^|\s)canonical(\s|$)/i.test(attributes['rel'] ?? '')) this.canonical ||= attributes['href'] ?? '';
    } else if (name === 'meta') {
      const content = attributes['content']?.trim() ?? '';
      if (content === '' || this.meta.size >= maximumMetas) return;
      for (const key of new Set([attributes['property'], attributes['name'], attributes['itemprop']])) {
        if (key === undefined || key === '') continue;
        const values = this.meta.get(key.toLowerCase());
        if (values === undefined) this.meta.set(key.toLowerCase(), [content]);
        else if (values.length < 100) values.push(content);
      }
    }
  }
}
