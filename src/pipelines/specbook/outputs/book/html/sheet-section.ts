import { type Markup, joined, markup, nothing, webAddress } from '../../markup.ts';
import type { Arrangement } from '../arrangement.ts';
import type { Place } from '../place.ts';
import type { Sheet } from '../sheet.ts';
import type { FactRow } from '../trust.ts';
import { originCell } from './marks.ts';

/** One product of the book, beginning on a page of its own. */
export function sheetSection(sheet: Sheet, number: number, arrangement: Arrangement): Markup {
  const { item, name, brand, standIn } = sheet;
  return markup`<article class="sheet" id="product-${item}" aria-labelledby="name-${item}">
<header>
<div><span class="label">Sheet ${number}${brand === undefined ? nothing : markup` · <bdi>${brand}</bdi>`}</span>
<h3 id="name-${item}" dir="auto">${name ?? 'Name not stated'}</h3></div>
${headline(sheet)}</header>
${standIn === undefined ? nothing : markup`<p class="stand-in">Demonstration: read by the stand-in model ${standIn}, not by a language model.</p>\n`}<div class="body">
<div>
${pictures(sheet)}${description(sheet)}${documents(sheet)}</div>
<div>
${placesTable(sheet.places, arrangement)}<h4>Facts</h4>
<table class="facts">
<thead hidden><tr><th scope="col">Fact</th><th scope="col">Value</th><th scope="col">Found in</th></tr></thead>
<tbody>
${joined(sheet.facts.map(factRow))}</tbody></table>
</div>
</div>
${footer(sheet)}</article>
`;
}

/** Codes that fit beside the name; the table of places has them all. */
const mostCodes = 3;

function headline({ codes, quantity }: Sheet): Markup {
  const large = (label: string, words: string) =>
    markup`<p class="code"><span class="label">${label}</span> <bdi>${words}</bdi></p>\n`;
  if (codes.length === 0) return quantity === undefined ? nothing : large('Quantity', String(quantity));
  const shown = codes.slice(0, mostCodes).join(', ') + (codes.length > mostCodes ? ' …' : '');
  return large(quantity === undefined ? 'Item code' : `Item code · quantity ${quantity}`, shown);
}

function pictures({ pictures: found, name }: Sheet): Markup {
  if (found === undefined) return nothing;
  const [first, ...others] = found.shown;
  if (first === undefined) return markup`<figure class="frame"><p>Picture not stated</p></figure>\n`;
  const small = others.map((url, index) => frame(url, `${name ?? 'the product'}, picture ${index + 2}`));
  const row = small.length === 0 ? nothing : markup`<div class="frames">\n${joined(small)}</div>\n`;
  const more = found.more === 0 ? nothing : markup`<p class="small">${found.more} more at the source</p>\n`;
  return markup`${frame(first, name ?? 'the product')}${row}${more}`;
}

function frame(url: string, alt: string): Markup {
  return markup`<figure class="frame"><img src="${url}" alt="${alt}" loading="lazy" decoding="async" referrerpolicy="no-referrer"></figure>\n`;
}

function description({ description: text }: Sheet): Markup {
  return text === undefined ? nothing : markup`<p class="description" dir="auto">${text}</p>\n`;
}

function documents({ documents: found }: Sheet): Markup {
  if (found === undefined) return nothing;
  const rows =
    found === 'missing'
      ? [markup`<li class="missing small">not stated</li>\n`]
      : found.map(
          ({ title, url }) =>
            markup`<li dir="auto">${link(url, title)} <span class="small">${hostOf(url)}</span></li>\n`,
        );
  return markup`<h4>Documents</h4>\n<ul class="documents">\n${joined(rows)}</ul>\n`;
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? '';

function factRow({ title, value, origin }: FactRow): Markup {
  const heading = markup`<th scope="row">${title}</th>`;
  if (value === undefined)
    return markup`<tr class="missing">${heading}<td colspan="2" class="small">not stated</td></tr>\n`;
  if (origin === undefined) return markup`<tr>${heading}<td colspan="2" dir="auto">${value}</td></tr>\n`;
  return markup`<tr class="${origin.trust}">${heading}<td dir="auto">${value}</td><td class="origin">${originCell(origin)}</td></tr>\n`;
}

type Column = { readonly title: string; readonly kind: string; readonly show: (place: Place) => string | undefined };

/** Where the product is wanted; only of a list that says so. */
function placesTable(places: readonly Place[], { by, has }: Arrangement): Markup {
  const columns: readonly (Column | undefined)[] = [
    has.code ? { title: 'Item code', kind: 'code', show: ({ code }) => code } : undefined,
    has.room ? { title: 'Room', kind: '', show: ({ room }) => room } : undefined,
    has.section && by !== 'section' ? { title: 'Section', kind: '', show: ({ section }) => section } : undefined,
    has.quantity ? { title: 'Quantity', kind: 'number', show: ({ quantity }) => quantity } : undefined,
    places.some(({ others }) => others.length > 0)
      ? { title: 'Notes', kind: '', show: ({ others }) => others.map(([name, text]) => `${name}: ${text}`).join('; ') }
      : undefined,
  ];
  const shown = columns.filter((column) => column !== undefined);
  if (shown.length === 0) return nothing;
  const heads = shown.map(({ title, kind }) => markup`<th scope="col" class="${kind}">${title}</th>`);
  const rows = places.map((place) => {
    const cells = shown.map(({ kind, show }) => markup`<td class="${kind}" dir="auto">${show(place) ?? '–'}</td>`);
    return markup`<tr>${joined(cells)}</tr>\n`;
  });
  return markup`<table class="places">
<caption hidden>Where it is wanted</caption>
<thead><tr>${joined(heads)}</tr></thead>
<tbody>
${joined(rows)}</tbody></table>
`;
}

function footer({ source, retrieved, verdict, checks }: Sheet): Markup {
  const rows = checks.map((check) => markup`<li>${check}</li>\n`);
  const list = checks.length === 0 ? nothing : markup`<div><p>To verify</p>\n<ul>\n${joined(rows)}</ul></div>\n`;
  return markup`<footer class="small">
${list}<p>Source: ${link(source, source)}</p>
<p>Retrieved ${retrieved}. Record: ${verdict}.</p>
</footer>
`;
}

export function link(url: string, text: string): Markup {
  const address = webAddress(url);
  return address === undefined ? markup`${text}` : markup`<a href="${address}" rel="noopener noreferrer">${text}</a>`;
}
