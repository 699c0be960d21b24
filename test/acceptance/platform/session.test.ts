import express from 'express';
import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/kernel/clock.js';
import { AppError } from '../../../src/kernel/errors.js';
import { connectRedis, type RedisClients } from '../../../src/platform/redis/index.js';
import { createSessionMiddleware } from '../../../src/platform/session/index.js';
import { describeWithRedis, startRedis, type RedisServer } from '../../support/redis.js';
import { createTestStorage, type TestStorage } from '../../support/storage.js';
import { silentLogger } from '../../support/temporary-storage.js';

const START = '2025-11-12T06:00:00Z';

/** One process of an application with nothing but sessions. */
function startProcess(opened: TestStorage, clock: ManualClock, redis?: RedisClients, cookieSecure = false) {
  const config = {
    sessionSecret: 'session secret of the tests, long enough',
    cookieSecure,
    mongoDatabase: opened.storage.connection.name,
  };
  const app = express();
  app.set('trust proxy', 1);
  app.use(createSessionMiddleware({ config, storage: opened.storage, redis, clock, logger: silentLogger }));
  app.post('/in', (req, res, next) => {
    req.session.regenerate((error?: unknown) => {
      if (error !== undefined && error !== null) {
        next(error);
        return;
      }
      req.session.personId = 'somebody';
      req.session.createdAt = clock.now().getTime();
      res.json({});
    });
  });
  app.get('/who', (req, res) => void res.json({ person: req.session.personId ?? null }));
  app.post('/flash', (req, res) => {
    req.session.flash = [...(req.session.flash ?? []), { kind: 'info', text: 'kept' }];
    res.json({});
  });
  app.get('/flash', (req, res) => void res.json({ flash: req.session.flash ?? [] }));
  app.post('/out', (req, res, next) => {
    req.session.destroy((error?: unknown) => {
      if (error === undefined || error === null) res.json({});
      else next(error);
    });
  });
  const gate: { open: () => void } = { open: () => undefined };
  app.get('/slow', (req, res) => {
    req.session.flash = [{ kind: 'info', text: 'late' }];
    gate.open = () => void res.json({});
  });
  app.use(((error: unknown, _req, res, _next) => {
    const status = error instanceof AppError ? error.status : 500;
    if (!res.headersSent) res.status(status).json({ code: error instanceof AppError ? error.code : String(error) });
  }) as express.ErrorRequestHandler);
  return { app, gate };
}

async function signIn(app: express.Express): Promise<string> {
  const response = await supertest(app).post('/in').expect(200);
  return cookieOf(response);
}

function cookieOf(response: supertest.Response): string {
  const [cookie = ''] = response.get('Set-Cookie') ?? [];
  return cookie.split(';')[0] ?? '';
}

async function who(app: express.Express, cookie: string): Promise<unknown> {
  const response = await supertest(app).get('/who').set('Cookie', cookie).expect(200);
  return (response.body as { person: unknown }).person;
}

interface Setting {
  readonly opened: TestStorage;
  readonly redis?: RedisClients;
}

