import { describe, expect, it } from 'vitest';
import { networkKind, networkOf } from './network.js';

describe('networkOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.x', 'public'],
    ['::ffff:203.0.113.7', '203.0.113.x', 'public'],
    ['127.0.0.1', '127.0.0.x', 'loopback'],
    ['::1', '0:0:0::x', 'loopback'],
    ['10.1.2.3', '10.1.2.x', 'private'],
    ['172.16.0.9', '172.16.0.x', 'private'],
    ['172.32.0.9', '172.32.0.x', 'public'],
    ['2001:0db8:0007:0001::9', '2001:db8:7::x', 'public'],
    ['2001:db8::9', '2001:db8:0::x', 'public'],
    ['fe80::1%eth0', 'fe80:0:0::x', 'private'],
    ['fd12:3456::1', 'fd12:3456:0::x', 'private'],
    ['not an address', '', 'unknown'],
    ['', '', 'unknown'],
    [undefined, '', 'unknown'],
  ])('%s', (address, network, kind) => {
    expect([networkOf(address), networkKind(networkOf(address))]).toEqual([network, kind]);
  });
});
