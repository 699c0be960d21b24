import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LimitExceeded } from '../../../src/kernel/errors.js';
import { createRateLimits, type RateLimits } from '../../../src/platform/rate-limit/index.js';
import { connectRedis, type RedisClients } from '../../../src/platform/redis/index.js';
import { describeWithRedis, startRedis, type RedisServer } from '../../support/redis.js';
import { silentLogger } from '../../support/temporary-storage.js';

const allowances = { account: { tries: 3, seconds: 60 }, address: { tries: 5, seconds: 60 } };

/** How many of so many tries are let through. */
async function letThrough(tries: number, take: (index: number) => Promise<void>): Promise<number> {
  let passed = 0;
  for (let index = 0; index < tries; index += 1) {
    try {
      await take(index);
      passed += 1;
    } catch (error) {
      if (!(error instanceof LimitExceeded)) throw error;
    }
  }
  return passed;
}

/** What holds with and without Redis. */
function limitContract(open: () => RateLimits): void {
  let limits: RateLimits;
  let names = 0;
  const fresh = (what: string) => `${what}-${(names += 1)}`;

  beforeEach(() => {
    limits = open();
  });

  it('stop an account after its tries, from whatever address', async () => {
    const account = fresh('account');
    expect(await letThrough(10, () => limits.signIn.take(account, fresh('address')))).toBe(3);
  });

  it('stop an address after its tries, for whatever account, and use up nobody else', async () => {
    const address = fresh('address');
    const victim = fresh('victim');
    expect(await letThrough(10, () => limits.signIn.take(fresh('account'), address))).toBe(5);
    expect(await letThrough(10, () => limits.signIn.take(victim, address))).toBe(0);
    expect(await letThrough(10, () => limits.signIn.take(victim, fresh('address')))).toBe(3);
  });

  it('count the addresses of one IPv6 network together', async () => {
    const network = () => `2001:db8:0:${(names += 1).toString(16)}`;
    const [one, other] = [network(), network()];
    expect(await letThrough(10, (index) => limits.signIn.take(fresh('account'), `${one}::${index + 1}`))).toBe(5);
    expect(await letThrough(1, () => limits.signIn.take(fresh('account'), `${other}::1`))).toBe(1);
  });

  it('let nobody else lock somebody out of where he or she signed in before', async () => {
    const [account, own] = [fresh('account'), fresh('address')];
    const succeed = async () => {
      await limits.signIn.take(account, own);
      await limits.signIn.reset(account, own);
    };
    await succeed();
    expect(await letThrough(10, () => limits.signIn.take(account, fresh('address')))).toBe(3);
    await succeed();
    // What succeeds there gives strangers no new tries, and there tries are limited as well.
    expect(await letThrough(10, () => limits.signIn.take(account, fresh('address')))).toBe(0);
    expect(await letThrough(4, () => limits.signIn.take(account, own))).toBe(3);
  });

  it('say when to come back', async () => {
    const account = fresh('account');
    await letThrough(3, () => limits.signIn.take(account, fresh('address')));
    const refusal = await limits.signIn.take(account, fresh('address')).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 429, code: 'limit.too_many_tries' });
    expect((refusal as LimitExceeded).retryAfter).toBeGreaterThan(0);
    expect((refusal as LimitExceeded).retryAfter).toBeLessThanOrEqual(60);
  });

  it('forget the tries after a success', async () => {
    const [account, address] = [fresh('account'), fresh('address')];
    const succeed = async () => {
      await limits.signIn.take(account, address);
      await limits.signIn.reset(account, address);
    };
    expect(await letThrough(20, succeed)).toBe(20);
  });

  it('count twenty at once like twenty one after the other', async () => {
    const account = fresh('account');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => limits.signIn.take(account, fresh('address'))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });
}

describe('limits without Redis', () => {
  limitContract(() => createRateLimits({ allowances }));
});

describeWithRedis('limits with Redis', () => {
  let server: RedisServer;
  let redis: RedisClients;

  beforeAll(async () => {
    server = await startRedis();
    redis = connectRedis({ url: server.url, logger: silentLogger });
    await connected(redis);
  });
  afterAll(async () => {
    await redis.close();
    await server.stop();
  });

  limitContract(() => createRateLimits({ redis, allowances }));

  it('count together in two processes', async () => {
    const second = connectRedis({ url: server.url, logger: silentLogger });
    await connected(second);
    const [here, there] = [createRateLimits({ redis, allowances }), createRateLimits({ redis: second, allowances })];
    expect(await letThrough(3, () => here.signIn.take('both', 'address-a'))).toBe(3);
    expect(await letThrough(3, () => there.signIn.take('both', 'address-b'))).toBe(0);
    await second.close();
  });

  it('keep neither addresses nor names', async () => {
    await createRateLimits({ redis, allowances }).signIn.take('guy1@adventure-works.com', '203.0.113.9');
    const keys = await redis.client('rate-limits').keys('*');
    expect(keys.join()).not.toMatch(/guy1|203\.0/);
  });

  it('still hold while Redis is away, and while it is frozen', async () => {
    const limits = createRateLimits({ redis, allowances });
    await server.kill();
    expect(await letThrough(10, (index) => limits.signIn.take('while-away', `away-${index}`))).toBe(3);
    await server.restart();
    await connected(redis);
    server.freeze();
    try {
      expect(await letThrough(4, (index) => limits.signIn.take('while-frozen', `frozen-${index}`))).toBe(3);
    } finally {
      server.thaw();
    }
    await connected(redis);
    expect(await letThrough(10, (index) => limits.signIn.take('when-back', `back-${index}`))).toBe(3);
  });
});

/** Both clients that the tests use. */
async function connected(redis: RedisClients): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      await redis.ping();
      await redis.client('rate-limits').ping();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
