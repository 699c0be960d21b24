import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, anonymous, openPage, PASSWORD, submit, type Agent, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { WORLD_START, type Tenant } from '../../support/world.js';

const HOUR = 3_600_000;
const DASHBOARD = '/employee/dashboard';

describe('being remembered, over HTTP', () => {
  let app: TestApp;
  let tenant: Tenant;
  let people = 0;
  beforeAll(async () => {
    app = await openTestApp();
    tenant = await app.tenant();
  });
  afterEach(() => app.clock.set(WORLD_START));
  afterAll(() => app.close());

  async function somebody(): Promise<Person> {
    people += 1;
    return account(app, tenant, { email: `remembered${people}@adventure-works.com` });
  }

  const cookiesOf = (answer: Answer): string[] =>
    [answer.headers['set-cookie'] as string | string[] | undefined].flat().filter((cookie) => cookie !== undefined);
  const cookieOf = (answer: Answer, name: string) =>
    cookiesOf(answer)
      .find((cookie) => cookie.startsWith(`${name}=`))
      ?.split(';')[0];

  async function signInRemembered(person: Person): Promise<{ agent: Agent; answer: Answer; remember: string }> {
    const agent = anonymous(app);
    const answer = await agent.post('/auth/login').send({ email: person.email, password: PASSWORD, remember: true });
    expect(answer.status).toBe(200);
    return { agent, answer, remember: cookieOf(answer, 'prowess.remember') ?? '' };
  }

  const withCookie = (cookie: string, path = DASHBOARD) => anonymous(app).get(path).set('Cookie', cookie);

  test('only whoever asks is; the cookie is for no script, for 365 days and for every page', async () => {
    const person = await somebody();
    const plain = await anonymous(app).post('/auth/login').send({ email: person.email, password: PASSWORD });
    expect(cookieOf(plain, 'prowess.remember')).toBeUndefined();
    const { answer } = await signInRemembered(person);
    const cookie = cookiesOf(answer).find((one) => one.startsWith('prowess.remember='));
    expect(cookie).toMatch(
      /^prowess\.remember=[\w-]{43}\.[\w-]{43}; Max-Age=31536000; Path=\/; .*HttpOnly; SameSite=Lax$/,
    );
  });

  test('the next morning a page opens as if nothing had happened, and the session is a fresh one', async () => {
    const person = await somebody();
    const { agent, answer, remember } = await signInRemembered(person);
    app.clock.advance(20 * HOUR);
    const morning = await openPage(agent, DASHBOARD);
    expect(morning.status).toBe(200);
    expect(morning.text).toContain(person.name);
    const next = cookieOf(morning, 'prowess.remember');
    expect(next).toBeDefined();
    expect(next).not.toBe(remember);
    expect(cookieOf(morning, 'prowess.sid')).not.toBe(cookieOf(answer, 'prowess.sid'));
    expect((await agent.get(DASHBOARD)).status).toBe(200);
    const { body } = await agent.get('/auth/sessions');
    expect(body).toMatchObject({ sessions: [{ method: 'remembered', current: true }], devices: [{}] });
  });

  test('7: two browsers with the same token: both are out, and the person is told in the app and by mail', async () => {
    const person = await somebody();
    const { agent: owner, remember: stolen } = await signInRemembered(person);
    app.clock.advance(20 * HOUR);
    expect((await withCookie(stolen)).status).toBe(200);
    app.clock.advance(60_000);
    expect((await owner.get(DASHBOARD)).status).toBe(401);
    expect((await owner.get(DASHBOARD)).status).toBe(401);

    await app.settle();
    const again = await signInRemembered(person);
    const { body } = await again.agent.get('/employee/notifications');
    const { items } = body as { items: { type: string; text: string; href: string }[] };
    const told = items.filter(({ type }) => type === 'token_reuse');
    expect(told).toMatchObject([{ href: '/auth/sessions' }]);
    expect(told[0]?.text).toMatch(/used twice\.$/);
    const mails = await app.container.mailbox?.list({ number: 1, size: 50 });
    const warned = mails?.items.filter(
      ({ to, subject }) => to.includes(person.email) && subject.includes('used twice'),
    );
    expect(warned).toHaveLength(1);
  });

  test('7: the thief first, and the session of the thief ends as well', async () => {
    const person = await somebody();
    const { agent: owner, remember: stolen } = await signInRemembered(person);
    app.clock.advance(20 * HOUR);
    const thief = anonymous(app).set('Cookie', stolen);
    const answer = await thief.get(DASHBOARD);
    expect(answer.status).toBe(200);
    const session = cookieOf(answer, 'prowess.sid') ?? '';
    expect((await withCookie(session)).status).toBe(200);
    app.clock.advance(60_000);
    expect((await owner.get(DASHBOARD)).status).toBe(401);
    expect((await withCookie(session)).status).toBe(401);
  });

  test('two tabs opened in the same moment share one session, and both send forms', async () => {
    const person = await somebody();
    const { remember } = await signInRemembered(person);
    app.clock.advance(20 * HOUR);
    const tabs = await Promise.all(Array.from({ length: 6 }, () => withCookie(remember)));
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(tabs.map((tab) => cookieOf(tab, 'prowess.sid'))).size).toBe(1);
    expect(tabs.filter((tab) => cookieOf(tab, 'prowess.remember') !== undefined)).toHaveLength(1);
    const session = cookieOf(tabs[0] as Answer, 'prowess.sid') ?? '';
    const tokens = await Promise.all([1, 2].map(() => withCookie(session, '/auth/session')));
    expect(new Set(tokens.map(({ body }) => (body as { csrfToken: string }).csrfToken)).size).toBe(1);
    const { body } = await withCookie(session, '/auth/sessions');
    expect((body as { sessions: unknown[] }).sessions).toHaveLength(1);
  });

  test('signing out forgets the browser, also when the session was over already', async () => {
    const person = await somebody();
    const first = await signInRemembered(person);
    await submit(first.agent, '/auth/logout');
    expect((await withCookie(first.remember)).status).toBe(401);
    const second = await signInRemembered(person);
    app.clock.advance(20 * HOUR);
    const out = await second.agent.post('/auth/logout').send({});
    expect(out.status).toBe(200);
    expect((await withCookie(second.remember)).status).toBe(401);
  });

  test('a new password forgets all browsers but the one it was typed in', async () => {
    const person = await somebody();
    const phone = await signInRemembered(person);
    const laptop = await signInRemembered(person);
    const change = { currentPassword: PASSWORD, newPassword: 'Another-word-2026' };
    expect((await laptop.agent.post('/auth/change-password').send(change)).status).toBe(200);
    app.clock.advance(20 * HOUR);
    expect((await laptop.agent.get(DASHBOARD)).status).toBe(200);
    expect((await withCookie(phone.remember)).status).toBe(401);
    expect((await withCookie(laptop.remember)).status).toBe(401);
  });

  test('ending all others keeps this browser remembered, by a token that nobody else can have', async () => {
    const person = await somebody();
    const phone = await signInRemembered(person);
    const laptop = await signInRemembered(person);
    const ended = await laptop.agent.post('/auth/sessions/end-others').send({});
    expect(ended.body).toEqual({ ended: 3 });
    expect((await phone.agent.get(DASHBOARD)).status).toBe(401);
    expect((await laptop.agent.get(DASHBOARD)).status).toBe(200);
    app.clock.advance(20 * HOUR);
    expect((await laptop.agent.get(DASHBOARD)).status).toBe(200);
    expect((await withCookie(laptop.remember)).status).toBe(401);
  });

  test('a browser that ended all others is ended with its session, and does not come back by itself', async () => {
    const { agent } = await signInRemembered(await somebody());
    await agent.post('/auth/sessions/end-others').send({});
    const { sessions } = (await agent.get('/auth/sessions')).body as { sessions: { id: string; current: boolean }[] };
    const here = sessions.find(({ current }) => current)?.id ?? '';
    expect((await agent.post(`/auth/sessions/${here}/end`).send({})).status).toBe(200);
    expect((await agent.get(DASHBOARD)).status).toBe(401);
  });

  test('a form of somebody else in the same browser is not answered for the one who is remembered', async () => {
    const { remember } = await signInRemembered(await somebody());
    const next = await somebody();
    const agent = anonymous(app);
    const answer = await agent
      .post('/auth/login')
      .set('Cookie', remember)
      .send({ email: next.email, password: PASSWORD });
    expect(answer.body).toMatchObject({ person: { id: next.id } });
    expect(cookiesOf(answer).find((cookie) => cookie.startsWith('prowess.remember='))).toContain('1970');
    expect((await withCookie(remember)).status).toBe(401);
  });

  test('nothing is made of a cookie that is no token, and it is taken back', async () => {
    for (const cookie of [
      'prowess.remember=x',
      `prowess.remember=${'a'.repeat(43)}.${'b'.repeat(43)}`,
      'prowess.remember=',
    ]) {
      const answer = await withCookie(cookie);
      expect({ cookie, status: answer.status }).toEqual({ cookie, status: 401 });
      expect(cookiesOf(answer).join()).toContain('prowess.remember=;');
    }
  });

  test('a fixed session id is worth nothing after the browser was recognised', async () => {
    const { remember, answer } = await signInRemembered(await somebody());
    const planted = cookieOf(answer, 'prowess.sid') ?? '';
    app.clock.advance(20 * HOUR);
    const morning = await withCookie(`${planted}; ${remember}`);
    expect(morning.status).toBe(200);
    expect(cookieOf(morning, 'prowess.sid')).not.toBe(planted);
    expect((await withCookie(planted)).status).toBe(401);
  });
});
