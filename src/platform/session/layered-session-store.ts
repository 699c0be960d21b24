import session, { type SessionData } from 'express-session';
import { Unavailable } from '../../kernel/errors.js';
import type { Logger } from '../logger.js';
import { ExpiringMap } from './expiring-map.js';
import { GONE, storedId, type SessionCache } from './session-cache.js';

/** What this store needs of the one that keeps the sessions. */
export type SessionTruth = Required<Pick<session.Store, 'touch'>> & Pick<session.Store, 'get' | 'set' | 'destroy'>;

type Done = (error?: unknown) => void;

/** A session in use is written that often at most, to push its idle limit back. */
const TOUCH_EVERY_MS = 60_000;
const REMEMBERED_TOUCHES = 20_000;
/** Longer than any request lasts: what ended is remembered so long, so that no late request brings it back. */
const ENDED_MS = 600_000;
const RETRY_AFTER_SECONDS = 5;

/** Sessions kept in the database, with a cache in front where there is one. Answers 503 when the database is away. */
export class LayeredSessionStore extends session.Store {
  readonly #truth: SessionTruth;
  readonly #cache: SessionCache | undefined;
  readonly #logger: Logger;
  readonly #touched = new ExpiringMap<true>(TOUCH_EVERY_MS, REMEMBERED_TOUCHES);
  readonly #ended = new ExpiringMap<true>(ENDED_MS, REMEMBERED_TOUCHES);

  constructor(truth: SessionTruth, cache: SessionCache | undefined, logger: Logger) {
    super();
    this.#truth = truth;
    this.#cache = cache;
    this.#logger = logger;
  }

  override get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    this.#read(id).then(
      (data) => {
        if (data !== null) this.#keepAlive(id, data);
        callback(null, data);
      },
      (error: unknown) => callback(storeAway(error)),
    );
  }

  override set(id: string, data: SessionData, callback?: Done): void {
    this.#write(id, data).then(
      () => callback?.(),
      (error: unknown) => callback?.(storeAway(error)),
    );
  }

  override destroy(id: string, callback?: Done): void {
    this.#end(id).then(
      () => callback?.(),
      (error: unknown) => callback?.(storeAway(error)),
    );
  }

  /**
   * Pushes the idle limit back, once a minute. Not called `touch`, which express-session would call before the end of
   * every answer and send each in two pieces for it.
   */
  #keepAlive(id: string, data: SessionData): void {
    if (this.#touched.get(id) !== undefined) return;
    this.#touched.set(id, true);
    this.#truth.touch(id, data, (error?: unknown) => {
      // Nobody waits for it. A session that ended meanwhile cannot be touched, and need not be.
      if (error !== undefined && error !== null) this.#logger.debug({ err: error }, 'session not touched');
    });
  }

  /** To be called after a session was removed from the database by its stored id. */
  async forget(stored: string): Promise<void> {
    this.#ended.set(stored, true);
    await this.#cache?.drop(stored);
  }

  async #read(id: string): Promise<SessionData | null> {
    const cached = await this.#cache?.get(storedId(id));
    if (cached === GONE) return null;
    if (cached !== undefined) return JSON.parse(cached) as SessionData;
    const data = await new Promise<SessionData | null>((resolve, reject) => {
      this.#truth.get(id, (error: unknown, found) => {
        if (error === undefined || error === null) resolve(found ?? null);
        else reject(asError(error));
      });
    });
    if (data !== null) await this.#cache?.fill(storedId(id), JSON.stringify(data));
    return data;
  }

  async #write(id: string, data: SessionData): Promise<void> {
    // A request that began before the sign-out and ends after it must not bring the session back.
    const stored = storedId(id);
    if (this.#ended.get(stored) !== undefined || (await this.#cache?.get(stored)) === GONE) return;
    const json = JSON.stringify(data);
    await settled((done) => this.#truth.set(id, data, done));
    this.#touched.set(id, true);
    await this.#cache?.put(stored, json);
  }

  async #end(id: string): Promise<void> {
    const stored = storedId(id);
    this.#ended.set(stored, true);
    await settled((done) => this.#truth.destroy(id, done));
    await this.#cache?.drop(stored);
  }
}

function settled(start: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error === undefined || error === null) resolve();
      else reject(asError(error));
    });
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function storeAway(cause: unknown): Unavailable {
  return new Unavailable(
    'session.store_away',
    'Sessions cannot be reached at the moment. Please try again in a few seconds.',
    {
      retryAfter: RETRY_AFTER_SECONDS,
      cause,
    },
  );
}