/** What holds with and without Redis. */
function sessionContract(open: () => Promise<Setting>, close: () => Promise<void>): void {
  let setting: Setting;
  const clock = new ManualClock(START);

  beforeAll(async () => {
    setting = await open();
    startProcess(setting.opened, clock, setting.redis);
    await setting.opened.storage.prepare();
  });
  afterAll(close);
  beforeEach(() => {
    clock.set(START);
  });

  const start = () => startProcess(setting.opened, clock, setting.redis);

  it('know who signed in, and give nobody a cookie before', async () => {
    const { app } = start();
    const anonymous = await supertest(app).get('/who').expect(200);
    expect(anonymous.get('Set-Cookie')).toBeUndefined();
    const cookie = await signIn(app);
    expect(await who(app, cookie)).toBe('somebody');
    expect(await who(app, cookie)).toBe('somebody');
  });

  it('carry a cookie that scripts cannot read and other sites do not send', async () => {
    const response = await supertest(start().app).post('/in');
    const cookie = (response.get('Set-Cookie') ?? [])[0];
    expect(cookie).toMatch(/^prowess\.sid=.*; Path=\/; HttpOnly; SameSite=Lax$/);
    const overTls = startProcess(setting.opened, clock, setting.redis, true);
    const secure = await supertest(overTls.app).post('/in').set('X-Forwarded-Proto', 'https');
    expect((secure.get('Set-Cookie') ?? [])[0]).toContain('; Secure');
  });

  it('start with a new id at sign-in', async () => {
    const { app } = start();
    const before = await signIn(app);
    const after = cookieOf(await supertest(app).post('/in').set('Cookie', before));
    expect(after).not.toBe(before);
    expect(await who(app, before)).toBeNull();
  });

  it('end twelve hours after signing in, however busy', async () => {
    const { app } = start();
    const cookie = await signIn(app);
    clock.advance(12 * 3_600_000 - 1);
    expect(await who(app, cookie)).toBe('somebody');
    clock.advance(1);
    expect(await who(app, cookie)).toBeNull();
    clock.set(START);
    expect(await who(app, cookie)).toBeNull();
  });

  it('are kept for an hour from their last use, by hashed id', async () => {
    const { app } = start();
    const cookie = await signIn(app);
    const collection = setting.opened.storage.connection.collection('sessions');
    const id = decodeURIComponent(cookie.slice('prowess.sid='.length)).slice(2).split('.')[0] ?? '';
    const records = await collection.find().sort({ expires: -1 }).toArray();
    expect(JSON.stringify(records)).not.toContain(id);
    const left = (records[0]?.['expires'] as Date).getTime() - Date.now();
    expect(left).toBeGreaterThan(3_590_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
    const index = (await collection.indexes()).find(({ key }) => 'expires' in key);
    expect(index?.expireAfterSeconds).toBe(0);
  });

  it('see at once what was written, and end at once', async () => {
    const { app } = start();
    const cookie = await signIn(app);
    await supertest(app).post('/flash').set('Cookie', cookie).expect(200);
    const shown = await supertest(app).get('/flash').set('Cookie', cookie).expect(200);
    expect(shown.body).toEqual({ flash: [{ kind: 'info', text: 'kept' }] });
    await supertest(app).post('/out').set('Cookie', cookie).expect(200);
    expect(await who(app, cookie)).toBeNull();
  });

  it('are not revived by a request that ends after the sign-out', async () => {
    const { app, gate } = start();
    const cookie = await signIn(app);
    const started = gate.open;
    const slow = supertest(app)
      .get('/slow')
      .set('Cookie', cookie)
      .then((response) => response.status);
    await until(() => gate.open !== started);
    await supertest(app).post('/out').set('Cookie', cookie).expect(200);
    gate.open();
    expect(await slow).toBe(200);
    expect(await who(app, cookie)).toBeNull();
  });

  it('are not made up by a forged cookie', async () => {
    const { app } = start();
    const cookie = await signIn(app);
    expect(await who(app, `${cookie.slice(0, -3)}abc`)).toBeNull();
    expect(await who(app, 'prowess.sid=nonsense')).toBeNull();
  });
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('sessions without Redis', () => {
  let opened: TestStorage;
  sessionContract(
    async () => {
      opened = await createTestStorage();
      return { opened };
    },
    () => opened.close(),
  );
});

describe('sessions without a database', () => {
  it('are answered 503, never as nobody', async () => {
    const opened = await createTestStorage();
    const { app } = startProcess(opened, new ManualClock(START));
    await opened.storage.prepare();
    const cookie = await signIn(app);
    const other = startProcess(opened, new ManualClock(START));
    await opened.close();
    const response = await supertest(other.app).get('/who').set('Cookie', cookie);
    expect(response.status).toBe(503);
    expect(response.body).toEqual({ code: 'session.store_away' });
    expect((await supertest(other.app).post('/out').set('Cookie', cookie)).status).toBe(503);
  });
});

describeWithRedis('sessions with Redis', () => {
  let opened: TestStorage;
  let server: RedisServer;
  let redis: RedisClients;

  sessionContract(
    async () => {
      opened = await createTestStorage();
      server = await startRedis();
      redis = connectRedis({ url: server.url, logger: silentLogger });
      await untilReady(redis);
      return { opened, redis };
    },
    async () => {
      await redis.close();
      await server.stop();
      await opened.close();
    },
  );

  it('are the same in two processes', async () => {
    const clock = new ManualClock(START);
    const second = connectRedis({ url: server.url, logger: silentLogger });
    await untilReady(second);
    const [here, there] = [startProcess(opened, clock, redis), startProcess(opened, clock, second)];
    const cookie = await signIn(here.app);
    expect(await who(there.app, cookie)).toBe('somebody');
    await supertest(here.app).post('/out').set('Cookie', cookie).expect(200);
    expect(await who(there.app, cookie)).toBeNull();
    await second.close();
  });

  it('are in Redis for a minute, under a hashed id', async () => {
    const cookie = await signIn(startProcess(opened, new ManualClock(START), redis).app);
    const id = decodeURIComponent(cookie.slice('prowess.sid='.length)).slice(2).split('.')[0] ?? '';
    const keys = await redis.client('sessions').keys('prowess:session:*');
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toContain(id);
    for (const key of keys) expect(await redis.client('sessions').ttl(key)).toBeLessThanOrEqual(60);
  });

  it('go on while Redis is away, and the ones ended meanwhile stay ended', async () => {
    const { app } = startProcess(opened, new ManualClock(START), redis);
    const kept = await signIn(app);
    const ended = await signIn(app);
    await server.kill();
    expect(await who(app, kept)).toBe('somebody');
    expect(await who(app, await signIn(app))).toBe('somebody');
    await supertest(app).post('/out').set('Cookie', ended).expect(200);
    await server.restart();
    await untilReady(redis);
    expect(await who(app, kept)).toBe('somebody');
    expect(await who(app, ended)).toBeNull();
  });

  it('wait for a frozen Redis once and not with every request', async () => {
    const { app } = startProcess(opened, new ManualClock(START), redis);
    await untilReady(redis);
    const cookie = await signIn(app);
    server.freeze();
    try {
      const start = performance.now();
      for (let request = 0; request < 10; request += 1) expect(await who(app, cookie)).toBe('somebody');
      expect(performance.now() - start).toBeLessThan(3000);
    } finally {
      server.thaw();
    }
  });
});

async function untilReady(redis: RedisClients): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      await redis.ping();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
