import { createAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';
import type { Logger } from '../platform/logger.js';
import type { RedisClients } from '../platform/redis/index.js';

/**
 * Carries broadcasts between processes. The adapter drops the promises of its commands, and a dropped promise that fails
 * ends the process; so it gets clients whose every command has somebody who listens. Local sockets are served by the
 * adapter itself, whether Redis answers or not.
 */
export function createRedisAdapter(redis: RedisClients, logger: Logger): ReturnType<typeof createAdapter> {
  const report = (error: unknown) => logger.warn({ err: error }, 'a live event did not reach other processes');
  return createAdapter(
    listenedTo(redis.client('sockets-publisher'), report),
    listenedTo(redis.client('sockets-subscriber'), report),
  );
}

function listenedTo(client: Redis, onFailure: (error: unknown) => void): Redis {
  return new Proxy(client, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, args);
        if (result instanceof Promise) result.catch(onFailure);
        return result;
      };
    },
  });
}
