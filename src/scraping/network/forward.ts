import { type Agent, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { PipelineError } from '#core/pipeline-error.ts';
import { networkFailure } from '../network-failure.ts';

export type Forwarding = {
  /** Where the request goes; plain http. */
  readonly url: URL;
  readonly agent: Agent;
  readonly maxHeaderBytes: number;
};

/** Headers that are between a client and its proxy only (RFC 9110, section 7.6.1). */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Passes a request in absolute form on, and the answer back as it comes. An answer that breaks off breaks off for the
 * client, too.
 *
 * @param failed called when there was no answer at all.
 */
export function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { url, agent, maxHeaderBytes }: Forwarding,
  failed: (error: unknown) => void,
): void {
  const outgoing = httpRequest(url, {
    agent,
    method: incoming.method ?? 'GET',
    headers: endToEnd(incoming.rawHeaders),
    setHost: false,
    maxHeaderSize: maxHeaderBytes,
  });
  outgoing.once('response', (answer) => {
    try {
      response.writeHead(answer.statusCode ?? 0, answer.statusMessage ?? '', endToEnd(answer.rawHeaders));
    } catch (cause) {
      // A status or header that may be received but not sent.
      outgoing.destroy();
      failed(new PipelineError('protocol', `${url.host}: ${String(cause)}`, { cause }));
      return;
    }
    // The headers go out now and as the bytes they came as; `flushHeaders` would make UTF-8 of them.
    response.write(Buffer.alloc(0));
    answer.once('error', () => {
      if (outgoing.socket?.errored === null) incoming.socket.destroy();
      else incoming.socket.resetAndDestroy();
    });
    answer.pipe(response);
  });
  outgoing.on('error', (error) => {
    if (!response.headersSent && !response.destroyed) failed(networkFailure(error, url));
  });
  response.once('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** As Node gives and takes them: name, value, name, value. */
function endToEnd(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!hopByHop.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}
