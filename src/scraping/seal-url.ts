import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { PipelineError } from '#core/pipeline-error.ts';
import { decoded, isCredentialParameter } from './credential-parameters.ts';

/** A secret that an address holds, and what stands in its place everywhere but on the wire. */
export type SealedSecret = { readonly secret: string; readonly sealed: string };

/**
 * Makes addresses that hold credentials in their query fit to be stored, shown and compared, and back again for the
 * moment in which they are fetched. Addresses without any are given back as they are.
 */
export type UrlSealer = {
  /** Equal addresses stay equal; sealing twice changes nothing. */
  seal(url: URL): URL;
  /** @throws PipelineError `invalid_url` for what was sealed with another key or for another host. */
  open(url: URL): { readonly url: URL; readonly secrets: readonly SealedSecret[] };
};

/** Where the key comes from: 32 bytes. */
export type SealingKey = {
  /** Undefined when there is none (any more). */
  existing(): Uint8Array | undefined;
  existingOrNew(): Uint8Array;
};

/** Before it stands what no site issues; after it base64url, which no address has to encode. */
const prefix = 'sealed.v1.';
const nonceLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM. The nonce is no random number but an HMAC of what is sealed, so that the same address is the same item
 * and the same key of the cache, in every run. That is sound: a nonce repeats only with the very same plaintext, which
 * gives the same ciphertext and tells no more than that they are equal (two different ones meet in the 96 bits of a
 * nonce with a probability of 1e-17 among a million). The host and the parameter are part of what is authenticated, so
 * that a sealed value that someone copies into an address of their own is never opened for them.
 *
 * @param key asked for when the first credential is met.
 */
export function urlSealer(key: SealingKey): UrlSealer {
  let known: Keys | undefined;
  const keysToSeal = () => (known ??= derived(key.existingOrNew()));
  const keysToOpen = () => {
    const existing = known === undefined ? key.existing() : undefined;
    if (existing !== undefined) known = derived(existing);
    return known;
  };
  return {
    seal: (url) =>
      withParameters(url, (name, value) => {
        if (value === '' || value.startsWith(prefix) || !isCredentialParameter(name)) return undefined;
        return sealedValue(value, placeOf(url, name), keysToSeal());
      }),
    open: (url) => {
      const secrets: SealedSecret[] = [];
      const opened = withParameters(url, (name, value) => {
        if (!value.startsWith(prefix)) return undefined;
        const keys = keysToOpen();
        const secret = keys && openedValue(value, placeOf(url, name), keys);
        if (secret === undefined) throw otherKey(url);
        secrets.push({ secret, sealed: value });
        return secret;
      });
      return { url: opened, secrets };
    },
  };
}

type Keys = { readonly encryption: Uint8Array; readonly nonce: Uint8Array };

/** A key for each purpose, after RFC 5869. */
function derived(key: Uint8Array): Keys {
  const forPurpose = (purpose: string) => new Uint8Array(hkdfSync('sha256', key, '', `specbook url ${purpose}`, 32));
  return { encryption: forPurpose('encryption'), nonce: forPurpose('nonce') };
}

const placeOf = (url: URL, name: string) => `${url.host}\n${decoded(name).toLowerCase()}\n`;

function sealedValue(secret: string, place: string, keys: Keys): string {
  const nonce = createHmac('sha256', keys.nonce).update(place).update(secret).digest().subarray(0, nonceLength);
  const cipher = createCipheriv('aes-256-gcm', keys.encryption, nonce).setAAD(Buffer.from(place));
  const ciphertext = [cipher.update(secret, 'utf8'), cipher.final()];
  return prefix + Buffer.concat([nonce, ...ciphertext, cipher.getAuthTag()]).toString('base64url');
}

function openedValue(value: string, place: string, keys: Keys): string | undefined {
  const bytes = Buffer.from(value.slice(prefix.length), 'base64url');
  if (bytes.length <= nonceLength + tagLength) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keys.encryption, bytes.subarray(0, nonceLength))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-tagLength));
  try {
    const parts = [decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()];
    return Buffer.concat(parts).toString('utf8');
  } catch {
    // What does not authenticate: another key, another host, or damage.
    return undefined;
  }
}

/** The same URL object when no value is replaced. */
function withParameters(url: URL, replacement: (name: string, value: string) => string | undefined): URL {
  if (!url.search.includes('=')) return url;
  let replaced = false;
  const parameters = url.search
    .slice(1)
    .split('&')
    .map((parameter) => {
      const equals = parameter.indexOf('=');
      if (equals === -1) return parameter;
      const name = parameter.slice(0, equals);
      const value = replacement(name, parameter.slice(equals + 1));
      if (value === undefined) return parameter;
      replaced = true;
      return `${name}=${value}`;
    });
  if (!replaced) return url;
  const changed = new URL(url);
  changed.search = parameters.join('&');
  return changed;
}

function otherKey(url: URL): PipelineError {
  return new PipelineError(
    'invalid_url',
    `${url.host}: the address holds a credential that cannot be opened: the key in the data directory (url.key) ` +
      'is not the one that it was sealed with, or it was sealed for another host. Give the address anew, in a new run.',
  );
}
