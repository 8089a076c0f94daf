import type { Document } from '#html/document.ts';
import { letters } from '../fold.ts';
import { labelledField } from '../labels.ts';
import { type Proposal, proposal } from '../proposal.ts';
import { readers } from '../readers.ts';
import { numbersOfUrl } from './url-source.ts';
import { pageLines } from './page-lines.ts';

/** The number that a shop shows is the one to order by; above the one in JSON-LD, which often is the shop's internal one. */
const shownNumber = 0.88;
const articleNumber =
  /(?<![\p{L}\d])(?:sku|item ?(?:no|nr|num|number|code|id)|item ?(?=#)|product (?:code|no|number|id)|art(?:icle|ikel|icolo|ículo)?[ .-]{0,3}(?:no|nr|n°|nummer|number|code)|bestell-?(?:nr|nummer)|r[ée]f(?:[ée]rence)?|cod(?:ice)?|c[óo]d(?:igo)?|k[óo]d|varenr|артикул)[\s.:#№°]{1,4}([\p{L}\p{N}]*\d[\p{L}\p{N}._/-]*)/iu;
const hasSeparator = /[:：#|№]|n[or]\./i;
const labelled = /^([^:：#|]{2,40}?)\s?(?:[:：#|]|(?<=no\.|nr\.|№))[\s:：#]*(\S.{0,200})$/iu;
/** A number with separators, alone or at the end of a line. */
const bareNumber = /(?:^|[\s(])(\d{2,}(?:[/.-]\d{2,})+|\d{6,})\)?$/;
const identifiers = new Set(['sku', 'mpn', 'modelNumber', 'gtin']);

/** `SKU: 123` on one line, or a known label alone on a line with its value on the next. */
export function labelledLines(document: Document): readonly Proposal[] {
  const { lines, near, before } = pageLines(document);
  return lines.flatMap((line, index) => {
    const [, label = '', text = ''] = (hasSeparator.test(line) ? labelled.exec(line) : null) ?? [];
    const inLine = label === '' ? undefined : labelledField(label);
    if (inLine !== undefined) return readLabelled(inLine, text, line, inLine === 'sku' ? shownNumber : 0.6, document);
    const alone = line.length <= 40 ? labelledField(line) : undefined;
    const next = lines[index + 1] ?? '';
    // A list to choose brands from has the same label.
    if (alone === 'brand' && !/[:：]$/.test(line) && !near.includes(line) && !before.includes(line)) return [];
    const isValue = next !== '' && next.length <= 120 && labelledField(next) === undefined && !/[:：]$/.test(next);
    return alone === undefined || !isValue
      ? []
      : readLabelled(alone, next, `${line} ${next}`, /[:：]$/.test(line) ? 0.55 : 0.4, document);
  });
}

/** `SKU 123-4`, `Item #5678`, `Art.-Nr. 9` anywhere in a line near the heading. */
export function articleNumbers(document: Document): readonly Proposal[] {
  return pageLines(document).near.flatMap((line) => {
    const text = line.length > 200 || !/\d/.test(line) ? undefined : articleNumber.exec(line)?.[1];
    return text === undefined ? [] : readLabelled('sku', text, line, 0.55, document);
  });
}

/** A number without a label near the heading that the page's address holds too: the shop's own. */
export function numbersOfAddress(document: Document): readonly Proposal[] {
  const numbers = numbersOfUrl(document).map(({ text }) => letters(text));
  if (numbers.length === 0) return [];
  const { near, lines, start } = pageLines(document);
  return [lines[start] ?? '', ...near].flatMap((line) => {
    const shown = line.length > 200 ? undefined : bareNumber.exec(line)?.[1];
    if (shown === undefined) return [];
    const own = letters(shown);
    const isInAddress = own.length >= 6 && numbers.some((number) => number.endsWith(own));
    return isInAddress ? proposal('sku', shown, 'page', line.slice(0, 120), shownNumber) : [];
  });
}

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
  // A row of several prices compares products.
  if (field === 'price' && (!/\d/.test(value) || value.includes(' | '))) return [];
  return proposal(
    field,
    readers[field]?.(value, document),
    'page',
    where.slice(0, 120),
    field === 'price' ? confidence - 0.1 : confidence,
  );
}
