import { type Markup, joined, markup } from '../../markup.ts';
import { type Origin, type Trust, trusts } from '../trust.ts';

/** A full, a half and an empty circle: told apart in black and white, and drawn, since browsers do not print backgrounds. */
const shapes: Readonly<Record<Trust, Markup>> = {
  high: markup`<circle cx="5" cy="5" r="4.4" fill="currentColor" stroke="currentColor"/>`,
  fair: markup`<circle cx="5" cy="5" r="4.4" fill="none" stroke="currentColor"/><path d="M5 .6a4.4 4.4 0 0 0 0 8.8z" fill="currentColor"/>`,
  low: markup`<circle cx="5" cy="5" r="4.4" fill="none" stroke="currentColor" stroke-width="1.2"/>`,
};

const every = Object.keys(shapes) as readonly Trust[];

/** Drawn once; each mark refers to it. */
export function markSymbols(): Markup {
  const symbols = every.map(
    (trust) => markup`<symbol id="mark-${trust}" viewBox="0 0 10 10">${shapes[trust]}</symbol>`,
  );
  return markup`<svg class="symbols" aria-hidden="true">${joined(symbols)}</svg>\n`;
}

function mark(trust: Trust): Markup {
  return markup`<svg class="mark" role="img" aria-label="${trusts[trust].short}"><use href="#mark-${trust}"/></svg>`;
}

export function originCell(origin: Origin): Markup {
  const verify = origin.trust === 'low' ? `${trusts.low.short}: ` : '';
  return markup`${mark(origin.trust)}${verify}${origin.source}`;
}

export function legend(): Markup {
  const rows = every.map((trust) => markup`<li>${mark(trust)}${trusts[trust].words}</li>\n`);
  return markup`<section class="legend">
<h3>How to read it</h3>
<p class="small">Each value says where it was found, and how far it is to be trusted:</p>
<ul>
${joined(rows)}</ul>
<p class="small">A dotted line is a fact that the source does not state: fill it in.</p>
</section>
`;
}
