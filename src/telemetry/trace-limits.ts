import type { Attributes, Fact, FactEvent } from '#core/fact.ts';
import { cut, longestText } from './fact-attributes.ts';

/** What the traces of items under way, and of parked ones, may take of memory: about 50 MB, whatever happens. */
export type TraceLimits = {
  /** Of all items together. */
  readonly facts: number;
  /** Items whose trace is held. */
  readonly items: number;
  readonly factsOfItem: number;
  readonly eventsOfFact: number;
};

export const traceLimits: TraceLimits = { facts: 50_000, items: 20_000, factsOfItem: 1_000, eventsOfFact: 64 };

/**
 * The first and the last of them, where there are too many: how it began, and how it ended.
 *
 * @returns how many have gone from the middle.
 */
export function thinOut(list: unknown[], most: number): number {
  const tooMany = list.length - most;
  if (tooMany <= 0) return 0;
  list.splice(Math.ceil(most / 2), tooMany);
  return tooMany;
}

/** The fact without what would not reach its span anyway: events beyond the limit, and the ends of long texts. */
export function trimmed(fact: Fact, { eventsOfFact }: Pick<TraceLimits, 'eventsOfFact'>): Fact {
  const { attributes, events = [] } = fact;
  const isModest = hasShortTexts(attributes) && events.length <= eventsOfFact && events.every(isShort);
  if (isModest) return fact;
  const kept = [...events];
  thinOut(kept, eventsOfFact);
  return {
    ...fact,
    attributes: shortened(attributes),
    events: kept.map((event) => ({ ...event, attributes: shortened(event.attributes) })),
  };
}

const isShort = ({ attributes }: FactEvent) => hasShortTexts(attributes);

function hasShortTexts(attributes: Attributes): boolean {
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === 'string' && value.length > longestText) return false;
  }
  return true;
}

/** Copies what it cuts: a part of a text would keep the whole of it in memory. */
function shortened(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > longestText ? Buffer.from(cut(value)).toString() : value,
    ]),
  );
}
