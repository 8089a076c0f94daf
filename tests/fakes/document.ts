import type { Document } from '#html/document.ts';

/** An empty document with the given parts. */
export function fakeDocument(parts: Partial<Document> = {}): Document {
  return {
    url: 'https://shop.test/product',
    title: '',
    language: 'en',
    canonicalUrl: undefined,
    structured: { jsonLd: [], microdata: [], meta: {} },
    headings: [],
    specifications: [],
    text: '',
    images: [],
    documents: [],
    tokenEstimate: 0,
    ...parts,
  };
}
