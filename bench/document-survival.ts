import { renderDocument, type TokenCount } from '#extraction/render-document.ts';
import { type GoldField, goldFieldNames, type GoldPage } from './corpus-documents.ts';
import { rawPage, searchable, standsAsPrice, standsIn } from './raw-page.ts';

/** Of the gold values that stand in the raw page, the share that has to be in the document, by field. */
export const survivalFloors: Readonly<Partial<Record<GoldField, number>>> = { price: 0.98, sku: 0.98, brand: 0.98 };
/** Tokens of the document, in the median of the pages. */
export const mostMedianTokens = 4_500;

export type FieldSurvival = {
  readonly gold: number;
  /** Gold values that stand nowhere in the raw page; they are not counted further. */
  readonly notInPage: number;
  readonly survived: number;
  /** Pages whose document lacks the value. */
  readonly lost: readonly string[];
};

export type Survival = {
  readonly fields: Readonly<Record<GoldField, FieldSurvival>>;
  /** Prices that stand in the document as such, not only as some number. */
  readonly asPrices: number;
  /** Tokens of each page's document. */
  readonly tokens: readonly number[];
};

/** Looks every gold value up in its raw page, and then in what a model is shown of it. */
export function documentSurvival(pages: readonly GoldPage[], maximumTokens: number, count: TokenCount): Survival {
  const looked = pages.map((page) => {
    const shown = renderDocument(page.document, maximumTokens, count);
    return { page, raw: rawPage(page.html), shown: searchable(shown), tokens: count(shown) };
  });
  const survivalOf = (field: GoldField): FieldSurvival => {
    const asked = looked.filter(({ page }) => page.gold[field] !== undefined);
    const valuesOf = ({ gold }: GoldPage) => gold[field] ?? [];
    const inPage = asked.filter(({ page, raw }) => valuesOf(page).some((value) => standsIn(raw, field, value)));
    const lost = inPage.filter(({ page, shown }) => !valuesOf(page).some((value) => standsIn(shown, field, value)));
    return {
      gold: asked.length,
      notInPage: asked.length - inPage.length,
      survived: inPage.length - lost.length,
      lost: lost.map(({ page }) => page.id),
    };
  };
  const fields = Object.fromEntries(goldFieldNames.map((field) => [field, survivalOf(field)]));
  const asPrices = looked.filter(({ page, shown }) =>
    (page.gold.price ?? []).some((value) => standsAsPrice(shown, value)),
  ).length;
  return { asPrices, fields: fields as Survival['fields'], tokens: looked.map(({ tokens }) => tokens) };
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

export const shareOf = ({ gold, notInPage, survived }: FieldSurvival) => survived / Math.max(1, gold - notInPage);

export function missedFloors({ fields, tokens }: Survival): readonly string[] {
  const low = Object.entries(survivalFloors).filter(([field, floor]) => shareOf(fields[field as GoldField]) < floor);
  const long = median(tokens) >= mostMedianTokens ? ['tokens'] : [];
  return [...low.map(([field]) => field), ...long];
}
