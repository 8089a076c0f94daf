import { once } from 'node:events';
import { createServer } from 'node:http';

/** Sites that were rebuilt, and what became of their product pages; each under `/NAME/N`. */
const pages = {
  /** Nothing but a name, in a page that is otherwise about the shop. */
  bare: (name: string) =>
    `<title>${name}</title><h1>${name}</h1>${'<p>We have moved to a new shop. Call us for whatever you need to know.</p>'.repeat(20)}`,
  /** Structured data of other products than the one that is shown. */
  mixed: (name: string, number: number) => {
    const told = {
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: `Something else ${number * 7}`,
      brand: { '@type': 'Brand', name: 'Nobody & Sons' },
      sku: `X${number * 13}`,
      description: 'Not what is shown here at all, but a thing of another kind that was sold out years ago.',
      material: 'Granite',
      offers: { '@type': 'Offer', price: `${number * 11 + 5000}.00`, priceCurrency: 'CHF' },
    };
    return `<title>${name}</title><script type="application/ld+json">${JSON.stringify(told)}</script><h1>${name}</h1>${'<p>A stool of oak for the kitchen, made by hand. It costs 120.00 EUR.</p>'.repeat(20)}`;
  },
} as const;

export type RebuiltSite = { readonly origin: string; close(): Promise<void> };

export async function startRebuiltSite(): Promise<RebuiltSite> {
  const server = createServer((request, response) => {
    const [, name = '', number = ''] = /^\/(\w+)\/(\d+)$/u.exec(request.url ?? '') ?? [];
    const isPage = name === 'bare' || name === 'mixed';
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    const body = isPage ? pages[name](`Oak stool ${number}`, Number(number)) : '';
    response.end(`<!doctype html><html lang="en"><head>${body}</body></html>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a server without a port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
