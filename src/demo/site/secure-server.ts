import { createServer, type Server } from 'node:https';
import { listen } from './listen.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

/** A neighbour of the site under TLS, with a certificate that nobody vouches for. It starts when it is first needed. */
export type SecureServer = { origin(): Promise<string>; close(): void };

export function secureServer(host: string): SecureServer {
  let server: Server | undefined;
  let origin: Promise<string> | undefined;
  const start = () => {
    server = createServer(selfSignedCertificate([127, 0, 0, 1]), (_request, response) => {
      response.end('A page that no careful client gets to see.');
    });
    return listen(server, 0, host);
  };
  return {
    origin: async () => (await (origin ??= start())).replace('http:', 'https:'),
    close: () => {
      server?.close();
      server?.closeAllConnections();
    },
  };
}
