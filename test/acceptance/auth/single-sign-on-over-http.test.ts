import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { account, anonymous, BROWSER, openPage, signIn, submit, type Agent } from '../../support/agents.js';
import type { TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import type { OpenidProvider } from '../../support/openid-provider.js';
import { comeBack, openSignOnWorld, signOn, type SignOnWorld } from '../../support/sign-on.js';
import { problemsOfPage } from '../../support/valid-html.js';
import { WORLD_START } from '../../support/world.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const START = '/auth/single-sign-on';

describe('single sign-on over HTTP', () => {
  let world: SignOnWorld;
  let app: TestApp;
  let provider: OpenidProvider;
  let cast: Cast;
  beforeAll(async () => {
    world = await openSignOnWorld();
    ({ app, provider } = world);
    cast = await createCast(app);
  });
  beforeEach(() => {
    provider.person = { sub: '7', email: cast.people.manager.email, email_verified: true, name: 'Jo Brown' };
    provider.authenticatedAt = app.clock.now();
  });
  afterEach(() => {
    provider.twist = {};
    app.clock.set(WORLD_START);
  });
  afterAll(() => world.close());

  /** Who a browser is signed in as; undefined for nobody. */
  async function nameOf(agent: Agent): Promise<string | undefined> {
    const { body } = await agent.get('/auth/session').set('Accept', 'application/json');
    return (body as { person?: { name: string } }).person?.name;
  }

  async function refused(agent: Agent, answer: Awaited<ReturnType<typeof signOn>>): Promise<string> {
    expect(answer.status).toBe(401);
    expect(problemsOfPage(answer.text)).toEqual([]);
    expect(answer.headers['set-cookie']?.toString() ?? '').not.toContain('prowess.sid');
    expect(await nameOf(agent)).toBeUndefined();
    return /<main[\s\S]*<\/main>/.exec(answer.text)?.[0] ?? '';
  }

  describe('somebody known', () => {
    test('comes from the button of the sign-in page to the page that was wanted', async () => {
      const agent = anonymous(app);
      const page = await openPage(agent, '/auth/login?next=%2Fpm%2Frequests%3Fstatus%3Dall');
      expect(problemsOfPage(page.text)).toEqual([]);
      const [, href = ''] = /href="(\/auth\/single-sign-on[^"]*)"/.exec(page.text) ?? [];
      expect(page.text.indexOf('Sign in with Adventure Works')).toBeLessThan(page.text.indexOf('name="password"'));

      const done = await signOn(agent, href.replaceAll('&amp;', '&'));
      expect({ status: done.status, to: done.headers['location'] }).toEqual({
        status: 303,
        to: '/pm/requests?status=all',
      });
      expect(done.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      expect(await nameOf(agent)).toBe(cast.people.manager.name);
      const asked = provider.lastAuthorization();
      expect(Object.fromEntries(asked)).toMatchObject({
        ...{ response_type: 'code', scope: 'openid email profile', code_challenge_method: 'S256' },
        redirect_uri: `${app.container.config.publicUrl}/auth/single-sign-on/callback`,
      });
      for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThan(40);
    });

    test('has a session of that method, on the list and in the audit', async () => {
      const agent = anonymous(app);
      await signOn(agent);
      expect((await openPage(agent, '/auth/sessions')).text).toContain('Single sign-on');
      const hr = await cast.as('hrAdmin');
      const { body } = await hr.get('/hr/audit?type=session.started');
      expect(JSON.stringify(body)).toContain('single-sign-on');
    });

    test('gets a session with another id than before', async () => {
      const agent = await signIn(app, cast.people.employee);
      const before = await nameOf(agent);
      const done = await signOn(agent);
      expect(done.headers['set-cookie']?.toString()).toContain('prowess.sid=');
      expect([before, await nameOf(agent)]).toEqual([cast.people.employee.name, cast.people.manager.name]);
    });

    test('is found whatever the case of the address', async () => {
      provider.person = { ...provider.person, email: cast.people.manager.email.toUpperCase() };
      expect((await signOn(anonymous(app))).status).toBe(303);
    });

    test('is found where the provider gives the address at userinfo only', async () => {
      provider.twist = { userinfo: {} };
      const agent = anonymous(app);
      expect((await signOn(agent)).status).toBe(303);
      expect(await nameOf(agent)).toBe(cast.people.manager.name);
      provider.twist = { userinfo: { email_verified: false } };
      const stranger = anonymous(app);
      await refused(stranger, await signOn(stranger));
      provider.twist = { userinfo: { sub: 'of somebody else' } };
      await refused(stranger, await signOn(stranger));
    });

    test('need not change an initial password that was never used', async () => {
      const person = await cast.tenant.person({ email: 'initial@adventure-works.com' });
      await cast.tenant.run(() =>
        app.container.people.access.setPassword(cast.tenant.system, person.id, 'Bicycle-frame-77', { initial: true }),
      );
      provider.person = { ...provider.person, email: person.email };
      const agent = anonymous(app);
      expect((await signOn(agent)).headers['location']).toBe('/');
      expect((await openPage(agent, '/employee/dashboard')).status).toBe(200);
      const typed = await signIn(app, person, 'Bicycle-frame-77');
      expect((await openPage(typed, '/employee/dashboard')).headers['location']).toBe('/auth/change-password');
    });

    test('as a program gets the address, and at the end who it is', async () => {
      const agent = anonymous(app);
      const begun = await agent.get(START).set('Accept', 'application/json');
      const { address } = begun.body as { address: string };
      const back = new URL((await fetch(address, { redirect: 'manual' })).headers.get('location') ?? '');
      const done = await agent.get(back.pathname + back.search).set('Accept', 'application/json');
      expect(done.body).toMatchObject({ person: { email: cast.people.manager.email } });
    });

    test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '/.//evil.example'])(
      'is not led to %s',
      async (next) => {
        const done = await signOn(anonymous(app), `${START}?next=${encodeURIComponent(next)}`);
        expect(done.headers['location']).toBe('/');
      },
    );

    test('signs out here alone, which the page says', async () => {
      const agent = anonymous(app);
      await signOn(agent);
      expect((await openPage(agent, '/auth/logout')).text).toContain('You stay signed in with Adventure Works');
      await submit(agent, '/auth/logout');
      expect(await nameOf(agent)).toBeUndefined();
      const typed = await signIn(app, cast.people.employee);
      expect((await openPage(typed, '/auth/logout')).text).not.toContain('You stay signed in');
    });
  });

  describe('nobody is let in', () => {
    test('unknown, unverified, deactivated, other organization: one page, the same word for word', async () => {
      const gone = await account(app, cast.tenant, { email: 'gone@adventure-works.com' });
      await cast.tenant.run(() => app.container.people.deactivate(cast.tenant.system, gone.id, 'Left.'));
      const base = provider.person;
      const pages = new Set<string>();
      for (const claims of [
        { email: 'unknown@adventure-works.com' },
        { email: gone.email },
        { email_verified: false },
        { email_verified: 'true' },
        { email_verified: undefined },
        { email: undefined },
        { email: 'jösé@adventure-works.com' },
      ]) {
        provider.person = { ...base, ...claims };
        const agent = anonymous(app);
        pages.add(await refused(agent, await signOn(agent)));
      }
      expect(pages.size).toBe(1);
      expect([...pages][0]).toContain('Ask your HR administration');
      await app.container.people.access.recordRefusals();
      const hr = await cast.as('hrAdmin');
      const { body } = await hr.get(`/hr/audit?type=session.refused`);
      expect(JSON.stringify(body)).toContain(gone.id);
    });

    test.each([
      ['another nonce', { claims: { nonce: 'another' } }],
      ['no nonce', { claims: { nonce: undefined } }],
      ['a token for another product', { claims: { aud: 'another-product' } }],
      ['a token of another issuer', { claims: { iss: 'https://evil.example' } }],
      ['no signature', { sign: 'none' as const }],
      ['a signature with another key', { sign: 'stranger' as const }],
      ['the way back from another provider', { iss: 'https://evil.example' }],
      ['no consent', { refuses: 'access_denied' }],
    ])('%s', async (_case, twist) => {
      provider.twist = twist;
      const agent = anonymous(app);
      expect(await refused(agent, await signOn(agent))).toContain('Ask your HR administration');
    });

    test('an ID token that is over for more than 30 seconds', async () => {
      const second = Math.floor(app.clock.now().getTime() / 1000);
      provider.twist = { claims: { iat: second - 300, exp: second - 25 } };
      expect((await signOn(anonymous(app))).status).toBe(303);
      provider.twist = { claims: { iat: second - 300, exp: second - 40 } };
      const agent = anonymous(app);
      await refused(agent, await signOn(agent));
    });

    test('a state that is missing, made up, used, of another browser, or over: 400 and a way to start again', async () => {
      const agent = anonymous(app);
      const callback = (browser: Agent, address: string) => browser.get(address).set('Accept', BROWSER);
      const lost = async (browser: Agent, address: string) => {
        const answer = await callback(browser, address);
        expect(answer.status).toBe(400);
        expect(problemsOfPage(answer.text)).toEqual([]);
        expect(answer.text).toContain('Start again');
        expect(await nameOf(browser)).toBeUndefined();
      };
      const code = async () => new URL(await comeBack(agent), 'http://x').searchParams.get('code') ?? '';
      await lost(agent, `${START}/callback`);
      await lost(agent, `${START}/callback?code=${await code()}`);
      await lost(agent, `${START}/callback?code=${await code()}&state=made-up`);
      const back = await comeBack(agent);
      await lost(agent, `${back}&state=another`);
      await lost(anonymous(app), await comeBack(agent));

      const late = await comeBack(agent);
      app.clock.advance(10 * MINUTE + 1000);
      await lost(agent, late);
      app.clock.set(WORLD_START);

      const used = await comeBack(agent);
      expect((await callback(agent, used)).status).toBe(303);
      await submit(agent, '/auth/logout');
      await lost(agent, used);
    });

    test('a code that was used already, although its state is good', async () => {
      const agent = anonymous(app);
      const first = new URL(await comeBack(agent), 'http://x').searchParams;
      const second = new URL(await comeBack(agent), 'http://x');
      await agent.get(`${START}/callback?${first}`).set('Accept', BROWSER);
      await submit(agent, '/auth/logout');
      second.searchParams.set('code', first.get('code') ?? '');
      await refused(agent, await agent.get(second.pathname + second.search).set('Accept', BROWSER));
    });

    test('a code of another browser in this one, although its state is good: PKCE', async () => {
      const [agent, other] = [anonymous(app), anonymous(app)];
      const theirs = new URL(await comeBack(other), 'http://x').searchParams.get('code') ?? '';
      const mine = new URL(await comeBack(agent), 'http://x');
      mine.searchParams.set('code', theirs);
      await refused(agent, await agent.get(mine.pathname + mine.search).set('Accept', BROWSER));
    });
  });

  test('two tabs both come through', async () => {
    const agent = anonymous(app);
    const first = await comeBack(agent, `${START}?next=/pm/requests`);
    const second = await comeBack(agent, `${START}?next=/employee/history`);
    expect((await agent.get(first).set('Accept', BROWSER)).headers['location']).toBe('/pm/requests');
    expect((await agent.get(second).set('Accept', BROWSER)).headers['location']).toBe('/employee/history');
  });

  test('the cookie of what was begun is sealed and only for these addresses', async () => {
    const begun = await anonymous(app).get(`${START}?next=/pm/requests`).set('Accept', BROWSER);
    const cookie = begun.headers['set-cookie']?.toString() ?? '';
    expect(cookie).toMatch(/^prowess\.sign-on\.[\w-]{12}=/);
    for (const attribute of ['Path=/auth/single-sign-on', 'HttpOnly', 'SameSite=Lax', 'Max-Age=600']) {
      expect(cookie).toContain(attribute);
    }
    const readable = cookie
      .split(/[=.;]/)
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      .join(' ');
    const { searchParams } = new URL(begun.headers['location'] ?? '');
    for (const secret of [searchParams.get('nonce') ?? '', '/pm/requests']) {
      expect(cookie).not.toContain(secret);
      expect(readable).not.toContain(secret);
    }
  });

  describe('what asks for the password again', () => {
    const BULK = '/pm/bulk-approve';
    const body = { ids: ['0123456789abcdef01234567'], notes: 'Well done.' };

    async function withoutPassword(name: string): Promise<Agent> {
      const person = await cast.tenant.person({ email: `${name}@adventure-works.com`, grants: ['pm'] });
      provider.person = { ...provider.person, email: person.email };
      const agent = anonymous(app);
      await signOn(agent);
      return agent;
    }

    test('takes a sign-in at the provider of the last twelve hours', async () => {
      provider.authenticatedAt = new Date(app.clock.now().getTime() - 11 * HOUR);
      const agent = await withoutPassword('lately');
      expect((await agent.post(BULK).send(body)).status).toBe(200);
      app.clock.advance(HOUR / 2);
      expect((await agent.get('/employee/dashboard')).status).toBe(200);
      app.clock.advance(HOUR / 2 + 1000);
      expect((await agent.post(BULK).send(body)).body).toMatchObject({ status: 403, code: 'auth.sign_in_again' });
    });

    test('asks whom the provider only remembers to sign in there again, and takes that', async () => {
      provider.authenticatedAt = new Date(app.clock.now().getTime() - 13 * HOUR);
      const agent = await withoutPassword('remembered');
      const page = await submit(agent, BULK, { ids: body.ids, notes: 'x' });
      expect(page.status).toBe(403);
      expect(problemsOfPage(page.text)).toEqual([]);
      const [, href = ''] = /href="(\/auth\/single-sign-on\?[^"]*again=yes[^"]*)"/.exec(page.text) ?? [];
      expect(page.text).toContain('Sign in again with Adventure Works');

      provider.twist = { deaf: true };
      expect((await signOn(agent, href.replaceAll('&amp;', '&'))).status).toBe(401);
      expect((await agent.post(BULK).send(body)).status).toBe(403);
      provider.twist = {};
      expect((await signOn(agent, href.replaceAll('&amp;', '&'))).status).toBe(303);
      expect(Object.fromEntries(provider.lastAuthorization())).toMatchObject({
        ...{ prompt: 'login', max_age: '0', login_hint: 'remembered@adventure-works.com' },
      });
      expect((await agent.post(BULK).send(body)).status).toBe(200);
    });

    test('takes nothing from a provider that does not say when', async () => {
      provider.twist = { claims: { auth_time: undefined } };
      const agent = await withoutPassword('silent');
      expect((await agent.post(BULK).send(body)).body).toMatchObject({ code: 'auth.sign_in_again' });
      const again = anonymous(app);
      expect((await signOn(again, `${START}?again=yes`)).status).toBe(401);
    });

    test('offers it beside the password', async () => {
      provider.authenticatedAt = new Date(app.clock.now().getTime() - 13 * HOUR);
      const agent = anonymous(app);
      await signOn(agent);
      const page = await submit(agent, BULK, { ids: body.ids, notes: 'x' });
      expect(page.text).toContain('name="_password"');
      expect(page.text).toContain('Sign in again with Adventure Works instead');
      expect((await signOn(agent, `${START}?again=yes`)).status).toBe(303);
      expect((await agent.post(BULK).send(body)).status).toBe(200);
    });
  });
});
