import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { findBlock } from '#scraping/block-evidence.ts';
import { blockSignals } from '#scraping/block-signals.ts';
import { glance } from '#scraping/glance.ts';
import { outlinePage, type PageOutline } from '#scraping/page-outline.ts';
import type { Page } from '#scraping/page.ts';
import { judge } from '#scraping/verdict.ts';

/**
 * What judging an ordinary page of about 150 KB costs, and what it would if every signal were searched for before the
 * second fact that it needs. `node bench/judge.ts [CORPORA_DIR]`: the corpus's product pages of 100 to 200 KB, or else
 * the demonstration's long ones. No page is shown; of those that are refused only the number is told, by category.
 * A page's cost is told for 150 KB of it: the CPU of a round by the bytes that were judged in it. Exit code 1 when a page
 * is refused, or when judging takes as long as it must not in the median round.
 */
const [corpora] = process.argv.slice(2);
const pages = corpora === undefined ? await demonstrationPages() : corpusPages(corpora);
const outlined = pages.map((page) => ({ page, outline: outlinePage(glance(page.body, undefined)) }));

/** Milliseconds of CPU for 150 KB. */
const most = 0.3;
/** In each round so many pages are judged that garbage is collected in each. */
const pagesARound = 400;
const rounds = 25;

const sizes = pages.map(({ body }) => Math.round(body.length / 1_024)).toSorted((left, right) => left - right);
const verdicts = Map.groupBy(pages.map(judge), (verdict) => (verdict.ok ? 'ok' : verdict.category));
console.log(`${pages.length} pages, ${sizes.at(0)} to ${sizes.at(-1)} KB (median ${sizes[sizes.length >> 1]} KB)`);
console.log([...verdicts].map(([category, { length }]) => `${category}: ${length}`).join(', '));

/** How many pages of 150 KB all of them are. */
const pagesOf150 = pages.reduce((sum, { body }) => sum + body.length, 0) / (150 * 1_024);
const repeats = Math.ceil(pagesARound / pages.length);
const timed = (what: string, work: () => void) => {
  const costs = Array.from({ length: rounds + 1 }, () => {
    const before = process.cpuUsage();
    for (let repeat = 0; repeat < repeats; repeat += 1) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / repeats / pagesOf150;
  });
  // The first round warms up.
  const sorted = costs.slice(1).toSorted((left, right) => left - right);
  const [least = 0, median = 0] = [sorted[0], sorted[rounds >> 1]];
  console.log(`${what.padEnd(26)} ${median.toFixed(3)} ms of CPU for 150 KB (least of the rounds ${least.toFixed(3)})`);
  return median;
};
timed('every signal searched for', () => outlined.forEach(({ outline }) => searchForAll(outline)));
timed('second facts first', () => outlined.forEach(({ page, outline }) => findBlock(page, outline)));
timed('glance and outline', () => pages.forEach(({ body }) => outlinePage(glance(body, undefined))));
const whole = timed('judge', () => pages.forEach(judge));
if (whole >= most || verdicts.size > 1 || !verdicts.has('ok')) process.exitCode = 1;

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
  return readdirSync(folder)
    .map((file) => pageOf('https://shop.test/product', gunzipSync(readFileSync(join(folder, file)))))
    .filter(({ body }) => body.length >= 100 * 1_024 && body.length <= 200 * 1_024);
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
