import type { Entity, EntityValue } from './structured-data.ts';

/** The values of a property that is reached by a path of names (`offers.price`), in page order. */
export function valuesAt(entity: Entity, path: string): readonly EntityValue[] {
  let values: readonly EntityValue[] = [entity];
  for (const name of path.split('.')) {
    values = values.flatMap((value) => (typeof value === 'string' ? [] : propertyOf(value, name)));
  }
  return values;
}

export function propertyOf(entity: Entity, name: string): readonly EntityValue[] {
  return Object.hasOwn(entity.properties, name) ? (entity.properties[name] ?? []) : [];
}

/** The texts at a path; a thing that has a name counts as its name. */
export function textsAt(entity: Entity, path: string): readonly string[] {
  return valuesAt(entity, path).flatMap((value) => (typeof value === 'string' ? [value] : nameOf(value)));
}

export function entitiesAt(entity: Entity, path: string): readonly Entity[] {
  return valuesAt(entity, path).filter((value) => typeof value !== 'string');
}

export function isOfType(entity: Entity, types: ReadonlySet<string>): boolean {
  return entity.types.some((type) => types.has(type));
}

function nameOf(entity: Entity): readonly string[] {
  return ['name', 'value', 'url', 'contentUrl']
    .map((name) => propertyOf(entity, name)[0])
    .filter((value) => typeof value === 'string')
    .slice(0, 1);
}
