import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { dialingAgents } from '#scraping/network/dialing-agents.ts';
import { selfSignedCertificate } from '../../fixtures/self-signed-certificate.ts';
import { openDial } from '../../fixtures/ways-out.ts';

const certificate = selfSignedCertificate();

describe.skipIf(certificate === undefined)('a connection under TLS (needs openssl)', () => {
  const { key, cert } = certificate ?? { key: '', cert: '' };

  async function withServer(work: (url: string) => Promise<void>): Promise<void> {
    const server = createServer({ key, cert }, (_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await work(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  test('is given to its request when the handshake is over: what is written before cannot be called back', () =>
    withServer(async (url) => {
      const { https } = dialingAgents(openDial, { keepAlive: true });
      for (const reused of [false, true]) {
        const request = get(url, { agent: https, ca: cert });
        const [socket] = (await once(request, 'socket')) as [TLSSocket];
        expect(socket.authorized).toBe(true);
        expect(socket.getProtocol()).toMatch(/^TLS/);
        const [response] = (await once(request, 'response')) as [IncomingMessage];
        await once(response.resume(), 'end');
        expect(request.reusedSocket).toBe(reused);
      }
      https.destroy();
    }));

  test('with somebody whom nobody vouches for is never given to it', () =>
    withServer(async (url) => {
      const { https } = dialingAgents(openDial, { keepAlive: true });
      const request = get(url, { agent: https });
      request.once('socket', () => expect.unreachable());
      const [error] = (await once(request, 'error')) as [unknown];
      expect(error).toMatchObject({ category: 'tls' });
    }));
});
