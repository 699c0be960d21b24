import { expect, it } from 'vitest';
import { connectRedis, type RedisClients } from '../../../src/platform/redis/index.js';
import { describeWithRedis, startRedis } from '../../support/redis.js';
import { silentLogger } from '../../support/temporary-storage.js';

describeWithRedis('Redis clients', () => {
  it('are one for each purpose', async () => {
    const server = await startRedis();
    const redis = connectRedis({ url: server.url, logger: silentLogger });
    try {
      expect(redis.client('boards')).toBe(redis.client('boards'));
      expect(redis.client('boards')).not.toBe(redis.client('sessions'));
      await untilReady(redis);
      const names = (await redis.client('sessions').client('LIST')) as string;
      expect(names).toContain('name=prowess-boards');
      expect(names).toContain('name=prowess-sessions');
    } finally {
      await redis.close();
      await server.stop();
    }
  });

  it('outlive a Redis that dies: questions fail at once, what sockets publish waits and arrives', async () => {
    const server = await startRedis();
    const redis = connectRedis({ url: server.url, logger: silentLogger });
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      await untilReady(redis);
      const subscriber = redis.client('sockets-subscriber');
      const heard: string[] = [];
      subscriber.on('message', (_channel, message: string) => heard.push(message));
      await subscriber.subscribe('news');
      await redis.client('sockets-publisher').publish('news', 'before');
      await server.kill();
      const start = performance.now();
      await expect(redis.ping()).rejects.toThrow();
      expect(performance.now() - start).toBeLessThan(1000);
      const published = redis.client('sockets-publisher').publish('news', 'meanwhile');
      await server.restart();
      await untilReady(redis);
      await published;
      await until(async () => {
        await redis.client('sockets-publisher').publish('news', 'after');
        return heard.includes('after');
      });
      expect(heard).toContain('before');
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
      await redis.close();
      await server.stop();
    }
  });

  it('give up waiting for a frozen Redis', async () => {
    const server = await startRedis();
    const redis = connectRedis({ url: server.url, logger: silentLogger });
    try {
      await untilReady(redis);
      server.freeze();
      const start = performance.now();
      await expect(redis.ping()).rejects.toThrow(/timed out/);
      expect(performance.now() - start).toBeLessThan(1500);
    } finally {
      server.thaw();
      await redis.close();
      await server.stop();
    }
  });
});

function untilReady(redis: RedisClients): Promise<void> {
  return until(() =>
    redis.ping().then(
      () => true,
      () => false,
    ),
  );
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
