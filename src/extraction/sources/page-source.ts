import type { Document } from '#html/document.ts';
import { labelledField } from '../labels.ts';
import { type Proposal, type Source, proposal } from '../proposal.ts';
import { readers } from '../readers.ts';
import { availabilityInWords } from '../values/availability.ts';
import { type Price, parsePrice } from '../values/price.ts';
import { categoryOf } from './entity-source.ts';

/** Lines after the heading in which a shop shows price, stock and article number. */
const buyingLines = 60;
/** The number that a shop shows is the one to order by; above the one in JSON-LD, which often is the shop's internal one. */
const shownNumber = 0.88;
const otherProducts =
  /^(related|similar|recommended|you (may|might)|customers (also|who)|recently viewed|frequently bought|more from|people also|ähnliche|das könnte|kunden (kauften|haben)|zubehör|vous aimerez|produits (similaires|associés)|prodotti (simili|correlati)|potrebbe|productos (relacionados|similares)|también|produtos relacionados|gerelateerde|relaterade|похожие|с этим товаром)/iu;
const otherPrice =
  /(shipping|delivery|versand|livraison|spedizione|envío|per month|\/ ?mo\b|monthly|monat|par mois|al mese|installment|financ|klarna|afterpay|rate\b|was\b|rrp|msrp|uvp|list price|retail|statt|save\b|saving|you save|sparen|économ|rispar|ahorr|off\b|coupon|gift|points|deposit|\bover\b|above|from only|free (on|over)|minimum|\d+ ?%)/iu;
