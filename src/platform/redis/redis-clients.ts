import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../logger.js';

/** What a client is for. Each purpose has its own, so that one that waits never holds up another. */
export type RedisPurpose = 'sessions' | 'rate-limits' | 'boards' | 'sockets-publisher' | 'sockets-subscriber';

export interface RedisClients {
  /** The one client of a purpose, connected at first use. Never throws and never ends the process when Redis is away. */
  client(purpose: RedisPurpose): Redis;
  /** Resolves when Redis answers; rejects otherwise, within a second. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A command that is not answered by then has failed: whoever asked has another way. */
const COMMAND_TIMEOUT_MS = 500;
const MAX_RECONNECT_DELAY_MS = 2000;

/** Replies as RESP2 gives them; the type is left open by the client's own options. */
type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

const RECONNECT = {
  retryStrategy: (attempt: number) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
} satisfies ClientOptions;

/** For questions of a request: an answer at once or an error at once. */
const ASKING: ClientOptions = {
  ...RECONNECT,
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: 2000,
  maxRetriesPerRequest: 1,
  enableOfflineQueue: false,
};

/** For Socket.IO: its adapter does not look after failed commands, so they have to wait instead of failing. */
const CARRYING: ClientOptions = { ...RECONNECT, maxRetriesPerRequest: null };

/** Clients of one Redis server. `url` is `redis://`, `rediss://` or `unix://` with the path of a socket. */
export function connectRedis({ url, logger }: { readonly url: string; readonly logger: Logger }): RedisClients {
  const clients = new Map<RedisPurpose, Redis>();

  function client(purpose: RedisPurpose): Redis {
    const existing = clients.get(purpose);
    if (existing !== undefined) return existing;
    const options: ClientOptions = {
      ...(purpose.startsWith('sockets') ? CARRYING : ASKING),
      connectionName: `prowess-${purpose}`,
    };
    const created = url.startsWith('unix://')
      ? new Redis(url.slice('unix://'.length), options)
      : new Redis(url, options);
    reportOutages(created, purpose, logger);
    clients.set(purpose, created);
    return created;
  }

  return {
    client,
    async ping() {
      await client('sessions').ping();
    },
    async close() {
      for (const each of clients.values()) each.disconnect();
      clients.clear();
      await Promise.resolve();
    },
  };
}

/** One line when Redis goes and one when it is back. Without a listener every error would end the process. */
function reportOutages(client: Redis, purpose: RedisPurpose, logger: Logger): void {
  let away = false;
  client.on('error', (error: Error) => {
    if (!away) logger.warn({ purpose, err: error }, 'redis is away');
    away = true;
  });
  client.on('ready', () => {
    if (away) logger.info({ purpose }, 'redis is back');
    away = false;
  });
}
