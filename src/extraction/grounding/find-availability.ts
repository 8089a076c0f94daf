import { labelledField } from '../labels.ts';
import { availabilityInWords, parseAvailability } from '../values/availability.ts';
import { grounded, ungrounded } from './found.ts';
import type { Grounding } from './grounding.ts';
import { buying } from './buying.ts';
import type { Passage, Passages } from './passages.ts';

type Statement = {
  readonly says: string;
  readonly passage: Passage;
  readonly start: number;
  readonly isStated: boolean;
};

/** Longer lines tell stories. */
const longestLine = 100;

/** What says the same, or more: a page that says that few are left says that it is in stock. */
const implied: Readonly<Record<string, readonly string[]>> = {
  InStock: ['InStock', 'LimitedAvailability'],
  OutOfStock: ['OutOfStock', 'Discontinued'],
  BackOrder: ['BackOrder', 'MadeToOrder', 'PreOrder'],
};

/**
 * Availability is grounded by what the page's data say of its product; where they say nothing, or what they say
 * is not the value, by words near the heading, in the languages that `availabilityInWords` knows.
 */
export function findAvailability(value: string, { all }: Passages): Grounding {
  const statements = all.filter(({ about }) => about === 'product').flatMap(statementsIn);
  const accepted = implied[value] ?? [value];
  const stated = statements.filter(({ isStated }) => isStated);
  const found = [...stated, ...statements].find(({ says }) => accepted.includes(says));
  if (found === undefined) return ungrounded(statements.length > 0 ? 'elsewhere' : 'absent', value);
  return grounded(found.passage, found.start);
}

function statementsIn(passage: Passage): readonly Statement[] {
  const { place, label, text } = passage;
  const isNamed =
    /availability$/iu.test(label) || (place === 'specifications' && labelledField(label) === 'availability');
  if (isNamed) {
    const says = parseAvailability(text) ?? availabilityInWords(text);
    return says === undefined ? [] : [{ says, passage, start: 0, isStated: true }];
  }
  if (place !== 'text') return [];
  let start = 0;
  return text.split('\n').flatMap((line) => {
    const at = start;
    start += line.length + 1;
    const words = line.length > longestLine ? undefined : availabilityInWords(line);
    const says = words ?? (buying.test(line) ? 'InStock' : undefined);
    return says === undefined ? [] : [{ says, passage, start: at, isStated: false }];
  });
}