const articleNumber =
  /(?<![\p{L}\d])(?:sku|item ?(?:no|nr|num|number|code|id)|item ?(?=#)|product (?:code|no|number|id)|art(?:icle|ikel|icolo|ículo)?[ .-]{0,3}(?:no|nr|n°|nummer|number|code)|bestell-?(?:nr|nummer)|r[ée]f(?:[ée]rence)?|cod(?:ice)?|c[óo]d(?:igo)?|varenr|артикул)[\s.:#№°]{1,4}([\p{L}\p{N}]*\d[\p{L}\p{N}._/-]*)/iu;
const buying =
  /^(add to (cart|bag|basket|trolley)|buy (it )?now|in den warenkorb|in den einkaufswagen|ajouter au panier|aggiungi al carrello|añadir al carrito|añadir a la cesta|agregar al carrito|comprar|adicionar ao carrinho|in winkelwagen|in winkelmand|lägg i (varukorg|kundvagn)(en)?|læg i kurv|legg i handlekurv|do koszyka|dodaj do koszyka|в корзину|купить|přidat do košíku|do košíku|acheter|kaufen|add to order)(?!\p{L})/iu;

/** What a reader sees: the heading, and near it the price, the stock, labelled numbers. The weakest source. */
export const pageSource: Source = (document) => {
  const lines = document.text.split('\n');
  const heading = headingLine(lines, document);
  const near = beforeOtherProducts(lines.slice(heading + 1, heading + 1 + buyingLines));
  return [
    ...proposal('name', document.headings[0], 'page', 'h1', 0.7),
    ...priceNear(near, document, heading >= 0),
    ...availabilityNear(near, heading >= 0),
    ...labelledLines(lines, document),
    ...articleNumbers(near, document),
    ...proposal('category', trailOf(lines.slice(0, Math.max(heading, 40)), document), 'page', 'breadcrumb', 0.6),
    ...proposal('images', imagesOf(document), 'page', 'img', 0.4),
    ...proposal('documents', document.documents.length === 0 ? undefined : document.documents, 'page', 'a', 0.8),
  ];
};

function headingLine(lines: readonly string[], { headings }: Document): number {
  const [heading] = headings;
  return heading === undefined
    ? -1
    : lines.findIndex((line) => line === heading || (line.length > 8 && heading.startsWith(line)));
}

function beforeOtherProducts(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => line.length < 60 && otherProducts.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

function priceNear(lines: readonly string[], { language }: Document, hasHeading: boolean): readonly Proposal[] {
  const found = lines.flatMap((line, index) => {
    if (line.length > 80 || otherPrice.test(line) || otherPrice.test(labelBefore(lines, index))) return [];
    const price = parsePrice(line, { locale: language, needsMark: true });
    return price === undefined || price.amount === 0 ? [] : [{ price, line }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const confidence = !hasHeading ? 0.4 : first.line.length <= 30 ? 0.6 : 0.45;
  return proposal('price', first.price satisfies Price, 'page', first.line, confidence);
}

/** A short line without digits names what the next one tells. */
function labelBefore(lines: readonly string[], index: number): string {
  const before = lines[index - 1] ?? '';
  return before.length <= 25 && !/\d/.test(before) ? before : '';
}

function availabilityNear(lines: readonly string[], hasHeading: boolean): readonly Proposal[] {
  for (const line of lines) {
    const found = line.length > 60 ? undefined : availabilityInWords(line);
    if (found !== undefined) return proposal('availability', found, 'page', line, hasHeading ? 0.55 : 0.4);
  }
  const button = lines.find((line) => line.length <= 40 && buying.test(line));
  return button === undefined ? [] : proposal('availability', 'InStock', 'page', button, 0.45);
}

/** `SKU: 123` on one line, or a known label alone on a line with its value on the next. */
function labelledLines(lines: readonly string[], document: Document): readonly Proposal[] {
  return lines.flatMap((line, index) => {
    const [, label = '', text = ''] =
      /^([^:#|]{2,40}?)\s?(?:[:#|]|(?<=no\.|nr\.|№))[\s:#]*(\S.{0,200})$/iu.exec(line) ?? [];
    const inLine = label === '' ? undefined : labelledField(label);
    if (inLine !== undefined) return readLabelled(inLine, text, line, inLine === 'sku' ? shownNumber : 0.6, document);
    const alone = line.length <= 40 ? labelledField(line) : undefined;
    const next = lines[index + 1] ?? '';
    const isValue = next !== '' && next.length <= 120 && labelledField(next) === undefined && !next.endsWith(':');
    return alone === undefined || !isValue
      ? []
      : readLabelled(alone, next, `${line} ${next}`, line.endsWith(':') ? 0.55 : 0.4, document);
  });
}

/** `SKU 123-4`, `Item #5678`, `Art.-Nr. 9` anywhere in a line near the heading. */
function articleNumbers(lines: readonly string[], document: Document): readonly Proposal[] {
  return lines.flatMap((line) => {
    const text = line.length > 200 ? undefined : articleNumber.exec(line)?.[1];
    return text === undefined ? [] : readLabelled('sku', text, line, 0.55, document);
  });
}

const identifiers = new Set(['sku', 'mpn', 'modelNumber']);

function readLabelled(
  field: string,
  text: string,
  where: string,
  confidence: number,
  document: Document,
): readonly Proposal[] {
  // On a page a number may be followed by more words; one with a digit ends at the first space.
  const value = identifiers.has(field) ? (/^[\p{L}\p{N}][\p{L}\p{N}._/-]*/u.exec(text)?.[0] ?? '') : text;
  if (identifiers.has(field) && !/\d/.test(value)) return [];
  if (field === 'price' && !/\d/.test(value)) return [];
  return proposal(
    field,
    readers[field]?.(value, document),
    'page',
    where.slice(0, 120),
    field === 'price' ? confidence - 0.1 : confidence,
  );
}

function trailOf(lines: readonly string[], document: Document): string | undefined {
  const trail = lines.find((line) => line.length <= 300 && /\S [>›»] \S/.test(line));
  return trail === undefined ? undefined : categoryOf(trail.split(/\s*[>›»/|]\s*/), document);
}

/** Pictures that are described with the words of the heading. */
function imagesOf({ images, headings }: Document): Proposal['value'] | undefined {
  const words = new Set((headings[0] ?? '').toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
  const fitting = images.filter(({ alternative }) => {
    const own = alternative.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
    return own.filter((word) => words.has(word)).length >= Math.min(2, words.size) && words.size > 0;
  });
  return fitting.length === 0 ? undefined : fitting.slice(0, 10).map(({ url }) => url);
}
