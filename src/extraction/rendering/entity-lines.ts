import { plainText } from '#html/plain-text.ts';
import type { Entity, EntityValue } from '#structured-data/structured-data.ts';

/** Beyond these a value repeats itself: shops put every review and variant into their data. */
const longestValue = 600;
const mostValues = 12;
const deepest = 6;

/** Says nothing about the product itself, and is often most of the bytes. */
const noise =
  /^(?:@.*|reviews?|potentialAction|mainEntity|mainEntityOfPage|isRelatedTo|isSimilarTo|priceValidUntil|logo|sameAs|hasMerchantReturnPolicy|shippingDetails|interactionStatistic)$/u;
/** Properties that are addresses: of the thing itself one is shown, of what belongs to it none. */
const address = /^(?:image|url|thumbnail\w*|contentUrl)$/iu;

/**
 * An entity as lines of `path: value`. What it has one of is taken apart (`offers.price: 19.90`); of what it has
 * several each is a line (`offers: price 19.90; availability InStock`), as far as they tell something.
 */
export function entityLines({ properties }: Entity, prefix = '', depth = 0): readonly string[] {
  return Object.entries(properties).flatMap(([name, values]): readonly string[] => {
    if (noise.test(name) || depth > deepest || (depth > 0 && address.test(name))) return [];
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const texts = values.filter((value) => typeof value === 'string').map(shortValue);
    const entities = values.filter((value): value is Entity => typeof value !== 'string');
    return [...textLines(name, path, texts), ...innerLines(path, entities, depth)];
  });
}

function textLines(name: string, path: string, values: readonly string[]): readonly string[] {
  const distinct = [...new Set(values.filter((value) => value !== ''))].slice(0, address.test(name) ? 1 : mostValues);
  return distinct.length === 0 ? [] : [`${path}: ${distinct.join(', ')}`];
}

function innerLines(path: string, entities: readonly Entity[], depth: number): readonly string[] {
  const [only] = entities;
  if (only === undefined) return [];
  if (entities.length === 1) return entityLines(only, path, depth + 1);
  const lines = entities.slice(0, mostValues).map((one) => `${path}: ${entitySummary(one)}`);
  return entities.length > mostValues ? [...lines, `${path}: and ${entities.length - mostValues} more`] : lines;
}

/** What an entity says, in one line. */
export function entitySummary(entity: Entity): string {
  return entityLines(entity, '', 1)
    .map((line) => line.replace(': ', ' '))
    .join('; ')
    .slice(0, longestValue)
    .toWellFormed();
}

/** The steps of a https://schema.org/BreadcrumbList; empty when it has none. */
export function trailLine({ properties }: Entity): string {
  const steps = (properties['itemListElement'] ?? []).flatMap((step) => (typeof step === 'string' ? [] : nameOf(step)));
  return steps.length === 0 ? '' : `breadcrumb: ${steps.join(' > ')}`;
}

function nameOf({ properties }: Entity): readonly string[] {
  const inner = (properties['item'] ?? []).filter((item): item is Entity => typeof item !== 'string');
  const names: readonly EntityValue[] = [
    ...(properties['name'] ?? []),
    ...inner.flatMap((item) => item.properties['name'] ?? []),
  ];
  return names.filter((name) => typeof name === 'string').slice(0, 1);
}

function shortValue(value: string): string {
  const name = /^https?:\/\/schema\.org\/(\w+)$/u.exec(value.trim())?.[1];
  return name ?? plainText(value).slice(0, longestValue).toWellFormed();
}
