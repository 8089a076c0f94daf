import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { SocksClient } from 'socks';
import { PipelineError } from '#core/pipeline-error.ts';
import { type AddressGuard, bare, canonicalHost, type Target } from './address-guard.ts';
import { connectTimeout, type Dial, opened } from './dial.ts';

/** A proxy of somebody else's, which resolves names by itself. */
export type Upstream = {
  readonly kind: 'http' | 'https' | 'socks4' | 'socks5';
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
};

const kinds: Readonly<Record<string, { readonly kind: Upstream['kind']; readonly port: number }>> = {
  'http:': { kind: 'http', port: 80 },
  'https:': { kind: 'https', port: 443 },
  'socks4:': { kind: 'socks4', port: 1080 },
  'socks4a:': { kind: 'socks4', port: 1080 },
  'socks5:': { kind: 'socks5', port: 1080 },
  'socks5h:': { kind: 'socks5', port: 1080 },
  'socks:': { kind: 'socks5', port: 1080 },
};

/** The proxy of a URL such as `http://user:password@proxy.example:3128`; undefined for what is none. */
export function parseUpstream(text: string): Upstream | undefined {
  const url = URL.parse(text.trim());
  const known = url === null ? undefined : kinds[url.protocol];
  if (url === null || known === undefined || url.hostname === '') return undefined;
  return {
    kind: known.kind,
    host: bare(url.hostname),
    port: url.port === '' ? known.port : Number(url.port),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
}

/**
 * Connects through one of the proxies, for a host always through the same, so that a site sees one visitor; when that
 * proxy cannot be reached, through the next. Names are resolved by the proxy: of the target only its name can be
 * checked here.
 */
export function upstreamDial(upstreams: readonly [Upstream, ...Upstream[]], guard: AddressGuard): Dial {
  return async (target, signal) => {
    guard.checkName(target);
    const host = bare(canonicalHost(target.host));
    const first = createHash('sha256').update(host).digest().readUInt32BE() % upstreams.length;
    const order = [...upstreams.slice(first), ...upstreams.slice(0, first)];
    let failure: unknown;
    for (const upstream of order) {
      try {
        return await through(upstream, { host, port: target.port }, signal);
      } catch (error) {
        if (!(error instanceof UpstreamFailed)) throw error;
        failure = error.failure;
      }
    }
    throw failure;
  };
}

/** It is the proxy that failed, not the way from it to the site: another proxy may do. */
class UpstreamFailed extends Error {
  readonly failure: PipelineError;

  constructor(failure: PipelineError) {
    super(failure.message);
    this.failure = failure;
  }
}

async function through(upstream: Upstream, target: Target, signal?: AbortSignal): Promise<Socket> {
  const socket = await reached(upstream, signal);
  const stop = () => socket.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  socket.setTimeout(connectTimeout, () =>
    socket.destroy(new PipelineError('timeout', `the proxy ${nameOf(upstream)} does not answer`)),
  );
  try {
    return await (upstream.kind === 'http' || upstream.kind === 'https'
      ? tunnelled(socket, upstream, target)
      : socksTunnelled(socket, upstream, target));
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    if (signal?.aborted === true) throw signal.reason;
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    socket.setTimeout(0).removeAllListeners('timeout');
  }
}

async function reached(upstream: Upstream, signal?: AbortSignal): Promise<Socket> {
  const { kind, host, port } = upstream;
  try {
    const socket = await opened(connect({ host, port, noDelay: true }), { host: nameOf(upstream), port }, signal);
    return kind === 'https' ? await secured(socket, host) : socket;
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UpstreamFailed(
      new PipelineError('connection', `the proxy ${nameOf(upstream)} cannot be reached: ${reason}`, {
        details: { proxy: nameOf(upstream) },
      }),
    );
  }
}

function secured(socket: Socket, servername: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const secure = connectSecurely({ socket, servername }, () => {
      secure.off('error', reject);
      resolve(secure);
    });
    secure.once('error', reject);
  });
}

/** CONNECT (RFC 9110, section 9.3.6). */
function tunnelled(socket: Socket, upstream: Upstream, { host, port }: Target): Promise<Socket> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const { username, password = '' } = upstream;
  const credentials = Buffer.from(`${username ?? ''}:${password}`).toString('base64');
  const authorization = username === undefined ? {} : { 'proxy-authorization': `Basic ${credentials}` };
  return new Promise((resolve, reject) => {
    request({
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...authorization },
      createConnection: () => socket,
    })
      .once('connect', (answer, tunnel: Socket, head) => {
        if (answer.statusCode !== 200) return reject(refusal(upstream, answer.statusCode ?? 0));
        if (head.length > 0) tunnel.unshift(head);
        resolve(tunnel);
      })
      .once('response', (answer) => reject(refusal(upstream, answer.statusCode ?? 0)))
      .once('error', (error) => reject(broken(upstream, error)))
      .end();
  });
}

async function socksTunnelled(socket: Socket, upstream: Upstream, target: Target): Promise<Socket> {
  const { kind, host, port, username, password } = upstream;
  try {
    await SocksClient.createConnection({
      command: 'connect',
      destination: target,
      existing_socket: socket,
      timeout: connectTimeout,
      proxy: {
        host,
        port,
        type: kind === 'socks4' ? 4 : 5,
        ...(username === undefined ? {} : { userId: username, password: password ?? '' }),
      },
    });
    return socket;
  } catch (error) {
    throw socksFailure(upstream, error);
  }
}

/** 407 is about the proxy, and so are its own limits; anything else is about the way from it to the site. */
function refusal(upstream: Upstream, status: number): Error {
  const details = { proxy: nameOf(upstream), status };
  if (status === 407) return unauthorised(upstream);
  if (status === 504) return new PipelineError('timeout', `${nameOf(upstream)}: the site does not answer`, { details });
  const failure = new PipelineError('connection', `the proxy ${nameOf(upstream)} answers ${status}`, { details });
  return status === 429 || status === 503 ? new UpstreamFailed(failure) : failure;
}

/** The library's error holds the credentials: nothing but its text is taken. */
function socksFailure(upstream: Upstream, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  if (/authentication|auth type/i.test(reason)) return unauthorised(upstream);
  if (/timed out|TTLExpired/i.test(reason)) {
    return new PipelineError('timeout', `the proxy ${nameOf(upstream)}: ${reason}`, {
      details: { proxy: nameOf(upstream) },
    });
  }
  return broken(upstream, new Error(reason), /rejected/i.test(reason));
}

function broken(upstream: Upstream, error: Error, byItsWord = false): Error {
  if (error instanceof PipelineError) return error;
  const failure = new PipelineError('connection', `the proxy ${nameOf(upstream)}: ${error.message}`, {
    details: { proxy: nameOf(upstream) },
  });
  return byItsWord ? failure : new UpstreamFailed(failure);
}

function unauthorised(upstream: Upstream): UpstreamFailed {
  const message = `scraping.proxies: the proxy ${nameOf(upstream)} does not accept the credentials`;
  return new UpstreamFailed(new PipelineError('config', message, { details: { proxy: nameOf(upstream) } }));
}

/** Without credentials. */
function nameOf({ host, port }: Upstream): string {
  return `${host}:${port}`;
}
