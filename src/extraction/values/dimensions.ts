import { converted, isMetric, type Length, lengthsIn, type LengthUnit, onOneLine, unitOf } from './length.ts';
import { type Side, sideOf, sideWords, togetherNamed } from './sides.ts';

export type { LengthUnit } from './length.ts';
export { type Side, sideOf } from './sides.ts';
export type Dimensions = { readonly text: string; readonly unit?: LengthUnit } & { readonly [side in Side]?: number };

/** A side's length from one end to the other of a range; `to` equals `from` where it is fixed. */
export type Extent = { readonly from: number; readonly to: number };
export type SideExtents = { readonly unit: LengthUnit; readonly sides: { readonly [side in Side]?: Extent } };

/** W x D x H as furniture makers write it. */
const customary: readonly Side[] = ['width', 'depth', 'height'];
const joined = /[x×✕*]|\bby\b|\bpar\b/iu;
/** `L x W x H`, `Breite × Tiefe × Höhe`, `BxTxH`: an order for the numbers that stand together. */
const order = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${sideWords})\.?(?:\s?[x×✕*/]\s?(?:${sideWords})\.?){1,3}(?!\p{L})`,
  'iu',
);

/**
 * Sides with their unit from texts like `W 40 x D 50 x H 80 cm`, `20 1/2" x 8"`, `5' 6" long`, `L x W x H: 40 x 50 x
 * 80 cm` or `Breite: 40,5 cm, Höhe: 80 cm`. The text is always kept; a number goes to a side only when a label says
 * so, or when there are exactly three joined by x (then width, depth, height), and only when it is one number: a
 * range is no length. Undefined when there is no number with a unit.
 */
export function parseDimensions(text: string): Dimensions | undefined {
  const read = sideExtents(text);
  if (read === undefined) return undefined;
  const fixed: { [side in Side]?: number } = {};
  for (const side of Object.keys(read.sides) as Side[]) {
    const extent = read.sides[side];
    if (extent !== undefined && extent.from === extent.to) fixed[side] = extent.from;
  }
  return { text: text.slice(0, 300).replace(/\s+/g, ' ').trim(), ...fixed, unit: read.unit };
}

/** The same with its ranges: `Height 70-110 cm` is 70 to 110. */
export function sideExtents(text: string): SideExtents | undefined {
  const line = onOneLine(text);
  const said = order.exec(line);
  const lengths = withUnits(lengthsIn(line), line);
  const [first] = lengths;
  if (first === undefined) return undefined;
  // What stands there in the other system says the same once more.
  const own = lengths.filter(({ unit }) => isMetric(unit) === isMetric(first.unit));
  const unit = own.at(-1)?.unit ?? first.unit;
  const labels = labelsOf(own, line, said);
  const sides: { [side in Side]?: Extent } = {};
  own.forEach(({ value, upTo, unit: from }, index) => {
    const side = labels[index];
    if (side === undefined) return;
    const ends = [value, upTo ?? value].map((end) => converted(end, from, unit));
    sides[side] ??= { from: Math.min(...ends), to: Math.max(...ends) };
  });
  return { unit, sides };
}

/** A single side from the value of a row that is named after it (`Width` | `40 cm`). */
export function parseSide(side: Side, text: string): Dimensions | undefined {
  const found = lengthsIn(onOneLine(text.slice(0, 100))).find(({ unit }) => unit !== undefined);
  if (found?.unit === undefined) return undefined;
  const fixed = found.upTo === undefined ? { [side]: found.value } : {};
  return { text: text.trim(), ...fixed, unit: found.unit };
}

type Measured = Length & { readonly unit: LengthUnit };

/** A number without a unit has that of its label, of the number it is joined to (`40 x 50 cm`), or of the whole line. */
function withUnits(lengths: readonly Length[], line: string): readonly Measured[] {
  const gaps = lengths.map(({ end }, index) => line.slice(end, lengths[index + 1]?.start));
  const before = (index: number) => gaps[index - 1] ?? line.slice(0, lengths[0]?.start);
  const own = lengths.map(({ unit }, index) => unit ?? unitInLabel(before(index)) ?? unitAfterLabel(gaps[index] ?? ''));
  const stated = unitOf(/(?:^|[([\s])(?:in\s)?(mm|cm)[\s)\]:.]/iu.exec(`${line} `)?.[1]);
  return lengths.flatMap((one, index): readonly Measured[] => {
    const isLabelled = sideOf(lastSegment(before(index))) !== undefined;
    const isJoined = joined.test(before(index)) || joined.test(gaps[index] ?? '');
    const unit =
      own[index] ??
      (isLabelled || isJoined
        ? (unitOfNext(index, own, gaps, isLabelled) ?? unitBefore(index, own, gaps) ?? stated)
        : undefined);
    if (unit === undefined) return [];
    const scale = unit === 'mm' && one.isGrouped ? 1_000 : 1;
    return [{ ...one, value: one.value * scale, unit }];
  });
}

type Units = readonly (LengthUnit | undefined)[];

/** The unit of the next number that has one, as long as they are joined; a label makes up for that. */
function unitOfNext(index: number, own: Units, gaps: readonly string[], isLabelled: boolean): LengthUnit | undefined {
  const end = isLabelled ? -1 : gaps.findIndex((gap, at) => at >= index && !joined.test(gap));
  return own.slice(index + 1, end < 0 ? undefined : end + 1).find((unit) => unit !== undefined);
}

function unitBefore(index: number, own: Units, gaps: readonly string[]): LengthUnit | undefined {
  return joined.test(gaps[index - 1] ?? '') ? own.slice(0, index).findLast((unit) => unit !== undefined) : undefined;
}

/** `Width (mm): 400` */
const unitInLabel = (gap: string) => unitOf(/\(\s?(mm|cm|m|in)\s?\)[\s:=]*$/iu.exec(gap)?.[1]);
/** `40 W cm` */
const unitAfterLabel = (gap: string) => unitOf(/^\s?\p{L}{1,12}\)?\s?(mm|cm|m|in|"|”|″)(?!\p{L})/iu.exec(gap)?.[1]);

/** What each of the numbers is the length of. */
function labelsOf(
  lengths: readonly Measured[],
  line: string,
  said: RegExpExecArray | null,
): readonly (Side | undefined)[] {
  const stated = said?.[0].split(/\s?[x×✕*/]\s?/iu) ?? [];
  if (stated.length >= 2 && stated.length <= lengths.length) {
    return togetherNamed(stated, stated.map(sideOf));
  }
  const before = lengths.map(({ start }, index) => lastSegment(line.slice(lengths[index - 1]?.end ?? 0, start)));
  const after = lengths.map(({ end }, index) => firstSegment(line.slice(end, lengths[index + 1]?.start)));
  const isLabelledBefore = before.some(
    (label, index) =>
      sideOf(label) !== undefined &&
      (index === 0 || sideOf(before[0]) !== undefined || sideOf(after[index - 1]) === undefined),
  );
  const labels = isLabelledBefore ? before : after;
  const named = togetherNamed(labels, labels.map(sideOf));
  const isCustomary =
    lengths.length === 3 &&
    named.every((side) => side === undefined) &&
    lengths.slice(0, -1).every(({ end }, index) => joined.test(line.slice(end, lengths[index + 1]?.start)));
  return isCustomary ? customary : named;
}

/** The label right before a number: what follows the last mark that ends another. */
function lastSegment(gap: string): string {
  const label = gap.replace(/\(\s?(?:mm|cm|m|in)\s?\)/giu, '').replace(/[\s:=.(]+$/u, '');
  return (
    label
      .split(/[:;,|/()–]|(?:^|\s|\b)[x×✕*](?=\s|\p{L}|$)/iu)
      .at(-1)
      ?.trim() ?? ''
  );
}

/** The label right after a number, and after its unit where that comes last. */
function firstSegment(gap: string): string {
  const label = gap.replace(/^[\s.(]+/u, '').split(/[:;,|/()–]|(?<=\s|\p{L})[x×✕*](?:\s|$)|^[x×✕*]/iu)[0] ?? '';
  return label.replace(/(?<=\p{L})\s(?:mm|cm|m|in)\s*$/iu, '').trim();
}
