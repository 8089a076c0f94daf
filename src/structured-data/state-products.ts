import type { Json } from '#core/json.ts';
import { productOf } from './state-product.ts';
import { type StateProperty, isAsked, isElsewhere, isInternalNumber, meaningOf } from './state-vocabulary.ts';
import type { Entity } from './structured-data.ts';

/** Bounds for the walk through what a page embeds. */
const maximum = { nodes: 40_000, depth: 40, products: 60, members: 500 };

type Tree = readonly Json[] | { readonly [name: string]: Json };
type Place = {
  readonly tree: Tree;
  readonly depth: number;
  /** Of an object around it. */
  readonly currency: string | undefined;
  /** Kept under a name that means the product of the page. */
  readonly isAsked: boolean;
};

/**
 * An entity like those of schema.org for each thing in a page's own data that is described as a product is, in the
 * order of the data. Lists of other products, by their name, are passed over.
 */
export function stateProducts(values: readonly Json[]): readonly Entity[] {
  const found: Entity[] = [];
  const waiting: Place[] = values
    .filter(isTree)
    .map((tree) => ({ tree, depth: 0, currency: undefined, isAsked: false }))
    .toReversed();
  let left = maximum.nodes;
  for (let place = waiting.pop(); place !== undefined && left > 0; place = waiting.pop()) {
    left -= 1;
    if (place.depth > maximum.depth) continue;
    const inner = isList(place.tree) ? membersOf(place.tree, place) : readNode(place.tree, place, found);
    for (let index = inner.length - 1; index >= 0; index -= 1) {
      const one = inner[index];
      if (one !== undefined) waiting.push(one);
    }
    if (found.length >= maximum.products) break;
  }
  return found;
}

function membersOf(list: readonly Json[], { depth, currency, isAsked: asked }: Place): readonly Place[] {
  return list
    .slice(0, maximum.members)
    .filter(isTree)
    .map((tree) => ({ tree, depth: depth + 1, currency, isAsked: asked }));
}

/** Takes the object as a product when it is one, and gives what else it holds. */
function readNode(node: { readonly [name: string]: Json }, place: Place, found: Entity[]): readonly Place[] {
  const inner: (readonly [name: string, tree: Tree])[] = [];
  const ranks = new Map<StateProperty, number>();
  const values = new Map<StateProperty, Json>();
  let { currency } = place;
  for (const name in node) {
    const value = node[name];
    if (value === null || value === undefined || value === '') continue;
    if (isTree(value)) inner.push([name, value]);
    const meaning = meaningOf(name);
    if (meaning === undefined) continue;
    if (meaning === 'currency') currency = typeof value === 'string' && value.length <= 4 ? value : currency;
    else if (meaning.rank < (ranks.get(meaning.property) ?? Infinity)) {
      ranks.set(meaning.property, meaning.rank);
      values.set(meaning.property, /sold_?out$/i.test(name) ? value !== true : value);
    }
  }
  // Shopify's products have a number for the page (`id`); what is ordered is the variant.
  const sku = isInternalNumber(ranks.get('sku')) ? skuOfOnlyVariant(node['variants']) : undefined;
  if (sku !== undefined) values.set('sku', sku);
  const product = values.size < 2 ? undefined : productOf({ values, currency, isAsked: place.isAsked });
  if (product !== undefined) found.push(product);
  return inner
    .filter(([name]) => !isElsewhere(name))
    .map(([name, tree]) => ({ tree, depth: place.depth + 1, currency, isAsked: isAsked(name) }));
}

function skuOfOnlyVariant(variants: Json | undefined): string | undefined {
  if (variants === undefined || !isTree(variants) || !isList(variants) || variants.length !== 1) return undefined;
  const [only = null] = variants;
  const sku = isTree(only) && !isList(only) ? only['sku'] : undefined;
  return typeof sku === 'string' && sku.trim() !== '' ? sku : undefined;
}

function isTree(value: Json): value is Tree {
  return typeof value === 'object' && value !== null;
}

function isList(tree: Tree): tree is readonly Json[] {
  return Array.isArray(tree);
}
