import { type Markup, joined, markup, nothing } from '../../markup.ts';
import { type Arrangement, type Chapter, chapterTitle, type Entry } from '../arrangement.ts';
import type { Cover } from '../cover.ts';
import { noProducts } from '../rows.ts';
import { legend, markSymbols } from './marks.ts';
import { screenStyle } from './style.ts';

/** No script runs and nothing but pictures is loaded, whatever a page managed to put into a value. */
const policy =
  "default-src 'none'; img-src https: http:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function head({ title, project }: Cover, print: string): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ html: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${project === undefined ? title : `${project}: ${title}`}</title>
<style>${{ html: screenStyle }}${{ html: print }}</style>
</head>
<body>
${markSymbols()}`;
}

export function coverPage({ title, project, facts, contents, standIn }: Cover): Markup {
  const rows = facts.map(([label, text]) => markup`<dt>${label}</dt><dd dir="auto">${text}</dd>\n`);
  const above = project === undefined ? nothing : markup`<p class="title">${title}</p>\n`;
  return markup`<header class="cover">
<div>
${above}<h1 dir="auto">${project ?? title}</h1>
</div>
${standIn === undefined ? nothing : markup`<p class="stand-in">${standIn}</p>\n`}<dl>
${joined(rows)}<dt>Contents</dt><dd>${contents}</dd>
</dl>
</header>
<main>
`;
}

export function contentsPage(arrangement: Arrangement): Markup {
  const chapters = arrangement.chapters.map((chapter) => {
    const links = [...chapter.entries, ...chapter.elsewhere].map(contentsLine);
    const title = chapterTitle(chapter, arrangement);
    return markup`<section>\n<h3 dir="auto"><a href="#chapter-${chapter.number}">${title}</a></h3>\n<ol>\n${joined(links)}</ol>\n</section>\n`;
  });
  const list = chapters.length === 0 ? markup`<p>${noProducts}</p>\n` : joined(chapters);
  const asked = arrangement.absent;
  const note =
    asked === undefined
      ? nothing
      : markup`<p class="small">The list has no column “${asked}”; the book is arranged by ${arrangement.by}.</p>\n`;
  return markup`<nav class="contents part" aria-labelledby="contents">
<h2 id="contents">Contents</h2>
${note}<p class="small">The numbers are those of the sheets.</p>
<div>
${list}<section class="lists">
<h3>Lists</h3>
<ul>
<li><a href="#schedule"><span class="name">Schedule</span></a></li>
<li><a href="#sources"><span class="name">Appendix A: Sources</span></a></li>
<li><a href="#absent"><span class="name">Appendix B: Not in this book</span></a></li>
<li><a href="#about"><span class="name">Appendix C: About this book</span></a></li>
</ul>
</section>
${legend()}</div>
</nav>
`;
}

function contentsLine({ item, name, code, sheet }: Entry): Markup {
  const codeCell = code === undefined ? nothing : markup`<span class="code small">${code}</span>`;
  return markup`<li><a href="#product-${item}"><bdi class="name">${name}</bdi>${codeCell}<span class="sheet-number">${sheet}</span></a></li>\n`;
}

/** A product wanted in several chapters has one sheet. */
export function elsewhere({ elsewhere: entries }: Chapter): Markup {
  if (entries.length === 0) return nothing;
  const links = entries.map(
    ({ item, name, sheet }) => markup`<li><a href="#product-${item}"><bdi>${name}</bdi></a>, sheet ${sheet}</li>\n`,
  );
  return markup`<div class="elsewhere"><p class="small">Also wanted here</p>\n<ul>\n${joined(links)}</ul></div>\n`;
}
