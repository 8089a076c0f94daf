import { grounded, ungrounded } from './found.ts';
import type { Grounded } from './found.ts';
import type { Grounding } from './grounding.ts';
import { isSame, type Numeral, numeralsIn } from './numerals.ts';
import type { Passage, Passages } from './passages.ts';

type Unit = readonly [unit: string, kind: 'length' | 'mass', size: number, words: RegExp];

/** Each unit with its size in metres or kilograms, and how pages write it. */
const units: readonly Unit[] = [
  ['mm', 'length', 0.001, /^(?:mm|millimet\p{L}*)(?!\p{L})/iu],
  ['cm', 'length', 0.01, /^(?:cm|centim\p{L}*|zentimeter)(?!\p{L})/iu],
  ['in', 'length', 0.0254, /^(?:"|''|(?:in|inch|inches|zoll|pouces?|pollici|pulgadas)(?!\p{L}))/iu],
  ['ft', 'length', 0.3048, /^(?:'(?!')|(?:ft|feet|foot)(?!\p{L}))/iu],
  ['m', 'length', 1, /^(?:m|meters?|metres?|mètres?|metri|metros)(?!\p{L})/iu],
  ['kg', 'mass', 1, /^(?:kgs?|kilos?|kilogram\p{L}*|kgm)(?!\p{L})/iu],
  ['g', 'mass', 0.001, /^(?:g|gr|gram\p{L}*|grm|gms?)(?!\p{L})/iu],
  ['lb', 'mass', 0.453_592_37, /^(?:lbs?|pounds?|lbr)(?!\p{L})/iu],
  ['oz', 'mass', 0.028_349_523_125, /^(?:oz|ounces?|onz)(?!\p{L})/iu],
];
/** What a number may lose when it is converted and rounded. */
const rounding = 0.006;
/** Characters behind a number in which its unit may follow other numbers: `40 x 50 x 80 cm`. */
const reach = 40;

/**
 * The measures of a value, number by number: each stands in the page in this unit or in another that makes it the
 * same (`40 cm` for 400 mm; converted values may be rounded by 0.6 %), as a whole number with its unit.
 *
 * @param unit one of those that values have: mm, cm, m, in, ft, g, kg, oz, lb.
 */
export function findMeasures(numbers: readonly number[], unit: string, { all }: Passages): Grounding {
  const said = all.filter(({ place }) => place !== 'url' && place !== 'link');
  const own = said.filter(({ about }) => about !== 'others');
  const found = numbers.map((number) => ({ number, at: findMeasure(number, unit, own) }));
  const missing = found.filter(({ at }) => at === undefined).map(({ number }) => `${number} ${unit}`);
  const [first] = found.flatMap(({ at }) => at ?? []);
  if (missing.length === 0 && first !== undefined) return first;
  const isElsewhere = first === undefined && numbers.some((number) => findMeasure(number, unit, said) !== undefined);
  return ungrounded(first === undefined ? (isElsewhere ? 'elsewhere' : 'absent') : 'partial', missing.join(', '));
}

function findMeasure(number: number, unit: string, passages: readonly Passage[]): Grounded | undefined {
  const [, kind, size = 1] = units.find(([name]) => name === unit) ?? [];
  for (const one of passages)
    for (const numeral of numeralsIn(one.text))
      for (const [name, otherKind, otherSize] of unitsOf(numeral, one)) {
        const isWanted = (meaning: number) =>
          name === unit
            ? isSame(meaning, number)
            : Math.abs(meaning * otherSize - number * size) <= rounding * number * size;
        if (otherKind === kind && numeral.meanings.some(isWanted)) return grounded(one, numeral.start, numeral.end);
      }
  return undefined;
}

/** The unit behind the number, else the one that follows further numbers of the line, else the one in the label. */
function unitsOf({ end }: Numeral, { text, label }: Passage): readonly Unit[] {
  const after = text.slice(end, end + reach).split('\n')[0] ?? '';
  const next = unitAt(after.replace(/^[\s-]?/u, ''));
  if (next.length > 0) return next;
  const further: readonly Unit[] = [...after.matchAll(/(?<=[\d\s("-])(?:\p{L}+|"|')/gu)].flatMap(({ index }) =>
    unitAt(after.slice(index)),
  );
  const named: readonly Unit[] = [...label.matchAll(/(?<![\p{L}])\p{L}+/gu)].flatMap(({ index }): readonly Unit[] =>
    unitAt(label.slice(index)),
  );
  return [...further.slice(0, 1), ...named.slice(0, 1)];
}

function unitAt(text: string): readonly Unit[] {
  return units.filter(([, , , words]) => words.test(text)).slice(0, 1);
}
