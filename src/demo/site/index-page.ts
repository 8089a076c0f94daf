import { families } from './catalogue/catalogue.ts';
import { faultNames, faults } from './faults.ts';
import type { Fault } from './faults/fault.ts';
import { escaped, htmlPage, shopName } from './markup.ts';
import type { ProductEntry } from './product.ts';

/** The front page: the whole catalogue with links, and what it is for. */
export function indexPage(): string {
  const sections = families.map(
    ({ title, entries }) =>
      `<section><h2>${title}</h2><ul class="cards">\n${entries.map(card).join('\n')}\n</ul></section>`,
  );
  return htmlPage({
    locale: 'en-GB',
    title: shopName,
    body: `<h1>${shopName}</h1>
<p>A demonstration for trying out specbook. <strong>Every product and every maker here is fictional.</strong>
The pages differ in language, number format and markup, as real ones do.
The same as an input file: <a href="/catalogue.csv">catalogue.csv</a>.</p>
${sections.join('\n')}
<section><h2>Pages with faults</h2>
<p>These behave as badly as some real sites, to show what a run makes of it.
The same as an input file: <a href="/faults.csv">faults.csv</a>.</p>
<ul>
${faultNames.map((name) => faultLine(`/faults/${name}`, faults[name])).join('\n')}
</ul></section>`,
  });
}

const card = ({ id, style, locale, facts }: ProductEntry): string =>
  `<li><a href="/products/${id}">${escaped(facts.name)}</a><small>${escaped(facts.brand)}</small><small>${style}, ${locale}</small></li>`;

const faultLine = (path: string, fault: Fault): string =>
  `<li><a href="${path}">${escaped(fault.title)}</a>: ${fault.recovers === undefined ? `ends as <code>${fault.ends}</code>` : 'recovers'}</li>`;
