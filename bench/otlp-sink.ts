import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A collector that takes everything, as a process of its own; prints its address, and runs until it is ended. */
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
