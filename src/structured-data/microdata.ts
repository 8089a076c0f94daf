import { type ChildNode, type Element, type ParentNode, hasChildren, isTag, isText } from 'domhandler';
import type { Entity, EntityValue } from './structured-data.ts';
import { bareName } from './vocabulary.ts';

type OpenEntity = { readonly types: readonly string[]; readonly properties: Map<string, EntityValue[]> };
/** By which attributes a syntax says that an element is a thing, of what type, and which property of the outer one. */
type Syntax = { readonly scope: string; readonly type: string; readonly property: string };
type Reading = {
  readonly syntax: Syntax;
  readonly absolute: (address: string) => string;
  /** Elements are gathered when the first is asked for; most pages refer to none. */
  readonly elementWithId: (id: string) => Element | undefined;
  left: number;
};

const maximumEntities = 3_000;
const maximumText = 10_000;
const maximumReferences = 8;

const addressAttributes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    audio: 'src',
    embed: 'src',
    iframe: 'src',
    img: 'src',
    source: 'src',
    track: 'src',
    video: 'src',
    a: 'href',
    area: 'href',
    link: 'href',
    object: 'data',
  }),
);
/** Properties whose value is an address or a name of the vocabulary; on other properties a link means its text. */
const addressProperties =
  /^(url|image|logo|sameAs|item|availability|itemCondition|contentUrl|thumbnailUrl|mainEntityOfPage|additionalType)$/;

/**
 * The items of a page's microdata: https://html.spec.whatwg.org/multipage/microdata.html
 * Kinder than the standard where shops are careless: `content` counts on every element, a link that is a name
 * or brand gives its text, and properties with no item around them come as one item without a type.
 */
export function readMicrodata(root: ParentNode, absolute: (address: string) => string): readonly Entity[] {
  return readSyntax(root, absolute, { scope: 'itemscope', type: 'itemtype', property: 'itemprop' });
}

/**
 * The typed resources of a page's RDFa Lite: https://www.w3.org/TR/rdfa-lite/ Prefixes of schema.org are left out of
 * names; properties of things without a type, such as OpenGraph metas, are not read here.
 */
export function readRdfa(root: ParentNode, absolute: (address: string) => string): readonly Entity[] {
  const found = readSyntax(root, absolute, { scope: 'typeof', type: 'typeof', property: 'property' });
  return found.filter(({ types }) => types.length > 0);
}

function readSyntax(root: ParentNode, absolute: (address: string) => string, syntax: Syntax): readonly Entity[] {
  let byId: ReadonlyMap<string, Element> | undefined;
  const reading: Reading = {
    syntax,
    absolute,
    elementWithId: (id) => {
      byId ??= new Map(elementsOf(root).flatMap((element) => idOf(element)));
      return byId.get(id);
    },
    left: maximumEntities,
  };
  const tops: Entity[] = [];
  const stray: OpenEntity = { types: [], properties: new Map() };
  read(root.children, stray, tops, reading, 0);
  return stray.properties.size === 0 ? tops : [...tops, close(stray)];
}

/** Reads what belongs to `owner`; items that are nobody's property become top-level ones. */
function read(
  nodes: readonly ChildNode[],
  owner: OpenEntity,
  tops: Entity[],
  reading: Reading,
  references: number,
): void {
  const waiting = nodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!isTag(node)) continue;
    const names = node.attribs[reading.syntax.property];
    if (node.attribs[reading.syntax.scope] === undefined) {
      if (names !== undefined && !isHeadMeta(node)) add(owner, names, (name) => valueOf(node, name, reading.absolute));
      for (let index = node.children.length - 1; index >= 0; index -= 1) {
        const child = node.children[index];
        if (child !== undefined) waiting.push(child);
      }
    } else if (reading.left > 0) {
      reading.left -= 1;
      const place = tops.length;
      const entity = readItem(node, tops, reading, references);
      // Before the items that stand inside it without being its properties: shelves of other products.
      if (names === undefined) tops.splice(place, 0, entity);
      else add(owner, names, () => entity);
    }
  }
}

function readItem(element: Element, tops: Entity[], reading: Reading, references: number): Entity {
  const { attribs } = element;
  const entity: OpenEntity = {
    types: (attribs[reading.syntax.type] ?? '').split(/\s+/).filter(Boolean).map(bareName),
    properties: new Map(),
  };
  const subject = attribs['itemid'] ?? attribs['resource'] ?? '';
  if (subject !== '') entity.properties.set('@id', [reading.absolute(subject)]);
  read(element.children, entity, tops, reading, references);
  for (const id of references < maximumReferences
    ? new Set((attribs['itemref'] ?? '').split(/\s+/).filter(Boolean))
    : []) {
    const referred = reading.elementWithId(id);
    if (referred !== undefined && referred !== element) read([referred], entity, [], reading, references + 1);
  }
  return close(entity);
}

function valueOf(element: Element, property: string, absolute: (address: string) => string): string {
  const { name, attribs } = element;
  if (attribs['content'] !== undefined) return attribs['content'].trim();
  if (name === 'meta') return '';
  const address = addressAttributes.get(name);
  if (address !== undefined && ((name !== 'a' && name !== 'area') || addressProperties.test(property))) {
    const written = attribs[address] ?? '';
    return absolute((written.startsWith('data:') ? (attribs['data-src'] ?? '') : written).trim());
  }
  if (name === 'data' || name === 'meter') return (attribs['value'] ?? '').trim();
  if (name === 'time' && attribs['datetime'] !== undefined) return attribs['datetime'].trim();
  return textOf(element);
}

function textOf(element: Element): string {
  const pieces: string[] = [];
  let length = 0;
  const waiting: ChildNode[] = [element];
  for (let node = waiting.pop(); node !== undefined && length < maximumText; node = waiting.pop()) {
    if (isText(node)) {
      pieces.push(node.data);
      length += node.data.length;
    } else if (hasChildren(node)) {
      waiting.push(...node.children.slice(0, maximumText).toReversed());
    }
  }
  return pieces.join('').slice(0, maximumText).replace(/\s+/g, ' ').trim();
}

function add(owner: OpenEntity, names: string, value: (name: string) => EntityValue): void {
  for (const written of new Set(names.split(/\s+/).filter(Boolean))) {
    const name = bareName(written);
    const found = value(name);
    if (found === '') continue;
    const values = owner.properties.get(name);
    if (values === undefined) owner.properties.set(name, [found]);
    else values.push(found);
  }
}

function close({ types, properties }: OpenEntity): Entity {
  return { types, properties: Object.fromEntries(properties) };
}

/** In the head, `<meta itemprop>` speaks about the page; it is among the metas. */
function isHeadMeta({ name, parent }: Element): boolean {
  return name === 'meta' && parent !== null && isTag(parent) && parent.name === 'head';
}

function idOf(element: Element): readonly (readonly [string, Element])[] {
  return element.attribs['id'] === undefined ? [] : [[element.attribs['id'], element]];
}

function elementsOf(root: ParentNode): readonly Element[] {
  const found: Element[] = [];
  const waiting: ChildNode[] = root.children.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!isTag(node)) continue;
    found.push(node);
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
  return found;
}
