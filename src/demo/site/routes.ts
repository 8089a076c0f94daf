import type { FaultRate } from '../fault-rate.ts';
import { type Answer, fileAnswer, htmlAnswer, once, rawAnswer, type Reply, textAnswer } from './answer.ts';
import { families } from './catalogue/catalogue.ts';
import { recovered } from './catalogue/recovered.ts';
import { chanceFaults, faultReply } from './chance.ts';
import { demoCsv, faultsCsv } from './csv.ts';
import { consentPage, loginPage } from './fault-pages.ts';
import { faultAt, type FaultName } from './faults.ts';
import type { Surroundings, Visit } from './faults/fault.ts';
import { detours } from './faults/instead.ts';
import { generatedPage } from './generated.ts';
import { indexPage } from './index-page.ts';
import { htmlPage, styleSheet } from './markup.ts';
import { picture } from './picture.ts';
import { type DemoProduct, placed } from './product.ts';
import { demoRows } from './rows.ts';
import { specSheet } from './spec-sheet.ts';
import { strayFiles } from './strays.ts';
import { productPage } from './styles/render.ts';

/** Where a second process can see that a demo site is already running. */
const identityPath = '/.well-known/specbook-demo';

/** `version` changes whenever the pages or their expected facts do. */
export const identity = { name: 'specbook-demo', version: '4' } as const;

/** How many other products a page shows beside its own. */
const relatedCount = 6;

/** Pixels: width and height of a product's pictures, by the name of the file. */
const pictureSizes = { 1: [960, 720], 2: [720, 960], 3: [640, 640], small: [160, 120] } as const;

/**
 * Everything that the site serves, each thing made when it is first asked for, and kept.
 *
 * @param chance how often a page without a fault meets one all the same.
 */
export function demoRoutes(
  origin: string,
  site: Surroundings,
  chance: FaultRate<FaultName>,
): (visit: Visit) => Reply | Promise<Reply> {
  const clean = families.flatMap(({ entries }) => entries.map((entry) => placed(entry, origin)));
  const recoverable = Object.values(recovered).map((entry) => placed(entry, origin));
  const pages = new Map<string, () => Answer>(siteFiles(origin));
  for (const [index, product] of clean.entries()) addProduct(pages, product, neighbours(clean, index));
  for (const product of recoverable) addProduct(pages, product, clean.slice(0, relatedCount));

  const faulty = (visit: Visit): Reply | Promise<Reply> | undefined => {
    const fault = faultAt(visit.path);
    if (fault === undefined) return undefined;
    const path = fault.recovers === undefined ? visit.path : `/products/${recovered[fault.recovers].id}`;
    return faultReply(fault, visit, site, { path, page: pages.get(path)?.() ?? notFound });
  };

  const cleanPaths = new Set(clean.map(({ path }) => path));
  const byChance = chanceFaults(chance, site);
  const fine = (visit: Visit): Reply | Promise<Reply> | undefined => {
    const { path, query } = visit;
    const file = pages.get(path)?.();
    if (file !== undefined) return chance.rate > 0 && cleanPaths.has(path) ? byChance({ path, page: file }) : file;
    const page = generated(visit, origin);
    return page === undefined || chance.rate === 0 ? page : byChance({ path: path + query, page });
  };

  return (visit) => fine(visit) ?? faulty(visit) ?? hidden(visit) ?? notFound;
}

function neighbours(products: readonly DemoProduct[], index: number): readonly DemoProduct[] {
  const doubled = [...products, ...products];
  return doubled.slice(index + 1, index + 1 + relatedCount);
}

function addProduct(pages: Map<string, () => Answer>, product: DemoProduct, related: readonly DemoProduct[]): void {
  const { id, expected, path } = product;
  pages.set(
    path,
    once(() => htmlAnswer(productPage(product, related))),
  );
  for (const [name, [width, height]] of Object.entries(pictureSizes)) {
    const subject = `${id}/${name}`;
    pages.set(
      `/images/${subject}.png`,
      once(() => fileAnswer('image/png', picture(subject, width, height))),
    );
  }
  for (const { title, url } of expected.documents ?? []) {
    const lines = [
      expected.name,
      expected.brand,
      title,
      expected.sku ?? '',
      'A demonstration: this product is fictional.',
    ];
    pages.set(
      new URL(url).pathname,
      once(() => fileAnswer('application/pdf', specSheet(lines))),
    );
  }
}

function siteFiles(origin: string): Iterable<readonly [string, () => Answer]> {
  const made: Readonly<Record<string, () => Answer>> = {
    '/': () => htmlAnswer(indexPage()),
    '/site.css': () => textAnswer('text/css; charset=utf-8', styleSheet),
    '/robots.txt': () =>
      textAnswer('text/plain; charset=utf-8', 'User-agent: *\nDisallow: /private/\nDisallow: /faults/robots-denied\n'),
    '/catalogue.csv': () => textAnswer('text/csv; charset=utf-8', demoCsv(demoRows(origin, { all: false }))),
    '/faults.csv': () => textAnswer('text/csv; charset=utf-8', faultsCsv(demoRows(origin, { all: true }))),
    [detours.login]: () => htmlAnswer(loginPage('/')),
    [detours.consent]: () => htmlAnswer(consentPage('/')),
    '/images/icon.png': () => fileAnswer('image/png', picture('icon', 32, 32)),
    '/images/generated.png': () => fileAnswer('image/png', picture('generated', 640, 640)),
    ...strayFiles,
    [identityPath]: () => textAnswer('application/json', JSON.stringify(identity)),
  };
  return Object.entries(made).map(([path, make]) => [path, once(make)] as const);
}

function generated({ path, query }: Visit, origin: string): Answer | undefined {
  const page = generatedPage(path + query, origin);
  return page === undefined ? undefined : rawAnswer('text/html; charset=utf-8', page);
}

/** What robots.txt asks to leave alone is there, so that a test can see whether anyone came. */
function hidden({ path }: Visit): Answer | undefined {
  if (!path.startsWith('/private/')) return undefined;
  const body = '<main><h1>Trade prices</h1><p>robots.txt asks robots to stay away from here.</p></main>';
  return htmlAnswer(htmlPage({ locale: 'en-GB', title: 'Trade prices', body }));
}

const notFound: Answer = htmlAnswer(
  htmlPage({
    locale: 'en-GB',
    title: '404 Not found',
    body: '<main><h1>Not found</h1><p>There is no such page in the demonstration. <a href="/">The catalogue</a></p></main>',
  }),
  { status: 404 },
);
