import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';

const run = promisify(execFile);

/** Without a sandbox: tests may run as root. */
export const openBrowser = async (executable: string): Promise<Browser> =>
  chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu'] });

/** The file in a window of that size, in pixels. */
export async function opened(browser: Browser, file: string, width: number, height: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'domcontentloaded' });
  return page;
}

/** What stands out of the page on the right, by the beginning of its HTML. */
export const tooWide = async (page: Page): Promise<readonly string[]> =>
  page.evaluate(`[...document.querySelectorAll('body *:not(svg *)')]
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 120))`);

/** Has all pictures loaded, which otherwise are as they come into sight. */
export async function loadPictures(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = 'eager';
    await Promise.all(pictures.map(async (picture) => picture.decode().catch(() => undefined)));
  })()`);
}

/** What readers who do not see the page, or not well, depend on. */
export type Accessibility = {
  /** Of the headings, in order. */
  readonly levels: readonly number[];
  readonly headsWithoutScope: number;
  readonly picturesWithoutWords: number;
  /** Of text on white: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
  readonly leastContrast: number;
};

export const accessibilityOf = async (page: Page): Promise<Accessibility> =>
  page.evaluate(`(() => {
    const luminance = (color) => {
      const [red, green, blue] = color.match(/\\d+/gu).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const colors = [...document.querySelectorAll('body *')].map((element) => getComputedStyle(element).color);
    return {
      levels: [...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1])),
      headsWithoutScope: document.querySelectorAll('th:not([scope])').length,
      picturesWithoutWords: document.querySelectorAll('img:not([alt]), img[alt=""]').length,
      leastContrast: Math.min(...colors.map((color) => 1.05 / (luminance(color) + 0.05))),
    };
  })()`);

/** The text of each page of a PDF, in the order in which it is read. */
export async function pagesOf(pdf: string): Promise<readonly string[]> {
  const { stdout } = await run('pdftotext', ['-layout', pdf, '-'], { maxBuffer: 64_000_000 });
  return stdout.split('\f').slice(0, -1);
}

/** How many pictures each page of a PDF has, by the page's number. */
export async function picturesOf(pdf: string): Promise<ReadonlyMap<number, number>> {
  const { stdout } = await run('pdfimages', ['-list', pdf], { maxBuffer: 64_000_000 });
  const pages = stdout.split('\n').flatMap((line) => /^\s*(\d+)\s+\d+\s+image/u.exec(line)?.[1] ?? []);
  return new Map([...Map.groupBy(pages, Number)].map(([page, images]) => [page, images.length]));
}

/** Pages of a PDF as PNG files in a folder, each as an address of its data. */
export async function drawn(pdf: string, pages: readonly number[], folder: string): Promise<readonly string[]> {
  return Promise.all(
    pages.map(async (page) => {
      const file = `${folder}/page-${page}`;
      await run('pdftoppm', ['-r', '120', '-png', '-singlefile', '-f', String(page), '-l', String(page), pdf, file]);
      return `data:image/png;base64,${(await readFile(`${file}.png`)).toString('base64')}`;
    }),
  );
}
