import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressGuard, canonicalHost, type Target, targetOf } from '#scraping/network/address-guard.ts';
import { forbiddenNetwork } from '#scraping/network/forbidden-networks.ts';
import { forbiddenSpellings } from '../../fixtures/forbidden-spellings.ts';

const strict = addressGuard({ allowPrivateNetwork: false, allowedHosts: new Set() });
const categoryOf = (check: () => void): string => {
  try {
    check();
    return 'allowed';
  } catch (error) {
    return (error as { readonly category: string }).category;
  }
};
const judged = (target: Target, guard = strict) => categoryOf(() => guard.checkName(target));

test('there are many spellings', () => {
  expect(new Set(forbiddenSpellings).size).toBeGreaterThan(60);
});

test.each(forbiddenSpellings)('%s is refused', (spelling) => {
  expect(judged(targetOf(new URL(spelling)))).toBe('forbidden_address');
});

test.each([
  'http://example.com/',
  'http://93.184.216.34/',
  'http://1.1.1.1/',
  'http://172.15.255.255/',
  'http://172.32.0.1/',
  'http://100.63.255.255/',
  'http://100.128.0.1/',
  'http://192.167.1.1/',
  'http://223.255.255.255/',
  'http://[2606:2800:220:1:248:1893:25c8:1946]/',
  'http://[::ffff:93.184.216.34]/',
  'http://[64:ff9b::5db8:d822]/',
  'http://localhost.example.com/',
  'http://10.example.com/',
])('%s is not', (spelling) => {
  expect(judged(targetOf(new URL(spelling)))).toBe('allowed');
});

test('a host that is no host is refused', () => {
  for (const host of ['', 'a b', 'a/b', 'user@host', 'host:80', 'a?b', 'a#b', '[::1', '1.2.3.4.5.6']) {
    expect(judged({ host, port: 80 })).toBe('forbidden_address');
  }
});

describe('exceptions', () => {
  const guard = addressGuard({ allowPrivateNetwork: false, allowedHosts: new Set(['127.0.0.1:4380', '[::1]:80']) });

  test('are for the exact host and port, in every spelling', () => {
    expect(judged({ host: '127.0.0.1', port: 4380 }, guard)).toBe('allowed');
    expect(judged({ host: '2130706433', port: 4380 }, guard)).toBe('allowed');
    expect(judged({ host: '::1', port: 80 }, guard)).toBe('allowed');
    expect(judged({ host: '[0:0::1]', port: 80 }, guard)).toBe('allowed');
    expect(judged({ host: '127.0.0.1', port: 4381 }, guard)).toBe('forbidden_address');
    expect(judged({ host: 'localhost', port: 4380 }, guard)).toBe('forbidden_address');
  });

  test('are for all with the switch', () => {
    const open = addressGuard({ allowPrivateNetwork: true, allowedHosts: new Set() });
    for (const spelling of forbiddenSpellings) expect(judged(targetOf(new URL(spelling)), open)).toBe('allowed');
  });
});

test('one forbidden address among several refuses them all', () => {
  const target = { host: 'shop.test', port: 443 };
  expect(categoryOf(() => strict.checkAddresses(target, ['93.184.216.34']))).toBe('allowed');
  expect(categoryOf(() => strict.checkAddresses(target, ['93.184.216.34', '10.0.0.1']))).toBe('forbidden_address');
  expect(categoryOf(() => strict.checkAddresses(target, ['fe80::1%eth0']))).toBe('forbidden_address');
  expect(categoryOf(() => strict.checkAddresses(target, ['nonsense']))).toBe('forbidden_address');
});

test('an IPv4 address is judged alike on its own, mapped and behind NAT64', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const alone = forbiddenNetwork(address);
      expect(forbiddenNetwork(`::ffff:${address}`)).toBe(alone);
      expect(forbiddenNetwork(`64:ff9b::${address}`)).toBe(alone);
    }),
  );
});

test('every spelling of an IPv4 address is the same host', () => {
  fc.assert(
    fc.property(fc.nat({ max: 0xffff_ffff }), (number) => {
      const parts = [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255];
      const spellings = [
        String(number),
        `0x${number.toString(16)}`,
        `0${number.toString(8)}`,
        parts.map((part) => `0x${part.toString(16)}`).join('.'),
        parts.map((part) => `0${part.toString(8)}`).join('.'),
        `${parts[0]}.${number & 0xffffff}`,
      ];
      for (const spelling of spellings) expect(canonicalHost(spelling)).toBe(parts.join('.'));
    }),
  );
});
