import { type LookupAddress, lookup } from 'node:dns';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { PipelineError } from '#core/pipeline-error.ts';
import { networkFailure } from '../network-failure.ts';
import { type AddressGuard, bare, canonicalHost, type Target } from './address-guard.ts';

/**
 * Opens a connection to where a fetcher wants to go. There is no other way out: what is refused here is refused.
 *
 * @throws PipelineError `forbidden_address`, `dns`, `connection` or `timeout`.
 */
export type Dial = (target: Target, signal?: AbortSignal) => Promise<Socket>;

/** All addresses of a name. Rejects as node:dns does. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** Milliseconds until a connection has to stand; pages have deadlines of their own besides. */
export const connectTimeout = 15_000;

/** As the system resolves names, its hosts file included. */
export const systemResolve: Resolve = (host) =>
  new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });

/**
 * Resolves, checks and connects. The name is resolved once: the addresses that were checked are the ones that are
 * connected to, so that a name which changes its address in between gains nothing.
 */
export function directDial(guard: AddressGuard, resolve: Resolve = systemResolve): Dial {
  return async (target, signal) => {
    guard.checkName(target);
    const host = bare(canonicalHost(target.host));
    const resolved = async (name: string) => {
      const addresses = await resolve(name);
      guard.checkAddresses(
        target,
        addresses.map(({ address }) => address),
      );
      return [...addresses];
    };
    const checked: LookupFunction = (name, _options, give) => {
      resolved(name).then(
        (addresses) => give(null, addresses),
        (error: Error) => give(error, []),
      );
    };
    // An address is connected to without a look-up, and has been checked by its name.
    const lookupOption = isIP(host) === 0 ? { lookup: checked } : {};
    return opened(connect({ host, port: target.port, noDelay: true, ...lookupOption }), target, signal);
  };
}

/**
 * The socket, once it is connected.
 *
 * @param ready what it says then: `secureConnect` when the handshake of TLS is to be over as well.
 * @throws PipelineError as `Dial`, and `tls`; the signal's reason when that aborts.
 */
export function opened(
  socket: Socket,
  target: Target,
  signal?: AbortSignal,
  ready: 'connect' | 'secureConnect' = 'connect',
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const end = (error?: unknown) => {
      socket.off(ready, connected).off('error', failed).off('close', closed).off('timeout', late);
      signal?.removeEventListener('abort', stopped);
      socket.setTimeout(0);
      if (error === undefined) return resolve(socket);
      // Whatever is still to come of it has no one to tell.
      socket.on('error', () => undefined).destroy();
      reject(error as Error);
    };
    const connected = () => end();
    const failed = (error: Error) => end(dialFailure(error, target));
    const closed = () => end(new PipelineError('connection', `${target.host}: the connection was closed at once`));
    const late = () =>
      end(new PipelineError('timeout', `${target.host}: no connection within ${connectTimeout / 1_000} s`));
    const stopped = () => end(signal?.reason ?? new Error('stopped'));
    socket.setTimeout(connectTimeout);
    socket.once(ready, connected).once('error', failed).once('close', closed).once('timeout', late);
    signal?.addEventListener('abort', stopped, { once: true });
    if (signal?.aborted === true) stopped();
  });
}

/** All addresses of a name fail together as one AggregateError, which has the code of the first. */
function dialFailure(error: Error, { host, port }: Target): unknown {
  return networkFailure(error, { host: `${host}:${port}` });
}
