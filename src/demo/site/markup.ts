import type { Json } from '#core/json.ts';
import type { Locale } from './product.ts';

export const shopName = 'Specbook Demo Catalogue';

/** Text that may stand in an element or in a double-quoted attribute. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A JSON value in a script element. `<` is written as an escape, so that no value can end the element. */
export function jsonScript(attributes: string, value: Json): string {
  return `<script ${attributes}>${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`;
}

/** A whole HTML page in the shop's dress. `head` and `body` are markup, `title` is text. */
export function htmlPage(page: {
  readonly locale: Locale;
  readonly title: string;
  readonly head?: string;
  readonly body: string;
}): string {
  return `<!doctype html>
<html lang="${page.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title)}</title>
<link rel="icon" type="image/png" href="/images/icon.png">
<link rel="stylesheet" href="/site.css">
${page.head ?? ''}
</head>
<body>
<header><a class="shop" href="/">${shopName}</a></header>
${page.body}
<footer><p>A demonstration: the products and their makers are fictional, and nothing is for sale.</p></footer>
</body>
</html>
`;
}

export const styleSheet = `:root { color-scheme: light dark; --line: #8884; --accent: #2f6f62; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 0 1.5rem; font: 16px/1.55 system-ui, sans-serif; }
header, footer { padding: 1.2rem 0; border-bottom: 1px solid var(--line); }
footer { border: 0; border-top: 1px solid var(--line); margin-top: 3rem; opacity: .75; font-size: .9rem; }
.shop { font-weight: 600; color: inherit; text-decoration: none; letter-spacing: .02em; }
nav { font-size: .9rem; margin: 1rem 0; opacity: .8; }
main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr); gap: 1rem 2.5rem; }
main > * { grid-column: 2; margin-block: 0; }
main > .gallery, main > nav { grid-column: 1; }
main > .gallery { grid-row: 2 / span 8; }
main > nav { grid-column: 1 / -1; }
img { max-width: 100%; height: auto; border-radius: 6px; }
.price { font-size: 1.5rem; } .price s { opacity: .55; font-size: 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dd { margin: 0; }
a { color: var(--accent); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem; padding: 0; list-style: none; }
.cards li { border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; }
.cards small { display: block; opacity: .7; }
@media (max-width: 44rem) { main { display: block; } }
`;
