import { MemoryStore, type SessionData } from 'express-session';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { LayeredSessionStore } from './layered-session-store.js';
import { MemorySessionCache } from './session-cache.js';

const logger = pino({ level: 'silent' });
const DATA = { personId: 'somebody' } as SessionData;

/** Keeps sessions in memory and counts what it is asked; `away` makes it fail. */
class CountingStore extends MemoryStore {
  readonly calls = { get: 0, set: 0, touch: 0, destroy: 0 };
  away = false;
  touchFails = false;

  override get(...[id, callback]: Parameters<MemoryStore['get']>): void {
    this.calls.get += 1;
    if (this.away) callback(new Error('connection to 10.0.0.7 lost'));
    else super.get(id, callback);
  }

  override set(...[id, data, callback]: Parameters<MemoryStore['set']>): void {
    this.calls.set += 1;
    if (this.away) callback?.(new Error('connection to 10.0.0.7 lost'));
    else super.set(id, data, callback);
  }

  override destroy(...[id, callback]: Parameters<MemoryStore['destroy']>): void {
    this.calls.destroy += 1;
    if (this.away) callback?.(new Error('connection to 10.0.0.7 lost'));
    else super.destroy(id, callback);
  }

  override touch(...[id, data, callback]: Parameters<MemoryStore['touch']>): void {
    this.calls.touch += 1;
    if (this.touchFails) (callback as (error?: unknown) => void)(new Error('connection to 10.0.0.7 lost'));
    else super.touch(id, data, callback);
  }
}

function opened(cached: boolean) {
  const truth = new CountingStore();
  const store = new LayeredSessionStore(truth, cached ? new MemorySessionCache() : undefined, logger);
  const called = (start: (done: (error?: unknown) => void) => void) =>
    new Promise<unknown>((resolve) => {
      start(resolve);
    });
  return {
    truth,
    set: (id: string, data = DATA) =>
      called((done) => {
        store.set(id, data, done);
      }),
    destroy: (id: string) =>
      called((done) => {
        store.destroy(id, done);
      }),
    get: (id: string) =>
      new Promise<{ error: unknown; data: SessionData | null | undefined }>((resolve) => {
        store.get(id, (error, data) => {
          resolve({ error, data });
        });
      }),
  };
}

describe('LayeredSessionStore', () => {
  it('writes a session in use at most once a minute', async () => {
    const { truth, get } = opened(false);
    truth.set('old', DATA);
    for (let request = 0; request < 5; request += 1) await get('old');
    expect(truth.calls.touch).toBe(1);
  });

  it('does not touch what was just written', async () => {
    const { truth, set, get } = opened(false);
    await set('new');
    await get('new');
    expect(truth.calls).toMatchObject({ set: 1, touch: 0 });
  });

  it('asks the database once where it may remember, and each time where not', async () => {
    const remembering = opened(true);
    remembering.truth.set('a', DATA);
    const asking = opened(false);
    asking.truth.set('a', DATA);
    for (let request = 0; request < 3; request += 1) {
      expect((await remembering.get('a')).data).toMatchObject(DATA);
      expect((await asking.get('a')).data).toMatchObject(DATA);
    }
    expect([remembering.truth.calls.get, asking.truth.calls.get]).toEqual([1, 3]);
  });

  it('gives every request an object of its own', async () => {
    const { set, get } = opened(true);
    await set('a');
    const first = (await get('a')).data;
    if (first) first.personId = 'somebody else';
    expect((await get('a')).data?.personId).toBe('somebody');
  });

  it('says 503 without a word of the driver when the database is away, and changes nothing', async () => {
    const { truth, set, get, destroy } = opened(true);
    await set('kept');
    truth.away = true;
    const refusals = [
      (await get('unknown')).error,
      await set('kept', { ...DATA, personId: 'x' }),
      await destroy('kept'),
    ];
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ status: 503, code: 'session.store_away', retryAfter: 5 });
      expect((refusal as Error).message).not.toContain('10.0.0.7');
    }
    expect((await get('kept')).data?.personId).toBe('somebody');
  });

  it('knows a session although it could not be touched', async () => {
    const { truth, get } = opened(false);
    truth.set('any', DATA);
    truth.touchFails = true;
    expect(await get('any')).toMatchObject({ error: null, data: { personId: DATA.personId } });
    expect(truth.calls.touch).toBe(1);
  });

  it('never revives an ended session', async () => {
    const { set, get, destroy, truth } = opened(true);
    await set('a');
    await destroy('a');
    await set('a');
    expect((await get('a')).data).toBeNull();
    expect(truth.calls.set).toBe(1);
  });
});
