import { labelledField } from '../labels.ts';
import { availabilityInWords, parseAvailability } from '../values/availability.ts';
import { grounded, ungrounded } from './found.ts';
import type { Grounding } from './grounding.ts';
import { buying } from '../sources/page-words.ts';
import type { Passage, Passages } from './passages.ts';

type Statement = {
  readonly says: string;
  readonly passage: Passage;
  readonly start: number;
  readonly by: 'data' | 'words' | 'button';
};

/** Longer lines tell stories. */
const longestLine = 80;
/** Lines about something else that may be unavailable, or about a day on which the product may be there again. */
const besides =
  /chat|\blists?\b|option|review|rating|pick[- ]?up|filter|results|video|wish|\b(?:back|again|when|if|until)\b|wieder|\bwann\b|di nuovo|quando|à nouveau|\bquand\b|de nuevo|cuando|first available|erhältlich seit|dal \|/iu;

/** What says the same, or more: a page that says that few are left says that it is in stock. */
const implied: Readonly<Record<string, readonly string[]>> = {
  InStock: ['InStock', 'LimitedAvailability'],
  OutOfStock: ['OutOfStock', 'Discontinued'],
  BackOrder: ['BackOrder', 'MadeToOrder', 'PreOrder'],
};

/**
 * Availability is grounded by what the page's data say of its product, where some of several variants suffice for it
 * to be there, and all have to be gone for it to be out of stock; else by the first words near the heading that say
 * anything, in the languages that `availabilityInWords` knows; else by a button to buy it. That few are left may be said
 * after that there are some.
 */
export function findAvailability(value: string, { all }: Passages): Grounding {
  const statements = all.filter(({ about }) => about === 'product').flatMap(statementsIn);
  const of = (by: Statement['by']) => statements.filter((one) => one.by === by);
  const stated = of('data').toSorted((one, other) => Number(isGone(one)) - Number(isGone(other)));
  const accepted = implied[value] ?? [value];
  const words = of('words');
  const few = words.filter(({ says }) => says === 'LimitedAvailability');
  const buttons = stated.length > 0 || words.length > 0 ? [] : of('button');
  const found = [stated, words, few, buttons]
    .flatMap((some) => some.slice(0, 1))
    .find(({ says }) => accepted.includes(says));
  if (found === undefined) return ungrounded(statements.length > 0 ? 'elsewhere' : 'absent', value);
  return grounded(found.passage, found.start);
}

const isGone = ({ says }: Statement) => says === 'OutOfStock' || says === 'Discontinued';

function statementsIn(passage: Passage): readonly Statement[] {
  const { place, label, text } = passage;
  const isNamed =
    /availability$/iu.test(label) || (place === 'specifications' && labelledField(label) === 'availability');
  if (isNamed) {
    const says = parseAvailability(text) ?? availabilityInWords(text);
    return says === undefined ? [] : [{ says, passage, start: 0, by: 'data' }];
  }
  if (place !== 'text') return [];
  let start = 0;
  return text.split('\n').flatMap((line): readonly Statement[] => {
    const at = start;
    start += line.length + 1;
    const words = line.length > longestLine || besides.test(line) ? undefined : availabilityInWords(line);
    if (words !== undefined) return [{ says: words, passage, start: at, by: 'words' }];
    return buying.test(line) ? [{ says: 'InStock', passage, start: at, by: 'button' }] : [];
  });
}
