import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { ExpiringMap } from './expiring-map.js';

/** What stands in a cache for a session that was ended. It keeps a request still under way from reviving it. */
export const GONE = '';

/**
 * A short memory in front of the database, so that not every request asks it. Never throws: what a cache does not know
 * the database does. Sessions are known to it by their stored ids.
 */
export interface SessionCache {
  /** The session as JSON, `GONE` for one that was ended, undefined when not known here. */
  get(id: string): Promise<string | undefined>;
  /** Keeps what was just written to the database. */
  put(id: string, json: string): Promise<void>;
  /** Keeps what was read from the database, unless something was put or dropped since. */
  fill(id: string, json: string): Promise<void>;
  /** Remembers that the session was ended. */
  drop(id: string): Promise<void>;
}

/** How long a cache answers without asking the database again. */
const LIFETIME_SECONDS = 60;
const CAPACITY = 20_000;

/** For the one process that works alone. */
export class MemorySessionCache implements SessionCache {
  readonly #sessions = new ExpiringMap<string>(LIFETIME_SECONDS * 1000, CAPACITY);

  get(id: string): Promise<string | undefined> {
    return Promise.resolve(this.#sessions.get(id));
  }

  put(id: string, json: string): Promise<void> {
    this.#sessions.set(id, json);
    return Promise.resolve();
  }

  fill(id: string, json: string): Promise<void> {
    if (this.#sessions.get(id) === undefined) this.#sessions.set(id, json);
    return Promise.resolve();
  }

  drop(id: string): Promise<void> {
    return this.put(id, GONE);
  }
}

/** After a failure Redis is left alone for so long: a frozen one must not make every request wait. */
const REST_MS = 5000;

/** For processes that share a Redis. While it is away everything comes from the database. */
export class RedisSessionCache implements SessionCache {
  readonly #redis: Redis;
  readonly #ended = new ExpiringMap<true>(LIFETIME_SECONDS * 1000, CAPACITY);
  #restUntil = 0;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async get(id: string): Promise<string | undefined> {
    // Redis may have missed the end of a session while it was away.
    if (this.#ended.get(id) !== undefined) return GONE;
    return (await this.#ask(() => this.#redis.get(keyOf(id)))) ?? undefined;
  }

  async put(id: string, json: string): Promise<void> {
    await this.#ask(() => this.#redis.set(keyOf(id), json, 'EX', LIFETIME_SECONDS));
  }

  async fill(id: string, json: string): Promise<void> {
    await this.#ask(() => this.#redis.set(keyOf(id), json, 'EX', LIFETIME_SECONDS, 'NX'));
  }

  async drop(id: string): Promise<void> {
    this.#ended.set(id, true);
    await this.put(id, GONE);
  }

  async #ask<T>(command: () => Promise<T>): Promise<T | undefined> {
    if (performance.now() < this.#restUntil) return undefined;
    try {
      return await command();
    } catch {
      // The client reports outages; here it only counts that the database has to be asked.
      this.#restUntil = performance.now() + REST_MS;
      return undefined;
    }
  }
}

/** Whoever reads the store must not be able to use what is in it, so ids are kept as hashes. */
export function storedId(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

function keyOf(stored: string): string {
  return `prowess:session:${stored}`;
}
