import { once } from 'node:events';
import type { Server } from 'node:http';
import { PipelineError } from '#core/pipeline-error.ts';

/**
 * Listens, and gives the origin that it can be reached under.
 *
 * @throws PipelineError `config` when the port or the host cannot be used.
 */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  try {
    server.listen({ port, host });
    await once(server, 'listening');
  } catch (error) {
    const details = { setting: 'demo.port', port, host };
    throw new PipelineError('config', `demo.port: ${reason(error, port, host)}`, { cause: error, details });
  }
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
}

function reason(error: unknown, port: number, host: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const another = 'choose another with --demo-port (0 picks a free one)';
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is already in use; ${another}`;
  if (code === 'EACCES') return `port ${port} on ${host} may not be used by this user; ${another}`;
  if (code === 'ERR_SOCKET_BAD_PORT') return `${port} is not a port, which is 0 to 65535; ${another}`;
  return `cannot listen on port ${port} of ${host}: ${error instanceof Error ? error.message : String(error)}; ${another}`;
}
