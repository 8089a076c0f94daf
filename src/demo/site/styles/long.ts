import type { Json } from '#core/json.ts';
import { priceText, productMain } from '../fragments.ts';
import { filler } from '../filler.ts';
import { escaped, htmlPage, jsonScript, shopName } from '../markup.ts';
import type { DemoProduct, Locale } from '../product.ts';
import { wordings } from '../wording.ts';
import { productScript } from './json-ld.ts';
import { offer, productProperties } from './schema-org.ts';

/** Bytes of script and style, which with the rest make a page of about 150 KB: the median of real ones. */
const scriptBytes = 95_000;
const styleBytes = 42_000;

const cookieNotice: Readonly<Record<Locale, string>> = {
  'en-US': 'We value your privacy. We use cookies to improve your experience. Accept all. Reject. Settings.',
  'en-GB': 'We value your privacy. We use cookies to improve your experience. Accept all. Reject. Settings.',
  'de-DE': 'Wir schätzen Ihre Privatsphäre. Diese Seite verwendet Cookies. Alle akzeptieren. Ablehnen. Einstellungen.',
  'de-CH': 'Wir schätzen Ihre Privatsphäre. Diese Seite verwendet Cookies. Alle akzeptieren. Ablehnen. Einstellungen.',
  'fr-FR': 'Votre vie privée compte. Ce site utilise des cookies. Tout accepter. Refuser. Paramètres.',
  'it-IT': 'La tua privacy è importante. Questo sito usa i cookie. Accetta tutti. Rifiuta. Impostazioni.',
  'es-ES': 'Valoramos tu privacidad. Este sitio utiliza cookies. Aceptar todas. Rechazar. Configuración.',
  'nl-NL': 'Wij hechten waarde aan uw privacy. Deze site gebruikt cookies. Alles accepteren. Weigeren. Instellingen.',
};

const departments = [
  'Seating',
  'Tables',
  'Storage',
  'Lighting',
  'Tiles',
  'Paint',
  'Taps',
  'Handles',
  'Flooring',
  'Blinds',
];
const subjects = [
  'New arrivals',
  'Best sellers',
  'By maker',
  'By material',
  'By room',
  'Quick ship',
  'Outlet',
  'Samples',
];

/**
 * A page buried in what real ones carry: menus, a cookie notice, scripts, styles, and other products with
 * prices of their own, which are no facts about this one.
 */
export function longPage(product: DemoProduct, related: readonly DemoProduct[]): string {
  const { expected, locale, url } = product;
  return htmlPage({
    locale,
    title: `${expected.name} | ${expected.brand} | ${shopName}`,
    head: `${filler('style', styleBytes)}<link rel="canonical" href="${url}">
<meta property="og:title" content="${escaped(expected.name)}">
<meta property="og:image" content="${expected.images[0] ?? ''}">
${filler('script', scriptBytes / 2)}${relatedScript(related)}
${productScript(product)}`,
    body: `<div id="cookie-banner" role="dialog"><p>${cookieNotice[locale]}</p><button>OK</button></div>
${megaMenu()}
${productMain(product)}
${relatedSection(related, locale)}
<aside class="newsletter"><h2>Newsletter</h2><form><input type="email" name="email"><button>OK</button></form></aside>
${filler('script', scriptBytes / 2)}`,
  });
}

function megaMenu(): string {
  const groups = departments.map((department) => {
    const links = subjects.map((subject) => `<li><a href="/" rel="nofollow">${department}: ${subject}</a></li>`);
    return `<li><a href="/">${department}</a><ul>${links.join('')}</ul></li>`;
  });
  return `<nav class="menu" hidden><ul>${groups.join('\n')}</ul></nav>`;
}

function relatedScript(related: readonly DemoProduct[]): string {
  const elements: Json = related.map((other, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    item: { ...productProperties(other), offers: offer(other) },
  }));
  return jsonScript('type="application/ld+json"', {
    '@context': 'https://schema.org/',
    '@type': 'ItemList',
    itemListElement: elements,
  });
}

function relatedSection(related: readonly DemoProduct[], locale: Locale): string {
  const cards = related.map(
    (other) =>
      `<li><a href="${other.path}"><img src="/images/${other.id}/small.png" alt="" width="160" height="120"> ${escaped(other.expected.name)}</a><small>${escaped(priceText({ ...other, locale }))}</small></li>`,
  );
  return `<section class="related"><h2>${wordings[locale].related}</h2><ul class="cards">${cards.join('\n')}</ul></section>`;
}
