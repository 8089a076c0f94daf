import { isIP } from 'node:net';
import { PipelineError } from '#core/pipeline-error.ts';
import { forbiddenNetwork } from './forbidden-networks.ts';

export type AddressRules = {
  /** Lets everything through. */
  readonly allowPrivateNetwork: boolean;
  /** Exceptions, as `host:port` each: what a URL calls the host, in lower case, and always the port. */
  readonly allowedHosts: ReadonlySet<string>;
};

/** Where a connection is to go. The host is as in a URL: a name, or an address, that of IPv6 with brackets or not. */
export type Target = { readonly host: string; readonly port: number };

/** Decides which addresses may be connected to. */
export type AddressGuard = {
  /** Whether the target may be any address. */
  isExempt(target: Target): boolean;
  /**
   * Judges what the name alone shows: all that can be done when somebody else resolves it.
   *
   * @throws PipelineError `forbidden_address`
   */
  checkName(target: Target): void;
  /**
   * Judges what the name stands for. One forbidden address among several is enough to refuse them all.
   *
   * @throws PipelineError `forbidden_address`
   */
  checkAddresses(target: Target, addresses: readonly string[]): void;
};

/** Names that mean this machine or the one that runs it, whatever a resolver says (RFC 6761; the clouds' documents). */
const forbiddenNames = /^(localhost|.*\.localhost|.*\.local|.*\.internal|metadata|instance-data)\.?$/;

export function addressGuard({ allowPrivateNetwork, allowedHosts }: AddressRules): AddressGuard {
  const isExempt = ({ host, port }: Target) =>
    allowPrivateNetwork || allowedHosts.has(`${canonicalHost(host)}:${port}`);
  return {
    isExempt,
    checkName(target) {
      if (isExempt(target)) return;
      const host = bare(canonicalHost(target.host));
      const reason = isIP(host) === 0 ? namedReason(host) : forbiddenNetwork(host);
      if (reason !== undefined) throw forbidden(target, reason);
    },
    checkAddresses(target, addresses) {
      if (isExempt(target)) return;
      for (const address of addresses) {
        const reason = forbiddenNetwork(address);
        if (reason !== undefined) throw forbidden(target, `${address} is ${reason}`);
      }
    },
  };
}

/**
 * The host as a URL writes it: in lower case and punycode, numbers in every spelling as four decimal parts, an IPv6
 * address in brackets and in its shortest form.
 *
 * @throws PipelineError `forbidden_address` for what can be no host of a URL.
 */
export function canonicalHost(host: string): string {
  const written = isIP(host) === 6 ? `[${host.split('%', 1)[0] ?? ''}]` : host;
  const url = /[/?#@\\\s]|^[^[].*:/.test(written) ? null : URL.parse(`http://${written}/`);
  if (url === null || url.hostname === '') {
    throw new PipelineError('forbidden_address', `${JSON.stringify(host)} is no host`);
  }
  return url.hostname;
}

/** An IPv6 address without its brackets; anything else as it is. */
export function bare(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/** The target of a URL. */
export function targetOf(url: URL): Target {
  const byDefault = url.protocol === 'https:' ? 443 : 80;
  return { host: url.hostname, port: url.port === '' ? byDefault : Number(url.port) };
}

function namedReason(host: string): string | undefined {
  return forbiddenNames.test(host) ? 'a name of this machine or network' : undefined;
}

function forbidden({ host, port }: Target, reason: string): PipelineError {
  return new PipelineError('forbidden_address', `${host} may not be connected to: ${reason}`, {
    details: { host: `${host}:${port}` },
  });
}
