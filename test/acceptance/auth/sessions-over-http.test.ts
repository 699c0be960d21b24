import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../src/app.js';
import type { Person } from '../../../src/modules/people/index.js';
import { createRealtime, type Realtime } from '../../../src/realtime/index.js';
import {
  account,
  anonymous,
  openPage,
  PASSWORD,
  signIn,
  submit,
  type Agent,
  type Answer,
} from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { WORLD_START, type Tenant } from '../../support/world.js';

const MINUTE = 60_000;
const DASHBOARD = '/employee/dashboard';
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

describe('sessions over HTTP', () => {
  let app: TestApp;
  let tenant: Tenant;
  let server: Server;
  let realtime: Realtime;
  let people = 0;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    app = await openTestApp();
    tenant = await app.tenant();
    const { container } = app;
    const { sessionMiddleware } = container;
    server = createServer(createApp({ services: container, sessionMiddleware, stopping: () => false }));
    realtime = createRealtime({
      httpServer: server,
      sessionMiddleware,
      access: container.people.access,
      live: container.notifications.live,
      outbox: container.outbox,
      logger: container.logger,
      publicUrl: container.config.publicUrl,
    });
    container.outbox.relay.start();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => app.clock.set(WORLD_START));
  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await realtime.close();
    server.closeAllConnections();
    server.close();
    await app.close();
  });

  async function somebody(grants: readonly string[] = []): Promise<Person> {
    people += 1;
    return account(app, tenant, { email: `sessions${people}@adventure-works.com`, grants });
  }

  interface Device {
    readonly agent: Agent;
    readonly cookie: string;
  }

  async function device({ email }: Person, userAgent = CHROME): Promise<Device> {
    const agent = anonymous(app).set('User-Agent', userAgent);
    const answer = await agent.post('/auth/login').send({ email, password: PASSWORD });
    return { agent, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
  }

  interface Listed {
    readonly sessions: readonly { readonly id: string; readonly current: boolean; readonly browser: string }[];
  }
  const listed = async (agent: Agent) => (await agent.get('/auth/sessions')).body as Listed;
  const otherId = async (agent: Agent) => (await listed(agent)).sessions.find(({ current }) => !current)?.id ?? '';

  async function connect(credentials: { cookie?: string; token?: string }): Promise<Socket> {
    const { cookie, token } = credentials;
    const socket = io(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      ...{ autoConnect: false, reconnection: false, forceNew: true },
      ...(cookie !== undefined && { extraHeaders: { cookie } }),
      ...(token !== undefined && { auth: { token } }),
    });
    sockets.push(socket);
    const connected = new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    socket.connect();
    await connected;
    return socket;
  }

  /** Milliseconds until the socket is closed, from the moment on in which whoever did it is told that it is done. */
  async function closedAfter(socket: Socket, work: () => Promise<unknown>): Promise<number> {
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    await work();
    const start = performance.now();
    await gone;
    return performance.now() - start;
  }

  test('are listed, this one first and marked, without the ids that open them', async () => {
    const person = await somebody();
    const [here, there] = [await device(person), await device(person, 'curl/8.5.0')];
    expect((await listed(here.agent)).sessions).toMatchObject([
      { current: true, browser: 'Chrome', system: 'Windows', network: '127.0.0.x', method: 'password' },
      { current: false, browser: 'curl', system: '' },
    ]);
    const page = await openPage(there.agent, '/auth/sessions');
    expect(page.text).toContain('Chrome on Windows');
    expect(page.text).toContain('This session');
    const body = JSON.stringify(await listed(here.agent));
    for (const { cookie } of [here, there]) {
      const id =
        decodeURIComponent(cookie.split('=')[1] ?? '')
          .slice(2)
          .split('.')[0] ?? '';
      expect(id.length).toBeGreaterThan(20);
      expect(body + page.text).not.toContain(id);
    }
  });

  test('3: one that is ended is out at its next request, and its socket within a second; others go on', async () => {
    const person = await somebody();
    const [here, there] = [await device(person), await device(person)];
    const [own, other] = [await connect(here), await connect(there)];
    const id = await otherId(here.agent);
    const waited = await closedAfter(other, () => submit(here.agent, `/auth/sessions/${id}/end`));
    expect(waited).toBeLessThan(1000);
    expect((await there.agent.get(DASHBOARD)).status).toBe(401);
    expect((await here.agent.get(DASHBOARD)).status).toBe(200);
    expect(own.connected).toBe(true);
    expect((await here.agent.post(`/auth/sessions/${id}/end`).send({})).status).toBe(404);
  });

  test('3: ending all others, and a deactivation, close what they have to within a second', async () => {
    const person = await somebody();
    const [here, there] = [await device(person), await device(person)];
    const { body } = await anonymous(app).post('/auth/token').send({ email: person.email, password: PASSWORD });
    const { accessToken: token } = body as { accessToken: string };
    const [own, other, program] = [await connect(here), await connect(there), await connect({ token })];
    const gone = new Promise((resolve) => program.once('disconnect', resolve));
    const end = () => here.agent.post('/auth/sessions/end-others').send({});
    expect(await closedAfter(other, end)).toBeLessThan(1000);
    await gone;
    expect((await anonymous(app).get(DASHBOARD).set('Authorization', `Bearer ${token}`)).status).toBe(401);
    expect(own.connected).toBe(true);
    const deactivate = () => tenant.run(() => app.container.people.deactivate(tenant.system, person.id, 'Left.'));
    expect(await closedAfter(own, deactivate)).toBeLessThan(1000);
    expect((await here.agent.get(DASHBOARD)).status).toBe(401);
  });

  test('6: a new password ends all other sessions, and this browser goes on with a fresh id', async () => {
    const person = await somebody();
    const [here, there] = [await device(person), await device(person)];
    const other = await connect(there);
    let answer: Answer | undefined;
    const change = async () => {
      const input = { currentPassword: PASSWORD, newPassword: 'Another-word-2026' };
      answer = await here.agent.post('/auth/change-password').send(input);
    };
    expect(await closedAfter(other, change)).toBeLessThan(1000);
    expect(String(answer?.headers['set-cookie'])).toContain('prowess.sid=');
    expect((await there.agent.get(DASHBOARD)).status).toBe(401);
    expect((await listed(here.agent)).sessions).toHaveLength(1);
    expect((await anonymous(app).get(DASHBOARD).set('Cookie', here.cookie)).status).toBe(401);
  });

  test('of somebody else are not there, but for HR administration', async () => {
    const { agent } = await device(await somebody());
    await device(await somebody());
    const own = (await listed(agent)).sessions[0]?.id ?? '';
    const stranger = await signIn(app, await somebody());
    for (const id of [own, '0123456789abcdef01234567', 'nonsense', '../x']) {
      const answer = await stranger.post(`/auth/sessions/${encodeURIComponent(id)}/end`).send({});
      expect({ id, status: answer.status }).toEqual({ id, status: 404 });
    }
    const hr = await signIn(app, await somebody(['hr']));
    expect((await hr.post(`/auth/sessions/${own}/end`).send({})).status).toBe(200);
    expect((await agent.get(DASHBOARD)).status).toBe(401);
  });

  test('end after an hour without use; a page that is only open is no use', async () => {
    const { agent, cookie } = await device(await somebody());
    app.clock.advance(50 * MINUTE);
    await connect({ cookie });
    expect((await agent.get(DASHBOARD)).status).toBe(200);
    app.clock.advance(59 * MINUTE);
    expect((await agent.get(DASHBOARD)).status).toBe(200);
    app.clock.advance(60 * MINUTE);
    expect((await agent.get(DASHBOARD)).status).toBe(401);
  });

  test('an answer that was kept is not given to a session that ended', async () => {
    const person = await somebody();
    const [here, there] = [await device(person), await device(person)];
    for (let time = 0; time < 3; time += 1) expect((await there.agent.get(DASHBOARD)).status).toBe(200);
    const id = await otherId(here.agent);
    await here.agent.post(`/auth/sessions/${id}/end`).send({});
    expect((await there.agent.get(DASHBOARD)).status).toBe(401);
  });

  test('refresh tokens are counted by address', async () => {
    const { createRateLimits } = await import('../../../src/platform/rate-limit/index.js');
    const rateLimits = createRateLimits({ allowances: { tokenRefresh: { tries: 2, seconds: 900 } } });
    const services = { ...app.container, rateLimits };
    const limited = createApp({
      services,
      sessionMiddleware: app.container.sessionMiddleware,
      stopping: () => false,
    }).listen(0);
    await once(limited, 'listening');
    const url = `http://127.0.0.1:${(limited.address() as AddressInfo).port}/auth/token/refresh`;
    const refresh = () =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ refreshToken: 'nobody knows this one' }),
      });
    expect([(await refresh()).status, (await refresh()).status]).toEqual([401, 401]);
    const refused = await refresh();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    limited.closeAllConnections();
    limited.close();
  });
});
