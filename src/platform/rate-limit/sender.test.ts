import { describe, expect, it } from 'vitest';
import { senderOf } from './sender.js';

describe('the sender that a limit counts', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:7:1::9', '2001:db8:7:1'],
    ['2001:0DB8:0007:0001:ffff:eeee:dddd:cccc', '2001:db8:7:1'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['', ''],
    ['no address', 'no address'],
  ])('%s is %s', (address, sender) => {
    expect(senderOf(address)).toBe(sender);
  });
});
