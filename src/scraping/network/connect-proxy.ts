import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import { canonicalHost, type Target, targetOf } from './address-guard.ts';
import type { Dial } from './dial.ts';
import { dialingAgents } from './dialing-agents.ts';
import { forward } from './forward.ts';
import { tunnel } from './tunnel.ts';

export type ConnectProxySettings = {
  readonly dial: Dial;
  /** Known to this process alone, so that no other on this machine can use the proxy. At least 128 bits. */
  readonly secret: string;
  /** Milliseconds after which a connection that carries nothing is closed. */
  readonly idle: number;
  readonly maxConnections?: number;
  /** Bytes: all headers of an answer together. */
  readonly maxHeaderBytes?: number;
};

/** An HTTP proxy on loopback for clients that open connections by themselves: what they may reach is decided here. */
export type ConnectProxy = {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** With the credentials in it. */
  readonly url: string;
  /**
   * Why the proxy could not bring an answer: the client only sees that there is none.
   *
   * @param url that was asked for.
   * @param headers of the answer, when there was one: then only if the proxy made it.
   */
  failureOf(url: URL, headers?: Readonly<Record<string, string | undefined>>): PipelineError | undefined;
  close(): Promise<void>;
};

const username = 'specbook';
/** On answers that the proxy gives itself. */
const markName = 'x-specbook-proxy';
/** Targets whose last failure is remembered. */
const mostFailures = 1_000;

/** @throws PipelineError `config` when no port of loopback can be listened on. */
export async function startConnectProxy(settings: ConnectProxySettings): Promise<ConnectProxy> {
  const { dial, secret, idle, maxConnections = 512 } = settings;
  const failures = failureMemory();
  // A page's scripts may read the mark off an answer; they must not learn the secret from it.
  const mark = createHash('sha256').update(`mark of ${secret}`).digest('hex');
  const agent = dialingAgents(dial, { keepAlive: true, timeout: 4_000 }).http;
  const server = createServer({ keepAliveTimeout: idle, requestTimeout: 0 });
  server.maxConnections = maxConnections;

  const clients = trackClients(server);

  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    client.on('error', () => client.destroy());
    const target = authority(request.url ?? '');
    if (!isAuthorised(request, secret)) return refuse(client, 407);
    if (target === undefined) return refuse(client, 400);
    tunnel(client, head, target, { dial, idle }).catch((error: unknown) => {
      failures.remember(target, error);
      refuse(client, 502);
    });
  });

  server.on('request', (request, response) => {
    const url = URL.parse(request.url ?? '');
    if (!isAuthorised(request, secret)) return void response.writeHead(407, challenge).end();
    if (url?.protocol !== 'http:') return void response.writeHead(400).end();
    forward(request, response, { url, agent, maxHeaderBytes: settings.maxHeaderBytes ?? 64 * 1_024 }, (error) => {
      failures.remember(targetOf(url), error);
      response.writeHead(502, { [markName]: mark }).end();
    });
  });

  const port = await listen(server);
  return {
    port,
    username,
    password: secret,
    url: `http://${username}:${secret}@127.0.0.1:${port}`,
    failureOf: (url, headers) =>
      headers === undefined || headers[markName] === mark ? failures.of(targetOf(url)) : undefined,
    close: async () => {
      agent.destroy();
      for (const client of clients) client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The last failure of each target. */
function failureMemory() {
  const failures = new Map<string, PipelineError>();
  return {
    of: (target: Target) => failures.get(keyOf(target)),
    remember(target: Target, error: unknown): void {
      const [oldest] = failures.keys();
      if (failures.size >= mostFailures && oldest !== undefined) failures.delete(oldest);
      failures.set(keyOf(target), toPipelineError(error));
    },
  };
}

/** The server itself forgets a connection once it has become a tunnel. */
function trackClients(server: Server): ReadonlySet<Socket> {
  const clients = new Set<Socket>();
  server.on('connection', (client: Socket) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
  });
  return clients;
}

const challenge = { 'proxy-authenticate': 'Basic realm="specbook"' };

function refuse(client: Socket, status: 400 | 407 | 502): void {
  const asking = status === 407 ? 'Proxy-Authenticate: Basic realm="specbook"\r\n' : '';
  client.end(`HTTP/1.1 ${status} Refused\r\n${asking}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}

function isAuthorised(request: IncomingMessage, secret: string): boolean {
  const given = digest(request.headers['proxy-authorization'] ?? '');
  return timingSafeEqual(given, digest(`Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`));
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The `host:port` of a CONNECT (RFC 9110, section 9.3.6). */
function authority(text: string): Target | undefined {
  const [, host, port] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text) ?? [];
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
}

function keyOf({ host, port }: Target): string {
  try {
    return `${canonicalHost(host)}:${port}`;
  } catch {
    // It is no host, and was refused for that.
    return `${host}:${port}`;
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new PipelineError('config', `cannot listen on loopback: ${cause.message}`, { cause })),
    );
    server.listen(0, '127.0.0.1', resolve);
  });
  // It must not keep the process alive by itself.
  server.unref();
  return (server.address() as AddressInfo).port;
}
