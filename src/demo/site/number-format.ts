import type { Locale } from './product.ts';

type NumberFormat = {
  readonly group: string;
  readonly decimal: string;
  /** Where the amount stands among the currency's sign. */
  price(amount: string, sign: string): string;
};

const noBreakSpace = '\u00a0';
const before = (amount: string, sign: string): string => `${sign}${amount}`;
const beforeSpaced = (amount: string, sign: string): string => `${sign}${noBreakSpace}${amount}`;
const after = (amount: string, sign: string): string => `${amount}${noBreakSpace}${sign}`;

// Written out instead of Intl.NumberFormat: the pages stay the same whatever locale data the runtime carries.
const formats: Readonly<Record<Locale, NumberFormat>> = {
  'en-US': { group: ',', decimal: '.', price: before },
  'en-GB': { group: ',', decimal: '.', price: before },
  'de-DE': { group: '.', decimal: ',', price: after },
  'de-CH': { group: '\u2019', decimal: '.', price: beforeSpaced },
  'fr-FR': { group: '\u202f', decimal: ',', price: after },
  'it-IT': { group: '.', decimal: ',', price: beforeSpaced },
  'es-ES': { group: '.', decimal: ',', price: after },
  'nl-NL': { group: '.', decimal: ',', price: beforeSpaced },
};

const signs: Readonly<Record<string, string>> = { USD: '$', GBP: '£', EUR: '€' };

/** A number as people of the locale write it, with as many decimals as it has. */
export function formatNumber(value: number, locale: Locale): string {
  return withSeparators(String(value), locale);
}

/** A price as shops of the locale write it: `$1,299.00`, `1.299,00 €`, `CHF 1’299.00`. */
export function formatPrice(amount: number, currency: string, locale: Locale): string {
  return formats[locale].price(withSeparators(amount.toFixed(2), locale), signs[currency] ?? currency);
}

function withSeparators(digits: string, locale: Locale): string {
  const { group, decimal } = formats[locale];
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
}
