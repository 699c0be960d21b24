import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, anonymous, openPage, PASSWORD, signIn, submit } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { mailsTo } from '../../support/account-mail.js';
import { newestToken } from '../../support/asked-mails.js';
import { describeWithBrowser, launchBrowser, visit } from '../../support/browser.js';
import { createCast, type Cast } from '../../support/cast.js';

const NEW = 'Quiet-mountains-2031';

describe('a forgotten password over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let person: Person;
  let count = 0;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
  });
  beforeEach(async () => {
    count += 1;
    person = await account(app, cast.tenant, { email: `forgetful${count}@adventure-works.com` });
  });
  afterAll(() => app.close());

  const forget = (email: string) => anonymous(app).post('/auth/forgot-password').send({ email });
  const reset = (token: string, password: string) =>
    anonymous(app).post('/auth/reset-password').send({ token, password });

  test('6: in the browser, from the link of the sign-in page to signing in again', async () => {
    const devices = [await signIn(app, person), await signIn(app, person)];
    const browser = anonymous(app);
    expect((await openPage(browser, '/auth/login')).text).toContain('href="/auth/forgot-password"');
    const asked = await submit(browser, '/auth/forgot-password', { email: ` ${person.email.toUpperCase()}` });
    expect(asked.headers['location']).toBe('/auth/forgot-password?sent=yes');
    expect((await openPage(browser, '/auth/forgot-password?sent=yes')).text).toContain('Look into your mails');

    const token = await newestToken(app, person.email);
    const page = await openPage(browser, `/auth/reset-password?token=${token}`);
    expect(page.status).toBe(200);
    expect(page.headers['referrer-policy']).toBe('strict-origin');
    expect(page.text).toContain(person.email);

    const fields = { token, password: NEW, repeated: `${NEW}x` };
    const differing = await submit(browser, '/auth/reset-password', fields);
    expect(differing.status).toBe(422);
    expect(differing.headers['referrer-policy']).toBe('strict-origin');
    expect(differing.text).toContain('The two passwords differ.');
    expect(differing.text).not.toContain(NEW);
    // The form that comes back can be sent again.
    expect(differing.text).toContain(`value="${token}"`);

    const done = await submit(browser, '/auth/reset-password', { ...fields, repeated: NEW });
    expect(done.status).toBe(303);
    expect(done.headers['location']).toBe('/auth/login');
    expect((await openPage(browser, '/auth/login')).text).toContain('Your password is set. Sign in with it.');
    // It does not sign in by itself, and whoever was signed in is not any more.
    expect((await browser.get('/employee/dashboard')).status).toBe(401);
    for (const device of devices) expect((await device.get('/employee/dashboard')).status).toBe(401);
    expect((await forget(person.email)).status).toBe(202);
    const login = (password: string) => anonymous(app).post('/auth/login').send({ email: person.email, password });
    expect((await login(PASSWORD)).status).toBe(401);
    expect((await login(NEW)).status).toBe(200);
  });

  test('6: the link works once; afterwards it says so and offers a new one', async () => {
    await forget(person.email);
    const token = await newestToken(app, person.email);
    expect((await reset(token, NEW)).body).toEqual({ changed: true });
    const again = await reset(token, 'Another-secret-77');
    expect(again.body).toMatchObject({ status: 422, code: 'link.ended', errors: [{ path: 'token' }] });
    const page = await openPage(anonymous(app), `/auth/reset-password?token=${token}`);
    expect(page.text).toContain('This link does not work any more');
    expect(page.text).not.toContain('type="password"');
    const json = await anonymous(app).get(`/auth/reset-password?token=${token}`);
    expect(json.body).toEqual({ valid: false, kind: null });
  });

  test('a browser that hides the address sends no origin, and another site is refused all the same', async () => {
    await forget(person.email);
    const token = await newestToken(app, person.email);
    const send = (headers: Record<string, string>) =>
      anonymous(app).post('/auth/reset-password').set(headers).type('form').send({ token, password: NEW });
    expect((await send({ Origin: 'null', 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await send({ Origin: 'null' })).status).toBe(403);
    expect((await send({ Origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ Origin: 'null', 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  });

  test('the owner is told by mail, whatever mails are switched off', async () => {
    const agent = await signIn(app, person);
    await agent.post('/employee/profile/messages').send({ noMails: true });
    await forget(person.email);
    await reset(await newestToken(app, person.email), NEW);
    await app.settle();
    const [mail] = await mailsTo(app.container.mailer, person.email);
    expect(mail?.subject).toBe('Your password was changed');
    expect(mail?.text).toContain('Forgot your password?');
    const told = await (await signIn(app, person, NEW)).get('/employee/notifications');
    expect(JSON.stringify(told.body)).toContain('Your password was changed.');
  });

  test('three mails in a quarter of an hour, for known and unknown addresses alike', async () => {
    for (const email of [person.email, `nobody${count}@adventure-works.com`]) {
      const statuses = [];
      for (let send = 0; send < 4; send += 1) statuses.push((await forget(email)).status);
      expect(statuses).toEqual([202, 202, 202, 429]);
    }
  });

  test('an invitation welcomes its owner by name', async () => {
    const newcomer = await cast.tenant.person({ name: 'Doris Hartwig', email: `doris${count}@adventure-works.com` });
    await app.settle();
    const token = await newestToken(app, newcomer.email);
    const page = await openPage(anonymous(app), `/auth/reset-password?token=${token}`);
    expect(page.text).toContain('Welcome, Doris Hartwig');
    expect((await reset(token, NEW)).status).toBe(200);
    await app.settle();
    // Whoever chose the first password need not be told that it changed.
    const mails = await mailsTo(app.container.mailer, newcomer.email);
    expect(mails.map(({ subject }) => subject)).toEqual([
      `Welcome to Prowess Points of ${cast.tenant.organization.name}`,
    ]);
  });

  test('HR administration sends an invitation again from the page of the person', async () => {
    const newcomer = await cast.tenant.person({ email: `newcomer${count}@adventure-works.com` });
    const hr = await cast.as('hrAdmin');
    const answer = await submit(hr, `/hr/people/${newcomer.id}/invitation`);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe(`/hr/employees/${newcomer.id}`);
    expect(await newestToken(app, newcomer.email)).toHaveLength(43);
    const json = await hr.post(`/hr/people/${person.id}/invitation`).send({});
    expect(json.body).toMatchObject({ status: 409, code: 'invitation.not_needed' });
  });
});

describeWithBrowser('the link of a mail in a browser, where there is no TLS', () => {
  test('6: the form is taken, though nothing but the origin tells where it comes from', async () => {
    const app = await openTestApp();
    // A host of an office network: unlike localhost, browsers vouch for nothing there.
    const browser = await launchBrowser(['--host-resolver-rules=MAP points.example 127.0.0.1']);
    try {
      const person = await account(app, await app.tenant());
      await anonymous(app).post('/auth/forgot-password').send({ email: person.email });
      const token = await newestToken(app, person.email);
      const { page } = await visit(browser, app.url.replace('127.0.0.1', 'points.example'));
      await page.goto(`/auth/reset-password?token=${token}`);
      await page.fill('input[name="password"]', NEW);
      await page.fill('input[name="repeated"]', NEW);
      await page.click('main button[type="submit"]');
      await page.waitForURL((address) => address.pathname === '/auth/login');
      await signIn(app, person, NEW);
    } finally {
      await browser.close();
      await app.close();
    }
  });
});
