import { isIPv6 } from 'node:net';

/** Groups of an IPv6 address that name a network; the other four are its holder's to choose. */
const NETWORK_GROUPS = 4;

/**
 * Whom limits per address count: whoever holds an IPv6 network has more addresses in it than can be counted, so these
 * are one sender, named by the first four groups. IPv4 addresses stand for themselves, however they are written.
 */
export function senderOf(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = (tail ?? '').split(':').filter((group) => group !== '');
  const between = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(between, 0)).fill('0'), ...right];
  return groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
