import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Draw } from './seeded-draw.ts';

/** What one host has seen. Times are milliseconds of the monotonic clock. */
export type SeenByHost = {
  readonly throttles: boolean;
  pages: number;
  refusals: number;
  /** The most requests that were under way at once. */
  most: number;
  /** Requests that came while it had asked not to be asked, those included that crossed with its saying so. */
  crossed: number;
  /** When its last page had been sent. */
  doneAt: number;
};

/** Milliseconds an answer takes. */
const latency = 1_000;

/** How often a host that throttles does, and for how many seconds. */
const refusalShare = 0.15;
const pauses = [1, 2] as const;

export type Hosts = { readonly urls: readonly string[]; readonly seen: readonly SeenByHost[]; close(): Promise<void> };

/** Hosts on addresses of their own, 127.0.1.1 and on; those that throttle come first. */
export async function startHosts(all: number, throttling: number, pagesEach: number, draw: Draw): Promise<Hosts> {
  const seen: SeenByHost[] = [];
  const servers: Server[] = [];
  const urls: string[] = [];
  for (let number = 0; number < all; number += 1) {
    const host = { throttles: number < throttling, pages: 0, refusals: 0, most: 0, crossed: 0, doneAt: 0 };
    const server = createServer(answering(host, draw));
    server.listen(0, `127.0.${1 + Math.floor(number / 250)}.${1 + (number % 250)}`);
    await once(server, 'listening');
    const { address, port } = server.address() as AddressInfo;
    seen.push(host);
    servers.push(server);
    for (let path = 0; path < pagesEach; path += 1) urls.push(`http://${address}:${port}/products/${path}`);
  }
  return {
    urls,
    seen,
    close: async () => {
      await Promise.all(
        servers.map(async (server) => {
          server.closeAllConnections();
          server.close();
          await once(server, 'close');
        }),
      );
    },
  };
}

function answering(host: SeenByHost, draw: Draw): (request: IncomingMessage, response: ServerResponse) => void {
  let underWay = 0;
  let closedUntil = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const came = performance.now();
    if (came < closedUntil) host.crossed += 1;
    if (request.url === '/robots.txt') {
      response.writeHead(404).end();
      return;
    }
    underWay += 1;
    host.most = Math.max(host.most, underWay);
    await sleep(latency);
    const now = performance.now();
    const isClosed = now < closedUntil;
    if (isClosed || (host.throttles && draw() < refusalShare)) {
      const pause = pauses[Math.floor(draw() * pauses.length)] ?? 1;
      if (!isClosed) closedUntil = now + pause * 1_000;
      host.refusals += 1;
      response.writeHead(429, { 'retry-after': String(Math.ceil((closedUntil - now) / 1_000)) }).end();
    } else {
      host.pages += 1;
      host.doneAt = now;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(request.url ?? ''));
    }
    underWay -= 1;
  };
  return (request, response) => void serve(request, response);
}

function page(path: string): string {
  const product = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: `Chair ${path}`,
    sku: path,
    offers: { '@type': 'Offer', price: 12, priceCurrency: 'EUR' },
  };
  return `<!doctype html><title>Chair</title><script type="application/ld+json">${JSON.stringify(product)}</script><h1>Chair ${path}</h1><p>${'Solid oak. '.repeat(50)}</p>`;
}
