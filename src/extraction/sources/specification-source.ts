import type { Document } from '#html/document.ts';
import { labelledField } from '../labels.ts';
import { type Source, proposal } from '../proposal.ts';
import { readers } from '../readers.ts';
import { type Dimensions, parseSide, sideOf } from '../values/dimensions.ts';

/** Rows of specification tables and definition lists whose name is known. */
export const specificationSource: Source = (document) => [
  ...document.specifications.flatMap(({ name, value }) => {
    const field = labelledField(name);
    const confidence = field === 'price' || field === 'availability' ? 0.6 : 0.75;
    return field === undefined
      ? []
      : proposal(field, readers[field]?.(withUnit(name, value), document), 'specifications', name, confidence);
  }),
  ...proposal('dimensions', sidesOf(document), 'specifications', 'width, height, depth', 0.7),
];

/** The unit in a row's name (`Weight (kg)`) belongs to its number. */
function withUnit(name: string, value: string): string {
  const unit = /[([](mm|cm|m|in|g|kg|lb|lbs|oz)[)\]]\s*$/i.exec(name)?.[1];
  return unit !== undefined && /^[\d.,\sx×]+$/.test(value) ? `${value} ${unit}` : value;
}

/** Width, height and depth that have a row each. */
function sidesOf({ specifications }: Document): Dimensions | undefined {
  const rows = specifications.flatMap(({ name, value }) => {
    const side = sideOf(name);
    const parsed = side === undefined || name.length < 4 ? undefined : parseSide(side, withUnit(name, value));
    return parsed === undefined ? [] : [{ name, parsed }];
  });
  const [first] = rows;
  const alike = rows.filter(({ parsed }) => parsed.unit === first?.parsed.unit);
  if (first === undefined) return undefined;
  const text = alike.map(({ name, parsed }) => `${name}: ${parsed.text}`).join(', ');
  return { ...alike.map(({ parsed }) => parsed).reduceRight((all, parsed) => ({ ...all, ...parsed })), text };
}
