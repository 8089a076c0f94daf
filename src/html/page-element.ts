import { Element } from 'domhandler';
import { decodeHTMLAttribute } from 'entities/decode';
import { type ClassTraits, isTrail, traitsOfClass } from './class-traits.ts';

const notShown = /display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden/i;
const struck = new Set(['del', 's', 'strike']);

/**
 * An element with what its attributes say of it, looked at when it is made, because every walk over a page asks. The
 * attributes are decoded on the way, where they hold anything to decode.
 */
export class PageElement extends Element {
  /** What the class says. */
  readonly traits: ClassTraits;
  /**
   * Not shown by a browser, or shown a second time for people who see (`aria-hidden`). A whole page that hides itself
   * waits for its scripts.
   */
  readonly isHidden: boolean;
  readonly isStruck: boolean;
  /** A trail of links from the start page to this one. */
  readonly isBreadcrumb: boolean;
  /** Whether it has data attributes. */
  readonly hasData: boolean;

  constructor(name: string, attributes: Record<string, string>) {
    super(name, attributes);
    let traits = traitsOfClass('');
    let isHidden = false;
    let isStruck = struck.has(name);
    let isBreadcrumb = false;
    let hasData = false;
    for (const attribute in attributes) {
      let value = attributes[attribute] ?? '';
      if (value.includes('&')) attributes[attribute] = value = decodeHTMLAttribute(value);
      if (attribute === 'class') traits = traitsOfClass(value);
      else if (attribute === 'style') {
        isHidden ||= notShown.test(value);
        isStruck ||= value.includes('line-through');
      } else if (attribute === 'hidden') isHidden = true;
      else if (attribute === 'aria-hidden') isHidden ||= value === 'true';
      else if (attribute === 'type') isHidden ||= value === 'hidden' && name === 'input';
      else if (attribute === 'id' || attribute === 'aria-label' || attribute === 'itemtype')
        isBreadcrumb ||= isTrail(value);
      else hasData ||= attribute.startsWith('data-');
    }
    this.traits = traits;
    this.isHidden = isHidden && name !== 'body' && name !== 'html';
    this.isStruck = isStruck || traits.isStruck;
    this.isBreadcrumb = isBreadcrumb || traits.isTrail;
    this.hasData = hasData;
  }
}

/** The element of a page; of one that was made otherwise, a copy that says the same. */
export function pageElement(element: Element): PageElement {
  return element instanceof PageElement ? element : new PageElement(element.name, { ...element.attribs });
}
