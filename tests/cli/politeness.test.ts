import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { picture } from '#demo/site/picture.ts';
import { listening } from '../fixtures/listening.ts';
import { type Desk, desk } from './specbook.ts';

/** Milliseconds that a host asks for. */
const pause = 1_000;

let own: Desk;
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  own = desk();
});
afterEach(async () => {
  own.clear();
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A host that refuses the first request to the path, and counts what comes before the time is over that it asks for. */
async function refusing(path: string, answer: RequestListener) {
  const seen = { refusals: 0, tooEarly: [] as string[], all: [] as string[] };
  let openFrom = 0;
  const { origin, close } = await listening((request, response) => {
    const asked = request.url ?? '';
    seen.all.push(asked);
    if (Date.now() < openFrom) seen.tooEarly.push(asked);
    if (asked !== path || seen.refusals > 0) return answer(request, response);
    seen.refusals += 1;
    // Later than others have come to wait for the same answer.
    setTimeout(() => {
      openFrom = Date.now() + pause;
      response.writeHead(429, { 'retry-after': String(pause / 1_000) }).end();
    }, 100);
  });
  closing.push(close);
  return { seen, url: origin };
}

const chair = (image: string) => `<!doctype html><title>Oak chair</title><h1>Oak chair</h1>
<script type="application/ld+json">{"@type":"Product","name":"Oak chair","image":"${image}",
"offers":{"price":"649","priceCurrency":"USD"}}</script>`;

async function run(urls: readonly string[], words: readonly string[]) {
  writeFileSync(join(own.directory, 'urls.txt'), urls.join('\n'));
  const { code } = await own.run(['pipeline', '--input', 'urls.txt', '--extractor', 'structured', ...words]);
  expect(code).toBe(0);
  return own.outputs();
}

test('who waits for a robots.txt that is refused does not ask for it before its host wants to be asked', async () => {
  const shop = await refusing('/robots.txt', (request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else response.setHeader('content-type', 'text/html').end(chair('/none.png'));
  });
  const pages = ['/1', '/2', '/3'].map((path) => `${shop.url}${path}`);
  const { products } = await run(pages, ['--images-checked', '0']);
  expect(products).toHaveLength(3);
  expect(shop.seen).toMatchObject({ refusals: 1, tooEarly: [] });
});

test('a picture is not asked for while its host wants time, which another picture was told', async () => {
  const pictures = await refusing('/1.png', (_request, response) => {
    response.setHeader('content-type', 'image/png').end(picture('chair', 640, 480));
  });
  const shop = await refusing('', (request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else response.setHeader('content-type', 'text/html').end(chair(`${pictures.url}${request.url}.png`));
  });
  const pages = ['/1', '/2'].map((path) => `${shop.url}${path}`);
  const { products } = await run(pages, ['--concurrency', '1']);
  expect(products).toHaveLength(2);
  expect(pictures.seen.all.toSorted()).toEqual(['/1.png', '/2.png']);
  expect(pictures.seen).toMatchObject({ refusals: 1, tooEarly: [] });
});
