import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, anonymous, BROWSER, openPage, PASSWORD, signIn, submit, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { WORLD_START } from '../../support/world.js';

const HOUR = 3_600_000;

describe('signing in over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
  });
  afterEach(() => app.clock.set(WORLD_START));
  afterAll(() => app.close());

  const tryPassword = (email: string, password = PASSWORD, accept = 'application/json') =>
    anonymous(app).post('/auth/login').set('Accept', accept).send({ email, password });

  test('acceptance 1: upper case and a blank at the end lead to the employee dashboard', async () => {
    const { employee } = cast.people;
    const agent = anonymous(app);
    const typed = `${employee.email.toUpperCase()} `;
    const json = await agent.post('/auth/login').send({ email: typed, password: PASSWORD });
    expect(json.status).toBe(200);
    expect(json.body).toEqual({
      person: { id: employee.id, name: employee.name, email: employee.email, grade: 'C1', grants: [] },
    });

    const browser = anonymous(app);
    const form = await browser
      .post('/auth/login')
      .set('Accept', BROWSER)
      .type('form')
      .send({ email: typed, password: PASSWORD });
    expect(form.status).toBe(303);
    const home = await openPage(browser, String(form.headers['location']));
    expect(home.status).toBe(303);
    expect(home.headers['location']).toBe('/employee/dashboard');
    const dashboard = await openPage(browser, '/employee/dashboard');
    expect(dashboard.status).toBe(200);
    expect(dashboard.text).toContain(employee.name.split(' ')[0]);
  });

  test('the cookie is out of reach of scripts and of other sites, and new with every sign-in', async () => {
    const agent = anonymous(app);
    const credentials = { email: cast.people.colleague.email, password: PASSWORD };
    const first = String((await agent.post('/auth/login').send(credentials)).headers['set-cookie']);
    const second = String((await agent.post('/auth/login').send(credentials)).headers['set-cookie']);
    expect(first).toMatch(/^prowess\.sid=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(second.split(';')[0]).not.toBe(first.split(';')[0]);
  });

  describe('acceptance 2: one answer', () => {
    let deactivated: Person;
    let exited: Person;
    let emails: Record<string, [email: string, password: string]>;
    beforeAll(async () => {
      deactivated = await account(app, cast.tenant, { email: 'gone@adventure-works.com' });
      exited = await account(app, cast.tenant, { email: 'left@adventure-works.com', exitDate: '2025-11-11' });
      const withoutPassword = await cast.tenant.person({ email: 'new@adventure-works.com' });
      await cast.tenant.run(() => app.container.people.deactivate(cast.tenant.system, deactivated.id, 'Left.'));
      emails = {
        unknown: ['nobody@adventure-works.com', PASSWORD],
        wrong: [cast.people.employee.email, `${PASSWORD}x`],
        deactivated: [deactivated.email, PASSWORD],
        exited: [exited.email, PASSWORD],
        'without password': [withoutPassword.email, PASSWORD],
        'no address at all': ['???', PASSWORD],
      };
    });

    /** What an observer sees, without what is different in every answer. */
    function seen({ status, headers, text }: Answer) {
      const {
        date: _date,
        'x-request-id': _id,
        etag: _etag,
        'content-length': length,
        ...rest
      } = headers as Record<string, string>;
      return { status, rest, length, text: text.replace(/"errorId":"[^"]+"/, '"errorId":""') };
    }

    test('as JSON: equal to the byte but for the error id', async () => {
      const answers = new Map<string, ReturnType<typeof seen>>();
      for (const [name, [email, password]] of Object.entries(emails))
        answers.set(name, seen(await tryPassword(email, password)));
      const unknown = answers.get('unknown');
      expect(unknown).toMatchObject({ status: 401 });
      expect(unknown?.text).toContain('auth.invalid_credentials');
      for (const [name, answer] of answers) expect({ name, ...answer }).toEqual({ name, ...unknown });
    });

    test('as a page: the same page with the address that was typed, never the password', async () => {
      const pages = new Map<string, string>();
      for (const [name, [email, password]] of Object.entries(emails)) {
        const answer = await tryPassword(email, password, BROWSER);
        expect({ name, status: answer.status }).toEqual({ name, status: 401 });
        expect(answer.text).toContain(`value="${email}"`);
        expect(answer.text).not.toContain(PASSWORD);
        pages.set(name, answer.text.replaceAll(email, 'TYPED'));
      }
      expect(new Set(pages.values()).size).toBe(1);
    });

    test('for tokens as well', async () => {
      const answers = new Set<string>();
      for (const [email, password] of Object.values(emails)) {
        const answer = await anonymous(app).post('/auth/token').send({ email, password });
        answers.add(JSON.stringify(seen(answer)));
      }
      expect(answers.size).toBe(1);
    });
  });

  test('acceptance 3: deactivated while signed in on two devices: the next request of both is 401', async () => {
    const person = await account(app, cast.tenant, { email: 'two@adventure-works.com' });
    const devices = [await signIn(app, person), await signIn(app, person)];
    for (const device of devices) expect((await device.get('/employee/dashboard')).status).toBe(200);
    await cast.tenant.run(() => app.container.people.deactivate(cast.tenant.system, person.id, 'Left.'));
    for (const device of devices) expect((await device.get('/employee/dashboard')).status).toBe(401);
  });

  test('a session lasts twelve hours, however busy', async () => {
    const device = await signIn(app, cast.people.colleague);
    for (let hour = 0; hour < 12; hour += 1) {
      app.clock.advance(HOUR - 1000);
      expect((await device.get('/employee/dashboard')).status).toBe(200);
    }
    app.clock.advance(11_000);
    expect((await device.get('/employee/dashboard')).status).toBe(200);
    app.clock.advance(2000);
    expect((await device.get('/employee/dashboard')).status).toBe(401);
  });

  test('signing out ends the session; looking at the page does not', async () => {
    const device = anonymous(app);
    const signedIn = await device.post('/auth/login').send({ email: cast.people.colleague.email, password: PASSWORD });
    const [cookie = ''] = String(signedIn.headers['set-cookie']).split(';');
    expect((await openPage(device, '/auth/logout')).text).toContain('<form');
    expect((await device.get('/employee/dashboard')).status).toBe(200);
    expect((await submit(device, '/auth/logout')).headers['location']).toBe('/auth/login');
    expect((await device.get('/employee/dashboard')).status).toBe(401);
    const replayed = await anonymous(app).get('/employee/dashboard').set('Cookie', cookie);
    expect(replayed.status).toBe(401);
  });
});
