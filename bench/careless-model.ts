import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export type CarelessModel = { readonly baseUrl: string; close(): Promise<void> };

/** Another digit, and never a 0, with which no number begins. */
const another = (digit: string) => String((Number(digit) % 9) + 1);

/**
 * Stands before a model and answers as it does, but for the digits, which are others every time. What holds a number
 * is then not found in the page, so that a cascade asks a second model about it.
 *
 * @param baseUrl up to and with `/v1`.
 */
export async function startCarelessModel(baseUrl: string): Promise<CarelessModel> {
  const server = createServer((request, response) => {
    const relay = async () => {
      const answer = await fetch(new URL(request.url ?? '', baseUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: await textOf(request),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(spoilt(await answer.text()));
    };
    relay().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Only the content: what the answer used is charged as it is. */
function spoilt(text: string): string {
  return JSON.stringify(JSON.parse(text), (name, value: unknown) =>
    name === 'content' && typeof value === 'string' ? value.replaceAll(/\d/gu, another) : value,
  );
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}
