import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { findBlock } from '#scraping/block-evidence.ts';
import { blockSignals } from '#scraping/block-signals.ts';
import { glance } from '#scraping/content-type.ts';
import { outlinePage, type PageOutline } from '#scraping/page-outline.ts';
import type { Page } from '#scraping/page.ts';
import { judge } from '#scraping/verdict.ts';

/**
 * What judging an ordinary page costs, and what it would if every signal were searched for before the second fact
 * that it needs. `node bench/judge.ts [CORPORA_DIR]`: the corpus's product pages, or else the demonstration's long
 * ones. No page is shown; of those that are refused only the number is told, by category.
 */
const [corpora] = process.argv.slice(2);
const pages = corpora === undefined ? await demonstrationPages() : corpusPages(corpora);
const outlined = pages.map((page) => ({ page, outline: outlinePage(glance(page.body, undefined)) }));

const median = pages.map(({ body }) => body.length).toSorted((left, right) => left - right)[pages.length >> 1] ?? 0;
const verdicts = Map.groupBy(pages.map(judge), (verdict) => (verdict.ok ? 'ok' : verdict.category));
console.log(`${pages.length} pages, ${Math.round(median / 1_024)} KB (median)`);
console.log([...verdicts].map(([category, { length }]) => `${category}: ${length}`).join(', '));

const rounds = Math.ceil(500 / pages.length);
const timed = (work: () => void) => {
  work();
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) work();
  return (performance.now() - started) / rounds / pages.length;
};
const every = timed(() => outlined.forEach(({ outline }) => searchForAll(outline)));
const block = timed(() => outlined.forEach(({ page, outline }) => findBlock(page, outline)));
const outline = timed(() => pages.forEach(({ body }) => outlinePage(glance(body, undefined))));
const whole = timed(() => pages.forEach(judge));
console.log(`every signal searched for  ${every.toFixed(3)} ms a page`);
console.log(`second facts first         ${block.toFixed(3)} ms`);
console.log(`glance and outline         ${outline.toFixed(3)} ms`);
console.log(
  `judge                      ${whole.toFixed(3)} ms, ${((outline + every) / whole).toFixed(2)} times faster`,
);

/** As it was: each pattern on each of its texts. */
function searchForAll({ markup: { tags, code }, title, text, withoutScripts }: PageOutline): number {
  const shown = [title, text, withoutScripts];
  const markup = [tags, code];
  const texts = { tags: [tags], markup, title: [title], text: shown.slice(1), page: [...markup, ...shown] };
  return blockSignals.filter(
    ({ where, pattern }) => typeof where === 'string' && texts[where].some((content) => pattern.test(content)),
  ).length;
}

function pageOf(url: string, body: Uint8Array): Page {
  return { url, finalUrl: url, status: 200, headers: { 'content-type': 'text/html' }, body, fetchedAt: 0, fetcher: '' };
}

function corpusPages(directory: string): readonly Page[] {
  const folder = join(directory, 'product-pages', 'html');
  return readdirSync(folder).map((file) =>
    pageOf('https://shop.test/product', gunzipSync(readFileSync(join(folder, file)))),
  );
}

async function demonstrationPages(): Promise<readonly Page[]> {
  const site = await startDemoSite({ port: 0 });
  const urls = site.rows.flatMap(({ url, expected }) =>
    expected.outcome === 'product' && expected.product.style === 'long' ? [url] : [],
  );
  const bodies = await Promise.all(urls.map(async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer())));
  await site.close();
  return urls.map((url, index) => pageOf(url, bodies[index] ?? new Uint8Array()));
}
