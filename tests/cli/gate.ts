import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page that answers when it is told to: what is waiting for it can be looked at in peace. */
export type Gate = {
  readonly url: string;
  open(): void;
  close(): Promise<void>;
};

/** @param target where the page leads to, once it answers. */
export async function startGate(target: string): Promise<Gate> {
  let opened = false;
  const held: ServerResponse[] = [];
  const answer = (response: ServerResponse) => response.writeHead(302, { location: target }).end();
  const server = createServer((_request, response) => {
    if (opened) answer(response);
    else held.push(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gate`,
    open: () => {
      opened = true;
      held.splice(0).forEach(answer);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
