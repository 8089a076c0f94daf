import type { Json } from '#core/json.ts';
import type { Document } from '#html/document.ts';
import { entitiesAt, textsAt } from '#structured-data/entities.ts';
import type { Entity } from '#structured-data/structured-data.ts';
import { type Proposal, proposal } from '../proposal.ts';
import { localeOf } from '../region.ts';
import { currencyCode, currencyOfMark, mayMean } from '../values/currency.ts';
import { readPrice } from '../values/price.ts';
import { linesWithAmount, shownPrices } from './shown-prices.ts';
import { currencyNames } from './meta-source.ts';

/** A price for machines that stands somewhere in the visible page, where none stands where it is expected. */
const seenElsewhere = 0.4;
const mostAmounts = 3;
const mostEntities = 60;

/** Prices for machines that a reader finds in the page as well have a second witness, whose line shows the mark. */
export function seenPrices(proposals: readonly Proposal[], document: Document): readonly Proposal[] {
  const prices = proposals.filter(({ field }) => field === 'price');
  if (prices.some(({ provenance }) => provenance.source === 'page')) return [];
  const amounts = new Set(prices.flatMap(({ value }) => amountOf(value) ?? []));
  return [...amounts].slice(0, mostAmounts).flatMap((amount) => {
    const [line] = linesWithAmount(amount, document);
    if (line === undefined) return [];
    const currency = readPrice(line, { locale: localeOf(document), needsMark: true })?.currency;
    return proposal('price', { amount, ...(currency === undefined ? {} : { currency }) }, 'page', line, seenElsewhere);
  });
}

/**
 * Prices without a currency take the one that a reader sees at the same amount, else that of the page, when all that
 * it says of currencies agrees.
 */
export function withPageCurrency(proposals: readonly Proposal[], document: Document): readonly Proposal[] {
  const isBare = ({ field, value }: Proposal) => field === 'price' && currencyOf(value) === undefined;
  if (!proposals.some(isBare)) return proposals;
  const common = pageCurrency(proposals, document);
  const shown = shownPrices(document).map(({ price }) => price);
  return proposals.map((one) => {
    const amount = isBare(one) ? amountOf(one.value) : undefined;
    const currency = onlyOne(shown.filter((price) => price.amount === amount).map(currencyOf)) ?? common;
    return amount === undefined || currency === undefined ? one : { ...one, value: { amount, currency } };
  });
}

/**
 * What stands at prices counts before what the page declares at large, and that before what its scripts name for
 * others, which must be something that the marks at the prices can mean; each only when it is one currency.
 */
function pageCurrency(proposals: readonly Proposal[], document: Document): string | undefined {
  const shown = shownPrices(document);
  const atPrices = [
    ...proposals.filter(({ field }) => field === 'price').map(({ value }) => currencyOf(value)),
    ...shown.map(({ price }) => price.currency),
  ];
  const inScripts = () => (document.structured.currencies ?? []).map(currencyCode);
  for (const codes of [() => atPrices, () => declared(document), inScripts]) {
    const known = codes().filter((code) => code !== undefined);
    if (known.length === 0) continue;
    const code = onlyOne(known);
    return code !== undefined && shown.every(({ mark }) => mark === '' || mayMean(mark, code)) ? code : undefined;
  }
  return undefined;
}

function declared(document: Document): readonly (string | undefined)[] {
  const { meta, microdata, rdfa = [], state = [] } = document.structured;
  const locale = localeOf(document);
  const texts = [
    ...currencyNames.flatMap((name) => (Object.hasOwn(meta, name) ? (meta[name] ?? []) : [])),
    ...(document.marks ?? []).filter(({ field }) => field === 'currency').map(({ value }) => value),
    ...[...microdata, ...rdfa, ...state].slice(0, mostEntities).flatMap(currenciesOf),
  ];
  return texts.map((text) => currencyCode(text) ?? currencyOfMark(text, locale));
}

function currenciesOf(entity: Entity): readonly string[] {
  return [entity, ...entitiesAt(entity, 'offers')].flatMap((one) => textsAt(one, 'priceCurrency'));
}

function onlyOne(codes: readonly (string | undefined)[]): string | undefined {
  const [code, ...others] = new Set(codes.filter((one) => one !== undefined));
  return others.length === 0 ? code : undefined;
}

function amountOf(value: Json): number | undefined {
  return isPrice(value) ? value.amount : undefined;
}

function currencyOf(value: Json): string | undefined {
  return isPrice(value) ? value.currency : undefined;
}

function isPrice(value: Json): value is { readonly amount: number; readonly currency?: string } {
  return typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'number';
}
