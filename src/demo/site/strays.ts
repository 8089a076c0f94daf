import { type Answer, htmlAnswer, fileAnswer } from './answer.ts';
import { escaped, htmlPage } from './markup.ts';
import { picture } from './picture.ts';
import type { DemoProduct, Stray } from './product.ts';

/** A transparent GIF of one pixel, as counters of visitors send it (GIF89a specification). */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const paths: Readonly<Record<Stray, string>> = {
  pixel: '/images/visit.gif',
  placeholder: '/images/no-image.png',
  logo: '/images/shop-logo.png',
  'data-sheet': '/documents/on-request.pdf',
};

/** The pictures among a product's own that are none of it, as elements of the page that call themselves the product. */
export function strayPictures({ strays = [], expected }: Pick<DemoProduct, 'strays' | 'expected'>): readonly string[] {
  return strays
    .filter((stray) => stray !== 'data-sheet')
    .map((stray) => `<img src="${paths[stray]}" alt="${escaped(expected.name)}">`);
}

export function strayDocuments({ strays = [] }: Pick<DemoProduct, 'strays'>): readonly string[] {
  return strays.includes('data-sheet') ? [`<li><a href="${paths['data-sheet']}">Data sheet</a> (PDF)</li>`] : [];
}

/** What is behind their addresses. */
export const strayFiles: Readonly<Record<string, () => Answer>> = {
  [paths.pixel]: () => fileAnswer('image/gif', pixel),
  [paths.placeholder]: () => fileAnswer('image/png', picture('none', 640, 480)),
  [paths.logo]: () => fileAnswer('image/png', picture('logo', 320, 80)),
  [paths['data-sheet']]: () =>
    htmlAnswer(
      htmlPage({ locale: 'en-GB', title: 'On request', body: '<main><h1>On request</h1><p>Ask us for it.</p></main>' }),
    ),
};
