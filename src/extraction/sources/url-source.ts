import type { Document } from '#html/document.ts';
import { type Source, proposal } from '../proposal.ts';

/** Parameters by which shops name the product or its variant in an address. */
const parameters =
  /^(sku|child_?sku|pid|product_?(id|code|number)|prod_?id|item_?(id|code|no)|article_?(id|no)?|art_?(nr|no|id)|variant|variation_?id|vid|style|skuid|asin|ean|gtin|upc|id|p)$/i;
const confidences = { parameter: 0.45, wholeStep: 0.4, part: 0.35 };

type UrlNumber = { readonly text: string; readonly where: 'parameter' | 'path'; readonly confidence: number };

/** What a shop's number of the product may be: a parameter, a step of the path, a number at an end of the last step. */
export function numbersOfUrl({ url, canonicalUrl }: Document): readonly UrlNumber[] {
  const addresses = [...new Set([url, canonicalUrl ?? url])].flatMap((address) => URL.parse(address) ?? []);
  return addresses.flatMap((address) => [...parameterNumbers(address), ...pathNumbers(address)]);
}

function parameterNumbers({ searchParams, hash }: URL): readonly UrlNumber[] {
  const named = [...searchParams, ...new URLSearchParams(hash.replace(/^#[!/]?/, ''))];
  return named.flatMap(([name, value]): readonly UrlNumber[] =>
    parameters.test(name) && /^(?=.*\d)[\p{L}\d._-]{3,40}$/u.test(value)
      ? [{ text: value, where: 'parameter', confidence: confidences.parameter }]
      : [],
  );
}

function pathNumbers({ pathname }: URL): readonly UrlNumber[] {
  const steps = pathname.split('/').filter((part) => part !== '');
  const last = (steps.at(-1) ?? '').replace(/\.\w{2,5}$/, '');
  const whole = /^[a-z\d]{6,16}$/i.test(last) && /\d\D*\d\D*\d/.test(last) ? last : undefined;
  const parts = [/(?:^|[-_.])(?:pp?|x|id|art|sku)?[-_]?(\d{5,14})$/i, /^(?:p|id|art|item)?[-_]?(\d{5,14})(?=[-_])/i];
  const within = parts.flatMap((pattern) => pattern.exec(last)?.[1] ?? []);
  return [
    ...(whole === undefined ? [] : [{ text: whole, where: 'path', confidence: confidences.wholeStep } as const]),
    ...within.map((text) => ({ text, where: 'path', confidence: confidences.part }) as const),
  ];
}

/** Doubtful by itself; what agrees with it is surer. */
export const urlSource: Source = (document) =>
  numbersOfUrl(document).flatMap(({ text, where, confidence }) => proposal('sku', text, 'url', where, confidence));
