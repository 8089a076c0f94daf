/** How the book looks on a screen; `printStyle` says what is different on paper. Greys pass WCAG AA on white. */
export const screenStyle = `
:root { --ink: #1b1b19; --grey: #5b5b56; --line: #d8d7d2; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 64rem; padding: 0 2rem 4rem; color: var(--ink); background: #fff;
  font: 15px/1.45 "Helvetica Neue", Helvetica, Arial, "Liberation Sans", system-ui, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; font-weight: inherit; font-size: inherit; }
ul, ol { list-style: none; }
a { color: inherit; text-decoration: underline; text-decoration-color: #a09f98; text-underline-offset: .18em;
  text-decoration-thickness: 1px; }
a:hover { text-decoration-color: currentColor; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; vertical-align: baseline; padding: .34rem .8rem .34rem 0; border-block-end: 1px solid var(--line);
  font-weight: inherit; }
th:last-child, td:last-child { padding-inline-end: 0; }
thead th, .label { color: var(--grey); font-size: .8em; }
thead th { border-block-end: 1px solid var(--ink); }
.number { text-align: end; }
.small { color: var(--grey); font-size: .8em; }
.part { margin-block-start: 6rem; }
.part > h2, .chapter > h2 { font-size: 1.9rem; line-height: 1.15; letter-spacing: -.01em; margin-block-end: 2rem; }

.cover { min-height: 100vh; padding-block: 4rem 3rem; display: flex; flex-direction: column; gap: 3rem; }
.cover h1 { font-size: 3.6rem; line-height: 1.05; letter-spacing: -.02em; font-weight: 600; max-inline-size: 14em; }
.cover .title { font-size: 1.3rem; color: var(--grey); margin-block-end: .75rem; }
.cover dl { margin-block-start: auto; display: grid; grid-template-columns: 9rem 1fr; border-block-start: 1px solid var(--ink); }
.cover dt, .cover dd { padding-block: .55rem; border-block-end: 1px solid var(--line); }
.cover dt { color: var(--grey); }
.cover dd { white-space: pre-line; }

.contents > div { columns: 2; column-gap: 3rem; }
.contents section { margin-block-end: 1.6rem; }
.contents > .small { margin-block: -1.4rem 1.6rem; }
.contents h3 { font-weight: 600; padding-block-end: .3rem; border-block-end: 1px solid var(--ink); break-after: avoid; }
.contents h3 > a { text-decoration: none; }
.contents section > ol li, .contents .lists li { border-block-end: 1px solid var(--line); }
.contents li > a { display: flex; align-items: baseline; gap: .8rem; padding-block: .28rem; text-decoration: none; }
.contents li > a:hover .name { text-decoration: underline; }
.contents .name { flex: 1; min-inline-size: 0; }
.contents .code { max-inline-size: 35%; }
.contents .sheet-number { inline-size: 2.4em; color: var(--grey); text-align: end; flex: none; }
.legend { break-inside: avoid; }
.legend .small, .legend ul { padding-block: .35rem 0; }
.legend li { padding-block: .1rem; }

.mark { inline-size: .72em; block-size: .72em; vertical-align: -.04em; margin-inline-end: .35em; flex: none; }
.symbols { position: absolute; inline-size: 0; block-size: 0; overflow: hidden; }

.schedule .chapter-row th { font-weight: 600; padding-block-start: 1.4rem; border-block-end-color: var(--ink); }
/* Widths that no long word or address moves. */
.schedule, .sources, .absent, .places { table-layout: fixed; }
.schedule .code, .absent .code { inline-size: 14%; }
.places .code { inline-size: 24%; }
.places .number { inline-size: 18%; }
.schedule .number { inline-size: 9%; }
.sources .number { inline-size: 7%; }
.schedule .wide { inline-size: 20%; }
.schedule .room { inline-size: 18%; }
.sources .date { inline-size: 19%; }
.sources .wide { inline-size: 21%; }
.absent .page { inline-size: 38%; }

.chapter { margin-block-start: 6rem; }
.chapter > h2 { border-block-start: 2px solid var(--ink); padding-block-start: .8rem; }
.elsewhere { margin-block-end: 2rem; }
.sheet { margin-block-end: 5rem; }
.sheet > header { display: flex; justify-content: space-between; gap: 2rem; align-items: end; border-block-end: 1px solid var(--ink);
  padding-block-end: .6rem; margin-block-end: 1.2rem; }
.sheet h3 { font-size: 1.5rem; line-height: 1.2; font-weight: 600; letter-spacing: -.005em; }
.sheet header .code { font-size: 1.5rem; line-height: 1.2; text-align: end; flex: none; max-inline-size: 45%; }
.sheet header .label { display: block; font-size: 12px; line-height: 1.5; }
.sheet .body { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 2.2rem; align-items: start; }
.sheet h4 { color: var(--grey); font-size: .8em; padding-block: 1.2rem .2rem; border-block-end: 1px solid var(--ink); break-after: avoid; }
.sheet .body > div > h4:first-child { padding-block-start: 0; }
.frame { position: relative; aspect-ratio: 4 / 3; border: 1px solid var(--line); overflow: hidden; display: grid;
  place-items: center; color: var(--grey); font-size: .8em; text-align: center; }
.frame + .frames { margin-block-start: .5rem; }
.frames { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; }
.frame img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: contain; background: #fff; }
/* Only a picture that did not come shows these: they cover the browser's own sign of it. */
.frame img::before { content: ""; position: absolute; inset: 0; background: #fff; }
.frame img::after { content: "Picture not available: " attr(alt); position: absolute; inset: 0; padding: 1rem; display: grid;
  place-content: center; color: var(--grey); white-space: normal; overflow: hidden; }
.description { white-space: pre-line; padding-block-start: 1.2rem; max-inline-size: 34em; }
.facts th { inline-size: 33%; color: var(--grey); }
.facts td.origin { inline-size: 26%; color: var(--grey); font-size: .8em; }
.facts .low td { font-style: italic; }
.facts .low td.origin { font-style: normal; font-weight: 600; color: var(--ink); }
.facts .missing td, .documents .missing { border-block-end: 1px dotted var(--ink); text-align: end; }
.documents li { padding-block: .34rem; border-block-end: 1px solid var(--line); }
.sheet > footer { margin-block-start: 1.4rem; padding-block-start: .5rem; border-block-start: 1px solid var(--line); display: grid; gap: .2rem; }
.sheet > footer li::before { content: "– "; }
.stand-in { border: 1px solid var(--ink); border-inline-start-width: 4px; padding: .5rem .8rem; font-size: .87em; }
.sheet > .stand-in { margin-block-end: 1.2rem; }
.sources .small a { text-decoration: none; }
.run-counts + p, .absent + p { padding-block-start: 1rem; }
.run-counts { max-inline-size: 24rem; }

@media screen and (max-width: 44rem) {
  body { padding: 0 1.1rem 3rem; }
  .cover { min-height: 88vh; }
  .cover h1 { font-size: 2.4rem; }
  .cover dl { grid-template-columns: 7rem 1fr; }
  .sheet .body { grid-template-columns: minmax(0, 1fr); gap: 1.2rem; }
  .sheet > header { gap: 1rem; }
  .part, .chapter { margin-block-start: 4rem; }
  .wide { display: none; }
  .contents > div { columns: 1; }
  .schedule .code, .absent .code { inline-size: 19%; }
  .schedule .room { inline-size: 24%; }
  .schedule .number, .sources .number { inline-size: 13%; }
  .sources .date { inline-size: 26%; }
}
`;
