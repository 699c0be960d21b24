import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { describeWithRedis, startRedis } from './redis.js';

describeWithRedis('a Redis for tests', () => {
  it('answers, dies, comes back empty on the same address and is gone when stopped', async () => {
    const server = await startRedis();
    try {
      const client = new Redis(server.url, { lazyConnect: true, retryStrategy: () => null });
      client.on('error', () => undefined);
      await client.connect();
      await client.set('word', 'kept');
      await server.kill();
      await expect(client.get('word')).rejects.toThrow();
      client.disconnect();
      await server.restart();
      const again = new Redis(server.url);
      expect(await again.get('word')).toBeNull();
      again.disconnect();
    } finally {
      await server.stop();
    }
  });
});
