import { isIP } from 'node:net';

/**
 * An address without its last part: enough to recognise the own office, too little to follow somebody. Without an
 * outside service nothing more can be said about a place. `203.0.113.7` -> `203.0.113.x`, `2001:db8:7:1::9` ->
 * `2001:db8:7::x`; empty for anything else.
 */
export function networkOf(address = ''): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  switch (isIP(plain)) {
    case 4:
      return `${plain.split('.').slice(0, 3).join('.')}.x`;
    case 6:
      return `${firstGroups(plain).join(':')}::x`;
    default:
      return '';
  }
}

/** The first three of eight groups, the `::` filled up. */
function firstGroups(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled = [...left, ...Array<string>(Math.max(8 - left.length - right.length, 0)).fill('0'), ...right];
  return filled.slice(0, 3).map((group) => group.replace(/^0+(?=.)/, ''));
}

export type NetworkKind = 'unknown' | 'loopback' | 'private' | 'public';

/** What a shortened address tells by itself. */
export function networkKind(network: string): NetworkKind {
  if (network === '') return 'unknown';
  if (/^127\.|^0:0:0::x$/.test(network)) return 'loopback';
  const isPrivate = /^10\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^169\.254\.|^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:/;
  return isPrivate.test(network) ? 'private' : 'public';
}
