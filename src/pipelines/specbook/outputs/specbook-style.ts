/** For the screen and for A4 paper: the cover, the contents and each product begin on a new page. */
export const stylesheet = `
@page { size: A4; margin: 18mm 16mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 2rem; color: #1a1a1a; background: #fff;
  font: 15px/1.5 system-ui, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 3rem; font-weight: 600; margin: 0; }
h2 { font-size: 1.6rem; font-weight: 600; margin: 0 0 1rem; break-after: avoid; }
h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; break-after: avoid; }
a { color: #0b4f8a; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #ddd;
  overflow-wrap: anywhere; }
th { width: 13rem; font-weight: 500; color: #555; }
tr { break-inside: avoid; }
.cover { min-height: 80vh; display: flex; flex-direction: column; justify-content: center; gap: 1rem; }
.cover .date { font-size: 1.3rem; margin: 0 0 2rem; }
.counts { max-width: 22rem; }
.counts td { text-align: right; font-variant-numeric: tabular-nums; }
.run, footer { color: #555; font-size: .85rem; }
.contents ul { list-style: none; margin: 0; padding: 0; columns: 2; }
.product { border-top: 2px solid #1a1a1a; margin-top: 3rem; padding-top: 1.5rem; }
.product img { display: block; max-width: 100%; max-height: 20rem; margin: 0 0 1rem; object-fit: contain; }
.description { white-space: pre-line; }
.missing { color: #767676; font-style: italic; }
.stand-in { border: 2px solid #a15c00; background: #fff6e5; color: #6b3d00; padding: .5rem .75rem; margin: 0 0 1rem;
  font-weight: 600; }
footer { margin-top: 1.5rem; }
footer p { margin: 0; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .cover { min-height: 0; height: 240mm; }
  .contents, .product { break-before: page; }
  .product { border-top: 0; margin-top: 0; padding-top: 0; }
  a { color: inherit; }
}
`;
