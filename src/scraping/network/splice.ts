import type { Socket } from 'node:net';

/**
 * Joins two connections: what one sends the other gets, and they end in the same way, a reset as a reset.
 *
 * @param idle milliseconds without a byte in either direction after which both are closed.
 */
export function splice(client: Socket, upstream: Socket, idle: number): void {
  // The client may have gone in the moment before.
  if (client.destroyed) return void upstream.on('error', () => undefined).destroy();
  endTogether(client, upstream);
  endTogether(upstream, client);
  for (const socket of [client, upstream]) socket.setTimeout(idle, () => socket.destroy());
  client.pipe(upstream);
  upstream.pipe(client);
}

function endTogether(one: Socket, other: Socket): void {
  one.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET') other.resetAndDestroy();
    else other.destroy();
  });
  one.once('close', () => other.destroySoon());
}
