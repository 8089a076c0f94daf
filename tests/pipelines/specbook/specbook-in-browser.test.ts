import { statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { specbookHtml } from '#pipelines/specbook/outputs/specbook-html.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';
import { desk } from '../../cli/specbook.ts';
import { optionalService } from '../../services.ts';
import { accessibilityOf, drawn, loadPictures, openBrowser, opened, pagesOf, picturesOf, tooWide } from './browser.ts';
import { hardProducts } from './outputs/hard-products.ts';
import { book, rendered } from './outputs/render.ts';

/** UPDATE_PICTURES=1 draws the pictures of docs/images anew. */
const updates = process.env['UPDATE_PICTURES'] === '1';

const browsers = optionalService('chromium');
const papers = optionalService('poppler');
const { program } = browsers;

/** Of a project that there is not, for the pictures of the documents. */
const project = {
  '--book-project': 'Harbour House',
  '--book-number': '2417',
  '--book-client': 'Nordhavn Estates',
  '--book-architect': 'Studio Lind',
  '--book-address': '12 Quay Street, Nordhavn',
  '--book-revision': 'B',
};

describe.skipIf(program === undefined)(
  `the spec book in a real browser ${browsers.note}`,
  () => {
    const { run, outputs, directory, clear } = desk();
    let site: DemoSite;
    let model: DemoModel;
    let browser: Browser;
    let file: string;

    beforeAll(async () => {
      // The pictures show the address.
      site = await startDemoSite({ port: updates ? 4380 : 0 });
      model = await startDemoModel({ port: 0 });
      const port = (address: string) => new URL(address).port;
      const ports = ['--demo-port', port(site.origin), '--demo-model-port', port(model.baseUrl)];
      const { code } = await run(['pipeline', ...ports, '--format', 'html,jsonl', ...Object.entries(project).flat()]);
      expect(code).toBe(0);
      file = join(outputs().directory, 'specbook.html');
      browser = await openBrowser(program ?? '');
    }, 240_000);
    afterAll(async () => {
      await browser.close();
      await site.close();
      await model.close();
      clear();
    });

    test.for([1_280, 768, 390, 320])('fits a window of %d pixels', async (width) => {
      const page = await opened(browser, file, width, 800);
      expect(await tooWide(page)).toEqual([]);
      await page.close();
    });

    test('shows every picture of every product', async () => {
      const page = await opened(browser, file, 1_280, 900);
      await loadPictures(page);
      const broken = await page.evaluate(
        `[...document.images].filter(({ naturalWidth }) => naturalWidth === 0).map(({ src }) => src)`,
      );
      expect(broken).toEqual([]);
      expect(await page.locator('img').count()).toBeGreaterThan(outputs().products.length);
      await page.close();
    });

    test('keeps the place of a picture that does not come, and says what it would be', async () => {
      const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
      await page.route('**/*.png', async (route) => route.abort());
      await page.goto(`file://${file}`);
      await loadPictures(page);
      const frame = page.locator('.frame').first();
      const { width = 0, height = 0 } = (await frame.boundingBox()) ?? {};
      expect(width / height).toBeCloseTo(4 / 3, 1);
      const said = await page.evaluate(`getComputedStyle(document.images[0], '::after').content`);
      expect(said).toContain('Picture not available');
      await page.close();
    });

    test('can be read by everybody: headings in steps, heads with scopes, pictures with words, contrast', async () => {
      const page = await opened(browser, file, 1_280, 900);
      const { levels, ...found } = await accessibilityOf(page);
      expect(levels[0]).toBe(1);
      expect(levels.filter((level, index) => level > (levels[index - 1] ?? level) + 1)).toEqual([]);
      expect(found).toMatchObject({ headsWithoutScope: 0, picturesWithoutWords: 0 });
      expect(found.leastContrast).toBeGreaterThan(4.5);
      await page.close();
    });

    describe.skipIf(papers.program === undefined)(`on paper ${papers.note}`, () => {
      type Paper = 'A4' | 'Letter';

      async function print(format: Paper, from: string): Promise<string> {
        const page = await opened(browser, from, 1_280, 900);
        await loadPictures(page);
        const pdf = join(directory, `${format}-${basename(from)}.pdf`);
        await page.pdf({ path: pdf, format, outline: true, tagged: true });
        await page.close();
        return pdf;
      }

      const prints = new Map<Paper, Promise<string>>();
      /** The book of the demonstration, printed once for each paper. */
      function printed(format: Paper): Promise<string> {
        const pdf = prints.get(format) ?? print(format, file);
        prints.set(format, pdf);
        return pdf;
      }

      /** The numbers of the pages on which sheets begin, by the sheet. */
      const sheetPages = (pages: readonly string[]) =>
        pages.flatMap((text, index) => (/^ *Sheet \d+ ·/mu.test(text) ? [index + 1] : []));

      test.for(['A4', 'Letter'] as const)('begins each sheet on a page of its own, on %s', async (format) => {
        const pdf = await printed(format);
        const pages = await pagesOf(pdf);
        const sheets = pages.flatMap((text) =>
          [...text.matchAll(/^ *Sheet (\d+) ·/gmu)].map(([, number]) => Number(number)),
        );
        const count = outputs().products.length;
        // In order, and never two on one page.
        expect(sheets).toEqual(Array.from({ length: count }, (_, index) => index + 1));
        expect(sheetPages(pages)).toHaveLength(count);
        // Cover, contents, schedule and appendices come to a few pages, and hardly a sheet needs two.
        expect(pages.length - count).toBeLessThan(20);
        const pictures = await picturesOf(pdf);
        expect(sheetPages(pages).filter((page) => (pictures.get(page) ?? 0) === 0)).toEqual([]);
      });

      test('numbers its pages but the cover, and says at their edges what they are of', async () => {
        const pages = await pagesOf(await printed('A4'));
        const [cover = '', ...others] = pages;
        expect(cover).toMatch(/Harbour House[^]*2417[^]*Nordhavn Estates/u);
        expect(cover).not.toMatch(/\d+ \/ \d+/u);
        for (const [index, text] of others.entries()) expect(text).toContain(`${index + 2} / ${pages.length}`);
        expect(others.filter((text) => !text.includes('Harbour House · Spec book'))).toEqual([]);
        expect(others.filter((text) => !text.includes('Revision B'))).toEqual([]);
        expect(pages.find((text) => text.includes('Halo 600 Pendant Light') && text.includes('Sheet 7'))).toMatch(
          /^\s*Lighting/u,
        );
      });

      test('comes to its end with any text', async () => {
        const hard = join(directory, 'hard.html');
        writeFileSync(
          hard,
          await rendered(specbookHtml(productSchema, book({ project: 'A'.repeat(300) })), hardProducts),
        );
        for (const width of [1_280, 320]) {
          const page = await opened(browser, hard, width, 800);
          expect(await tooWide(page)).toEqual([]);
          await page.close();
        }
        const pages = await pagesOf(await print('Letter', hard));
        expect(pages.join('')).toContain('Appendix C');
        expect(sheetPages(pages)).toHaveLength(hardProducts.length);
      });

      test.runIf(updates)('is drawn for the documents', async () => {
        const page = await opened(browser, file, 1_100, 1_040);
        await loadPictures(page);
        await page.evaluate(`document.querySelectorAll('.chapter')[1].scrollIntoView()`);
        await page.evaluate('scrollBy(0, -24)');
        await page.screenshot({ path: resolve('docs/images/specbook-screen.png') });
        await page.close();

        const pdf = await printed('A4');
        const pages = await pagesOf(pdf);
        const schedule = pages.findIndex((text) => /^ *Schedule$/mu.test(text)) + 1;
        const shown = await drawn(pdf, [1, 2, schedule, sheetPages(pages)[6] ?? 0], directory);
        const sheets = shown.map((source) => `<img src="${source}" width="460" style="border:1px solid #c9c8c2">`);
        // A page of its own: the book lets no picture in that is not from the web.
        const wall = await browser.newPage({ viewport: { width: 2 * 462 + 3 * 20, height: 600 } });
        await wall.setContent(
          `<body style="margin:20px;background:#ecebe7;display:grid;grid-template-columns:auto auto;gap:20px">${sheets.join('')}`,
        );
        await wall.screenshot({ path: resolve('docs/images/specbook-print.png'), fullPage: true });
        await wall.close();
        for (const name of ['screen', 'print']) {
          expect(statSync(resolve(`docs/images/specbook-${name}.png`)).size).toBeLessThan(300_000);
        }
      });
    });
  },
  60_000,
);
