import { normalised } from './column-names.ts';

/** Headers under which tables keep the address of a product page, the most telling first. */
const urlNames = [
  'product url',
  'product page url',
  'product page',
  'product link',
  'produkt url',
  'produktlink',
  'produktseite',
  'lien produit',
  'page produit',
  'link prodotto',
  'pagina prodotto',
  'enlace producto',
  'pagina producto',
  'url',
  'page url',
  'link',
  'href',
  'uri',
  'web address',
  'web page',
  'webpage',
  'website',
  'web site',
  'source url',
  'webseite',
  'internetadresse',
  'webadresse',
  'lien',
  'adresse web',
  'site web',
  'page web',
  'collegamento',
  'indirizzo web',
  'sito web',
  'pagina web',
  'enlace',
  'direccion web',
  'sitio web',
  'page',
];

/** Headers of columns that hold addresses, but not of the product's page. */
const otherAddresses = /image|img|photo|picture|thumb|logo|pdf|sheet|document|datasheet|mail/i;

export function namesUrl(header: string): boolean {
  return urlNames.includes(normalised(header));
}

/** An address as people write it into lists: with http(s)://, or a bare host with an optional path. */
export function isUrl(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) || /^(?:[a-z\d-]+\.)+[a-z]{2,}(?::\d+)?(?:\/\S*)?$/i.test(text);
}

/**
 * The index of the column with the URLs: one whose name says so and whose first row agrees, else the only one
 * whose first row holds a URL. A string is what is wrong.
 *
 * @param sample the cells of the first row; empty when there is none.
 */
export function chooseUrlColumn(header: readonly string[], sample: readonly string[]): number | string {
  const holdsUrl = (index: number) => isUrl((sample[index] ?? '').trim());
  const named = urlNames.map((name) => header.findIndex((cell) => normalised(cell) === name)).filter((at) => at !== -1);
  const certain = named.find(holdsUrl);
  if (certain !== undefined) return certain;
  const holding = header.flatMap((name, index) => (holdsUrl(index) && !otherAddresses.test(name) ? [index] : []));
  if (holding.length === 1 && holding[0] !== undefined) return holding[0];
  if (holding.length > 1) {
    const names = holding.map((index) => header[index]).join(', ');
    return `several columns hold URLs (${names}); name the right one with --url-column`;
  }
  return named[0] ?? `no column holds URLs; name it with --url-column; the columns are: ${header.join(', ')}`;
}
