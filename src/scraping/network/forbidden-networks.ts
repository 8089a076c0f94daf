import { BlockList, isIPv4, isIPv6 } from 'node:net';

type Network = readonly [name: string, address: string, prefix: number];

/**
 * What is not the public internet. Sources: the IANA registries of special-purpose addresses (RFC 6890), that of
 * multicast addresses, and for the last row the documentation of Azure, whose machines find their secrets there.
 */
const networks4: readonly Network[] = [
  ['this network', '0.0.0.0', 8],
  ['private', '10.0.0.0', 8],
  ['shared by a carrier', '100.64.0.0', 10],
  ['loopback', '127.0.0.0', 8],
  ['link-local', '169.254.0.0', 16],
  ['private', '172.16.0.0', 12],
  ['for protocols', '192.0.0.0', 24],
  ['for documentation', '192.0.2.0', 24],
  ['a relay of 6to4', '192.88.99.0', 24],
  ['private', '192.168.0.0', 16],
  ['for benchmarks', '198.18.0.0', 15],
  ['for documentation', '198.51.100.0', 24],
  ['for documentation', '203.0.113.0', 24],
  ['multicast', '224.0.0.0', 4],
  ['reserved', '240.0.0.0', 4],
  ['of a cloud for its machines', '168.63.129.16', 32],
];

/** Within 2000::/3; nothing outside of it is public. */
const networks6: readonly Network[] = [
  ['for protocols', '2001::', 23],
  ['for documentation', '2001:db8::', 32],
  ['6to4', '2002::', 16],
  ['for documentation', '3fff::', 20],
];

/** Outside of 2000::/3, for the message only. */
const named6: readonly Network[] = [
  ['loopback', '::1', 128],
  ['unspecified', '::', 128],
  ['an IPv4 address in IPv6', '::', 96],
  ['private', 'fc00::', 7],
  ['link-local', 'fe80::', 10],
  ['multicast', 'ff00::', 8],
];

/** The last 32 bits are an IPv4 address that is meant: IPv4-mapped (RFC 4291), NAT64 (RFC 6052). */
const carriers: readonly Network[] = [
  ['IPv4-mapped', '::ffff:0:0', 96],
  ['NAT64', '64:ff9b::', 96],
];

const lists4 = networks4.map((network) => listed(network, 'ipv4'));
const lists6 = [...networks6, ...named6].map((network) => listed(network, 'ipv6'));
const lists6Carrying = carriers.map((network) => listed(network, 'ipv6'));
const global6 = listed(['global', '2000::', 3], 'ipv6');

/**
 * What keeps an address from being one of the public internet, in words; undefined when it is public.
 *
 * @param address IPv4 in four decimal parts, or IPv6 without brackets.
 */
export function forbiddenNetwork(address: string): string | undefined {
  if (isIPv4(address)) return lists4.find(({ list }) => list.check(address, 'ipv4'))?.name;
  const [bare = ''] = address.split('%', 1);
  if (!isIPv6(bare)) return 'no address at all';
  // Node takes an IPv4-mapped address for the IPv4 address, and so it would for every list here.
  if (lists6Carrying.some(({ list }) => list.check(bare, 'ipv6'))) return forbiddenNetwork(carriedIn(bare));
  const found = lists6.find(({ list }) => list.check(bare, 'ipv6'));
  if (found !== undefined) return found.name;
  return global6.list.check(bare, 'ipv6') ? undefined : 'not public';
}

function listed([name, address, prefix]: Network, family: 'ipv4' | 'ipv6') {
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return { name, list };
}

/** The last 32 bits, as an IPv4 address. */
function carriedIn(address: string): string {
  // The URL parser writes every form in groups of hexadecimal digits (WHATWG URL, section 3.5).
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  return groups
    .slice(-2)
    .map((group) => Number.parseInt(group === '' ? '0' : group, 16))
    .flatMap((bits) => [bits >> 8, bits & 0xff])
    .join('.');
}
