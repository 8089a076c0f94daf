import { expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { networkFailure } from '#scraping/network-failure.ts';

const url = new URL('https://shop.test/a');
const coded = (code: string) => Object.assign(new Error(`it failed with ${code}`), { code });

test.each([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['ECONNREFUSED', 'connection'],
  ['ECONNRESET', 'connection'],
  ['EPIPE', 'connection'],
  ['EHOSTUNREACH', 'connection'],
  ['ETIMEDOUT', 'timeout'],
  ['CERT_HAS_EXPIRED', 'tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
  ['EPROTO', 'tls'],
  ['HPE_INVALID_CONSTANT', 'protocol'],
  ['HPE_HEADER_OVERFLOW', 'too_large'],
])('%s means %s', (code, category) => {
  const failure = networkFailure(coded(code), url);
  expect(failure).toBeInstanceOf(PipelineError);
  expect(failure).toMatchObject({ category, details: { code, host: 'shop.test' } });
});

test.each([new TypeError('a bug'), coded('ENOSPC'), new PipelineError('too_large', 'x'), 'text'])(
  'what is not about the network stays what it is: %s',
  (error) => {
    expect(networkFailure(error, url)).toBe(error);
  },
);
