import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PipelineError } from '#core/pipeline-error.ts';
import { type Reply, chatReply, errorReply, modelsReply, parsed } from './chat.ts';

export type DemoModelSettings = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
};

export type DemoModel = {
  /** Up to and with `/v1`: what `model.baseUrl` is set to. */
  readonly baseUrl: string;
  /** Chat completions asked for so far, failed ones included. */
  requests(): number;
  close(): Promise<void>;
};

const largestBody = 4 * 1024 * 1024;

/**
 * A stand-in for a language model, so that everything around one can be tried without an account or a download:
 * a server with OpenAI's interface that reads the prompt it is sent and answers by rules (labels, tables, a few
 * sentence patterns). It understands nothing, knows nothing of the demo's pages, and says so: its model is
 * `demo-model` and every answer carries `system_fingerprint: specbook-demo-stand-in`. Figures measured with it say
 * how the pipeline behaves, and nothing about what a real model finds. It counts four characters as a token.
 *
 * @throws PipelineError `config` naming `demo.modelPort` when the port cannot be had.
 */
export async function startDemoModel({ port, host = '127.0.0.1' }: DemoModelSettings): Promise<DemoModel> {
  let requests = 0;
  const server = createServer((request, response) => {
    if (isChat(request)) requests += 1;
    void answer(request, requests)
      .catch((error: unknown) => errorReply(500, `The demo model failed: ${String(error)}`, 'server_error'))
      .then((reply) => write(response, reply));
  });
  await listen(server, port, host);
  const { port: taken } = server.address() as AddressInfo;
  return {
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/v1`,
    requests: () => requests,
    close: () => close(server),
  };
}

function isChat({ method, url }: IncomingMessage): boolean {
  return method === 'POST' && pathOf(url) === '/v1/chat/completions';
}

async function answer(request: IncomingMessage, number: number): Promise<Reply> {
  const { method, url } = request;
  if (method === 'GET' && pathOf(url) === '/v1/models') return modelsReply();
  if (!isChat(request)) return errorReply(404, `There is no ${method} ${pathOf(url)} here.`, 'unknown_url');
  const text = await readBody(request);
  if (text === undefined) return errorReply(413, `The body is larger than ${largestBody} bytes.`, 'request_too_large');
  const body = parsed(text);
  return body === undefined ? errorReply(400, 'The body is not JSON.') : chatReply(body, number);
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split('?')[0] ?? '';
}

/** Undefined when it is too large. It is read to its end even so: a client that still sends does not read answers. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size > largestBody ? undefined : Buffer.concat(chunks).toString('utf8');
}

function write(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const refused = (cause: Error) =>
      reject(new PipelineError('config', `demo.modelPort: ${host}:${port} cannot be listened on.`, { cause }));
    server.once('error', refused);
    server.listen(port, host, () => {
      server.off('error', refused);
      resolve();
    });
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
