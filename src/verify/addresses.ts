// Which addresses a vendor's name may lead to. A vendor's API stands on the public internet: a name that leads anywhere else has been
// bent, by a resolver or a hosts file, and would hand the key to somebody in the local network.

import { BlockList, isIP } from 'node:net';

const loopback = createList(['127.0.0.0', 8, 'ipv4'], ['::1', 128, 'ipv6']);

/** IANA's special-purpose registries (2026-11): whatever is not globally reachable. */
const special = createList(
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
);

/** Of IPv6 only this is handed out; the ranges inside it are for documentation, benchmarks and tunnels that hide an IPv4 address. */
const globalUnicast = createList(['2000::', 3, 'ipv6']);
const hiding = createList(['2001::', 23, 'ipv6'], ['2001:db8::', 32, 'ipv6'], ['2002::', 16, 'ipv6']);

/** How IPv6-only networks write an IPv4 address (RFC 6052, 2.1). */
const translated = createList(['64:ff9b::', 96, 'ipv6']);

type Subnet = readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'];

function createList(...subnets: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix, family] of subnets) list.addSubnet(network, prefix, family);
  return list;
}

/** Whether an IP address is reachable over the public internet. False for what is no address. */
export function isPublicAddress(address: string): boolean {
  const mapped = unmap(address);
  if (isIP(mapped) === 4) return !special.check(mapped, 'ipv4');
  return isIP(mapped) === 6 && globalUnicast.check(mapped, 'ipv6') && !hiding.check(mapped, 'ipv6');
}

/** Whether an IP address is this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  const mapped = unmap(address);
  const family = isIP(mapped);
  return family !== 0 && loopback.check(mapped, family === 4 ? 'ipv4' : 'ipv6');
}

/** An IPv4 address written as IPv6 (`::ffff:10.0.0.1`, `64:ff9b::a00:1`) is the IPv4 address. */
function unmap(address: string): string {
  if (isIP(address) === 6 && translated.check(address, 'ipv6')) return readLastFour(address);
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

function readLastFour(address: string): string {
  // URL writes an address in groups of hex digits, whatever way it was written.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high, low] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16)) as [number, number];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
