import { generateKeyPairSync, sign } from 'node:crypto';

/** Tags of the Distinguished Encoding Rules (ITU-T X.690). */
const tags = { integer: 0x02, bits: 0x03, octets: 0x04, name: 0x06, utf8: 0x0c, time: 0x18, sequence: 0x30, set: 0x31 };

/** Object identifiers, encoded. */
const ecdsaWithSha256 = Buffer.from('2a8648ce3d040302', 'hex');
const commonName = Buffer.from('550403', 'hex');
const subjectAlternativeName = Buffer.from('551d11', 'hex');

/**
 * A fresh certificate for the address that nobody but itself vouches for (RFC 5280), valid for a thousand years, as
 * PEM. Written out here, because Node reads certificates but does not make them.
 *
 * @param address four numbers, as of 127.0.0.1.
 */
export function selfSignedCertificate(address: readonly number[]): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(element(tags.name, ecdsaWithSha256));
  const name = sequence(
    element(tags.set, sequence(element(tags.name, commonName), element(tags.utf8, Buffer.from(address.join('.'))))),
  );
  const time = (text: string) => element(tags.time, Buffer.from(text));
  const alternative = sequence(element(0x87, Buffer.from(address)));
  const extension = sequence(element(tags.name, subjectAlternativeName), element(tags.octets, alternative));
  const content = sequence(
    element(0xa0, element(tags.integer, Buffer.from([2]))),
    element(tags.integer, Buffer.from([1])),
    algorithm,
    name,
    sequence(time('20200101000000Z'), time('30200101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(extension)),
  );
  const signature = element(tags.bits, Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(content, algorithm, signature)),
  };
}

const sequence = (...parts: readonly Buffer[]): Buffer => element(tags.sequence, Buffer.concat(parts));

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x1_00 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
