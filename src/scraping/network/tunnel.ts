import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Target } from './address-guard.ts';
import type { Dial } from './dial.ts';
import { splice } from './splice.ts';

export type Tunnelling = {
  readonly dial: Dial;
  /** Milliseconds, as for `splice`. */
  readonly idle: number;
};

/**
 * Connects a client to where it asked to go, and tells it so (RFC 9110, section 9.3.6).
 *
 * @param head what the client has sent already.
 * @throws whatever the dial throws; the client is still there to be told. When the client went first, nothing.
 */
export async function tunnel(client: Socket, head: Buffer, target: Target, { dial, idle }: Tunnelling): Promise<void> {
  const gone = new AbortController();
  const early = readEarly(client, head, () => gone.abort());
  let upstream: Socket;
  try {
    upstream = await dial(target, gone.signal);
  } catch (error) {
    early.stop();
    if (gone.signal.aborted) return;
    throw error;
  }
  const sent = early.stop();
  client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  for (const piece of sent) upstream.write(piece);
  splice(client, upstream, idle);
}

/** Bytes: a client that sends more before it may send at all is none of ours. */
const mostEarly = 65_536;

/** Reads the client while it is not yet connected: that it has gone is only seen by reading. */
function readEarly(client: Duplex, head: Buffer, gone: () => void) {
  const pieces = [head];
  let size = head.length;
  const read = (piece: Buffer) => {
    size += piece.length;
    if (size > mostEarly) client.destroy();
    else pieces.push(piece);
  };
  client.on('data', read).once('end', gone).once('close', gone);
  return {
    stop(): readonly Buffer[] {
      client.pause();
      client.off('data', read).off('end', gone).off('close', gone);
      return pieces;
    },
  };
}
