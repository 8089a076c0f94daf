import type { Arrangement } from '../arrangement.ts';

/** On paper of any size: the cover, each part and each sheet begin on a new page. */
const paper = `
@media print {
  :root { --line: #c9c8c2; }
  body { max-width: none; padding: 0; font-size: 9pt; line-height: 1.4; }
  a { text-decoration: none; }
  .cover { min-height: 0; min-block-size: 96vh; padding: 0; break-after: page; }
  .cover h1 { font-size: 34pt; }
  .cover .title { font-size: 13pt; }
  .part, .chapter { margin: 0; }
  .part, .chapter, .sheet + .sheet { break-before: page; }
  .cover + main > .part:first-child { break-before: auto; }
  .part > h2, .chapter > h2 { font-size: 17pt; margin-block-end: 7mm; break-after: avoid; }
  .chapter > h2 { border: 0; padding: 0; margin-block-end: 5mm; }
  .contents > div { column-gap: 9mm; }
  .contents li, tr, .frame, .legend li { break-inside: avoid; }
  .contents section { margin-block-end: 5mm; }
  .contents > .small { margin-block: -4mm 5mm; }
  .sheet { margin: 0; }
  .sheet h3, .sheet header .code { font-size: 14pt; }
  .sheet > header, .sheet > .stand-in { break-after: avoid; }
  .sheet .body { gap: 8mm; }
  th, td { padding-block: 1.4mm; }
  .sheet header .label { font-size: 7.5pt; }
  .documents li { padding-block: 1.25mm; }
  .sheet > footer { break-inside: avoid; }
  .chapter-row { break-after: avoid; }
}
`;

/** What stands at the edges of each page. The cover has nothing there. */
export function printStyle(edges: { readonly head: string; readonly foot: string }, { chapters }: Arrangement): string {
  const box = 'font: 7.5pt "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; color: #5b5b56;';
  const ofChapters = chapters.flatMap(({ number, name }) =>
    name === undefined
      ? []
      : [
          `@page chapter-${number} { @top-left { content: ${cssText(name)}; } }\n.chapter-${number} { page: chapter-${number}; }\n`,
        ],
  );
  return `
@page { margin: 21mm 17mm 19mm;
  @top-left { content: ""; ${box} }
  @top-right { content: ${cssText(edges.head)}; ${box} }
  @bottom-left { content: ${cssText(edges.foot)}; ${box} }
  @bottom-right { content: counter(page) " / " counter(pages); ${box} font-variant-numeric: tabular-nums; } }
${ofChapters.join('')}@page :first { @top-left { content: none; } @top-right { content: none; } @bottom-left { content: none; } @bottom-right { content: none; } }
${paper}`;
}

/** Characters that the edge of a page has room for. */
const longest = 60;

/** The text as a string of CSS in a style element: all but letters and digits of ASCII and spaces escaped. */
export function cssText(text: string): string {
  const characters = [...text.replaceAll(/\s+/gu, ' ')];
  const shown = characters.length > longest ? [...characters.slice(0, longest - 1), '…'] : characters;
  const escaped = shown.map((character) =>
    /^[a-z\d ]$/iu.test(character) ? character : `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped.join('')}"`;
}
