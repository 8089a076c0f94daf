import { Element } from 'domhandler';
import { type ClassTraits, traitsOfClass } from './class-traits.ts';

/** An element with what its class says of it: looked up when it is made, because every walk over a page asks. */
export class PageElement extends Element {
  readonly traits: ClassTraits;
  /** Whether it has data attributes. */
  readonly hasData: boolean;

  constructor(name: string, attributes: Record<string, string>, hasData: boolean) {
    super(name, attributes);
    this.traits = traitsOfClass(attributes['class'] ?? '');
    this.hasData = hasData;
  }
}

export function traitsOf(element: Element): ClassTraits {
  return element instanceof PageElement ? element.traits : traitsOfClass(element.attribs['class'] ?? '');
}

export function mayHaveData(element: Element): boolean {
  return !(element instanceof PageElement) || element.hasData;
}
