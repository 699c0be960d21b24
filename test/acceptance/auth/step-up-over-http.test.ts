import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import {
  account,
  anonymous,
  formToken,
  openPage,
  PASSWORD,
  submit,
  type Agent,
  type Answer,
} from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { raise } from '../../support/records.js';
import { formsOf } from '../../support/page-forms.js';
import { problemsOfPage } from '../../support/valid-html.js';
import { WORLD_START } from '../../support/world.js';

const HOUR = 3_600_000;
const BULK = '/pm/bulk-approve';
const NOTES = 'Well <done> & "more"';

describe('giving the password again', () => {
  let app: TestApp;
  let cast: Cast;
  let manager: Agent;
  let ids: string[];
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    ids = [(await raise(cast)).id, (await raise(cast)).id];
  });
  beforeEach(async () => {
    manager = await remembered(cast.people.manager);
  });
  afterEach(() => app.clock.set(WORLD_START));
  afterAll(() => app.close());

  /** A browser that came back by being remembered, so that no password was given in its session. */
  async function remembered(person: Person): Promise<Agent> {
    const agent = anonymous(app);
    await agent.post('/auth/login').send({ email: person.email, password: PASSWORD, remember: true });
    app.clock.advance(13 * HOUR);
    expect((await agent.get('/employee/dashboard')).status).toBe(200);
    return agent;
  }

  /** Sends the form that a page shows, with what was typed into it. */
  async function sendOn(agent: Agent, page: Answer, typed: Record<string, string>): Promise<Answer> {
    const form = formsOf(page.text).find(({ names }) => names.includes(Object.keys(typed)[0] ?? ''));
    expect(form).toBeDefined();
    const fields = [
      ...page.text.matchAll(/<input type="(?:hidden|checkbox)" name="([^"]*)" value="([^"]*)"(?: checked hidden)?>/g),
    ].map(([, name = '', value = '']) => [name, decode(value)] as const);
    const body = new URLSearchParams([...fields.map((field) => [...field]), ...Object.entries(typed)] as string[][]);
    return agent
      .post(form?.action ?? '')
      .set('Accept', 'text/html')
      .type('form')
      .send(body.toString());
  }

  const decode = (text: string) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#34;', '"').replaceAll('&amp;', '&');

  test('a bulk decision asks, keeps everything that was sent, and goes on with the password', async () => {
    const asked = await submit(manager, BULK, { ids, notes: NOTES });
    expect(asked.status).toBe(403);
    expect(problemsOfPage(asked.text)).toEqual([]);
    expect(asked.text).toContain('Enter your password to go on');
    for (const text of ids) expect(asked.text).toContain(text);

    const wrong = await sendOn(manager, asked, { _password: 'not it' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('This is not your password.');
    expect(wrong.text).not.toContain('not it');
    for (const text of ids) expect(wrong.text).toContain(text);

    const done = await sendOn(manager, wrong, { _password: PASSWORD });
    expect(done.status).toBe(303);
    expect(done.headers['location']).toMatch(/^\/pm\/bulk-decisions\/[0-9a-f]{24}$/);
    const { body } = await manager.get(`/pm/requests/${ids[0] ?? ''}`);
    expect(body).toMatchObject({ request: { status: 'approved', decisionNotes: NOTES } });
    expect((await submit(manager, BULK, { ids, notes: NOTES })).status).toBe(303);
  });

  test('a program of the browser gets 403 with a code, gives the password, and goes on', async () => {
    const body = { ids: ['0123456789abcdef01234567'], notes: 'Well done.' };
    expect((await manager.post(BULK).send(body)).body).toMatchObject({ status: 403, code: 'auth.password_required' });
    const wrong = await manager.post('/auth/password-confirmation').send({ password: 'not it' });
    expect(wrong.body).toMatchObject({ status: 422, code: 'password.wrong', errors: [{ path: 'password' }] });
    expect((await manager.post(BULK).send(body)).status).toBe(403);
    const given = await manager.post('/auth/password-confirmation').send({ password: PASSWORD });
    expect(given.body).toEqual({ confirmed: true });
    expect((await manager.post(BULK).send(body)).status).toBe(200);
    expect((await manager.post(BULK).send({ ...body, _password: PASSWORD })).status).toBe(422);
  });

  test('signing in with the password is enough for twelve hours', async () => {
    const body = { ids: ['0123456789abcdef01234567'], notes: 'Well done.' };
    const agent = anonymous(app);
    await agent.post('/auth/login').send({ email: cast.people.manager.email, password: PASSWORD });
    expect((await agent.post(BULK).send(body)).status).toBe(200);
  });

  test('an access token is good for twelve hours from the password, however often it is renewed', async () => {
    const body = { ids: ['0123456789abcdef01234567'], notes: 'Well done.' };
    const first = await anonymous(app)
      .post('/auth/token')
      .send({ email: cast.people.manager.email, password: PASSWORD });
    let tokens = first.body as { accessToken: string; refreshToken: string };
    const bulk = () => anonymous(app).post(BULK).set('Authorization', `Bearer ${tokens.accessToken}`).send(body);
    expect((await bulk()).status).toBe(200);
    app.clock.advance(12 * HOUR);
    const renewed = await anonymous(app).post('/auth/token/refresh').send({ refreshToken: tokens.refreshToken });
    tokens = renewed.body as typeof tokens;
    expect((await bulk()).body).toMatchObject({ status: 403, code: 'auth.sign_in_again' });
  });

  test('the wrong password ten times: a pause, also with the right one', async () => {
    const person = await account(app, cast.tenant, { email: 'guessing@adventure-works.com', grants: ['pm'] });
    const agent = await remembered(person);
    const give = (password: string) => agent.post('/auth/password-confirmation').send({ password });
    for (let guess = 0; guess < 10; guess += 1) expect((await give(`guess ${guess}`)).status).toBe(422);
    const paused = await give(PASSWORD);
    expect(paused.status).toBe(429);
    expect(Number(paused.headers['retry-after'])).toBeGreaterThan(0);
    const page = await submit(agent, BULK, { ids: ['0123456789abcdef01234567'], notes: 'x', _password: PASSWORD });
    expect(page.status).toBe(429);
    expect(page.headers['retry-after']).toBeDefined();
    expect(page.text).toContain('Too many tries');
  });

  test('somebody without a password: a code given lately is enough, being remembered is not', async () => {
    const coded = await cast.tenant.person({ email: 'coded@adventure-works.com', grants: ['pm'] });
    const body = { ids: ['0123456789abcdef01234567'], notes: 'Well done.' };
    const agent = await signInByCode(coded.email);
    expect((await agent.post(BULK).send(body)).status).toBe(200);
    app.clock.advance(13 * HOUR);
    expect((await agent.get('/employee/dashboard')).status).toBe(200);
    expect((await agent.post(BULK).send(body)).body).toMatchObject({ status: 403, code: 'auth.sign_in_again' });
    const page = await submit(agent, BULK, { ids: body.ids, notes: 'x' });
    expect(page.status).toBe(403);
    expect(problemsOfPage(page.text)).toEqual([]);
    expect(page.text).toContain('Sign out and in again');
  });

  async function signInByCode(email: string): Promise<Agent> {
    const agent = anonymous(app);
    const asked = await agent.post('/auth/login').send({ email });
    const { flowId } = asked.body as { flowId: string };
    await app.container.people.access.asks.run();
    const mails = await app.container.mailbox?.list({ number: 1, size: 50 });
    const mail = mails?.items.find(({ to }) => to.includes(email));
    const [code] = /\b\d{6}\b/.exec(JSON.stringify(mail)) ?? [];
    const answer = await agent.post('/auth/verify-otp').send({ flowId, code, remember: true });
    expect(answer.status).toBe(200);
    return agent;
  }

  test('the password is not taken from another site, nor without the token of forms', async () => {
    const fields = { ids: '0123456789abcdef01234567', notes: 'x', _password: PASSWORD };
    const form = (agent: Agent) => agent.post(BULK).set('Accept', 'text/html').type('form');
    expect((await form(manager).send(fields)).status).toBe(403);
    const _csrf = await formToken(manager);
    expect(
      (
        await form(manager)
          .set('Origin', 'https://evil.example')
          .send({ ...fields, _csrf })
      ).status,
    ).toBe(403);
    expect((await submit(manager, BULK, { ids: fields.ids, notes: 'x' })).status).toBe(403);
  });

  test('a page that asks leads back to itself and nowhere else', async () => {
    const token = await formToken(manager);
    const next = ['//evil.example', 'https://evil.example', '/\\evil.example'];
    for (const address of next) {
      const answer = await manager
        .post('/auth/password-confirmation')
        .set('Accept', 'text/html')
        .type('form')
        .send({ password: PASSWORD, next: address, _csrf: token });
      expect(answer.headers['location']).toBe('/');
    }
    const back = await submit(manager, '/auth/password-confirmation', { password: PASSWORD, next: '/pm/requests' });
    expect(back.headers['location']).toBe('/pm/requests');
    expect((await openPage(manager, '/auth/sessions')).status).toBe(200);
  });
});
