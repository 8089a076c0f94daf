import type { Json } from '#core/json.ts';
import type { Entity, EntityValue } from './structured-data.ts';
import { bareName } from './vocabulary.ts';

type Node = { readonly [name: string]: Json };

/** References are followed this far; what refers to itself ends sooner. */
const maximumDepth = 12;
/** Entities a page: following references could otherwise multiply them. */
const maximumEntities = 5_000;

/**
 * The top-level things that JSON-LD describes, in order: members of arrays and of `@graph` one by one, `@id`
 * references replaced by what they refer to within the page. The `@id` stays as a property.
 */
export function jsonLdEntities(jsonLd: readonly Json[]): readonly Entity[] {
  const tops = jsonLd.flatMap(topNodes);
  const byId = indexById(jsonLd);
  let left = maximumEntities;

  function entityOf(node: Node, path: readonly Node[]): Entity {
    left -= 1;
    const properties: [string, readonly EntityValue[]][] = [];
    for (const [name, value] of Object.entries(node)) {
      if (name === '@type' || name === '@context' || name === '@graph') continue;
      const values = valuesOf(value, [...path, node]);
      if (values.length > 0) properties.push([bareName(name), values]);
    }
    return { types: typesOf(node), properties: Object.fromEntries(properties) };
  }

  function valuesOf(value: Json, path: readonly Node[]): readonly EntityValue[] {
    if (Array.isArray(value)) return value.flatMap((member: Json) => valuesOf(member, path));
    if (typeof value === 'string') return value.trim() === '' ? [] : [value];
    if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
    if (!isNode(value) || path.length > maximumDepth || left <= 0) return [];
    if (value['@value'] !== undefined) return valuesOf(value['@value'], path);
    const target = referent(value);
    return path.includes(target) ? [] : [entityOf(target, path)];
  }

  function referent(node: Node): Node {
    const id = node['@id'];
    const isReference = typeof id === 'string' && Object.keys(node).every((name) => name === '@id' || name === '@type');
    return isReference ? (byId.get(id) ?? node) : node;
  }

  return tops.map((node) => entityOf(node, []));
}

function topNodes(value: Json): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(topNodes);
  if (!isNode(value)) return [];
  const graph = value['@graph'];
  if (graph === undefined) return [value];
  const hasMore = Object.keys(value).some((name) => !name.startsWith('@'));
  return hasMore ? [value, ...topNodes(graph)] : topNodes(graph);
}

/** Every node that says more than its `@id`; of several with one `@id` the fullest. */
function indexById(jsonLd: readonly Json[]): ReadonlyMap<string, Node> {
  const byId = new Map<string, Node>();
  const waiting: Json[] = [...jsonLd];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) waiting.push(inner);
    if (!isNode(value)) continue;
    const id = value['@id'];
    if (typeof id !== 'string') continue;
    const known = byId.get(id);
    if (known === undefined || Object.keys(value).length > Object.keys(known).length) byId.set(id, value);
  }
  return byId;
}

function typesOf(node: Node): readonly string[] {
  const type = node['@type'];
  const types = Array.isArray(type) ? type : [type];
  return types.filter((name): name is string => typeof name === 'string').map(bareName);
}

function isNode(value: Json): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
