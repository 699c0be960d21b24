import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, anonymous, BROWSER, openPage, PASSWORD, submit } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { newestCode } from '../../support/asked-mails.js';
import { formsOf } from '../../support/page-forms.js';
import type { Tenant } from '../../support/world.js';

const MINUTE = 60_000;

describe('signing in by a code', () => {
  let app: TestApp;
  let tenant: Tenant;
  let person: Person;
  let count = 0;
  beforeAll(async () => {
    app = await openTestApp();
    tenant = await app.tenant();
  });
  beforeEach(async () => {
    count += 1;
    person = await account(app, tenant, { email: `coded${count}@adventure-works.com` });
  });
  afterAll(() => app.close());

  async function ask(email: string): Promise<string> {
    const answer = await anonymous(app).post('/auth/login').send({ email });
    expect(answer.status).toBe(202);
    expect(Object.keys(answer.body as object)).toEqual(['flowId']);
    return (answer.body as { flowId: string }).flowId;
  }
  const verify = (flowId: string, code: unknown) => anonymous(app).post('/auth/verify-otp').send({ flowId, code });

  test('as JSON: 202 with a flow, then as with a password', async () => {
    const flowId = await ask(`  ${person.email.toUpperCase()} `);
    const code = await newestCode(app, person.email);
    const agent = anonymous(app);
    const answer = await agent.post('/auth/verify-otp').send({ flowId, code });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      person: { id: person.id, name: person.name, email: person.email, grade: 'C1', grants: [] },
    });
    expect((await agent.get('/employee/dashboard')).status).toBe(200);
    const event = await app.container.storage.connection
      .collection('events')
      .findOne({ type: 'session.started', 'subject.id': person.id });
    expect(event?.['data']).toMatchObject({ method: 'code' });
    expect((await verify(flowId, code)).body).toMatchObject({ status: 401, code: 'auth.invalid_code' });
  });

  test('as a page, without scripts: the button, the form, and on to where one wanted to go', async () => {
    const browser = anonymous(app);
    const page = await openPage(browser, '/auth/login?next=/employee/history');
    expect(page.text).toContain('value="code" formnovalidate');
    const asked = await submit(browser, '/auth/login', {
      ...{ email: person.email, password: '', method: 'code', next: '/employee/history' },
    });
    expect(asked.status).toBe(303);
    const address = String(asked.headers['location']);
    expect(address).toMatch(/^\/auth\/verify-otp\?flow=[\w-]{43}&next=%2Femployee%2Fhistory$/);
    const typing = await openPage(browser, address);
    expect(typing.text).toContain('autocomplete="one-time-code"');
    expect(formsOf(typing.text)[0]).toMatchObject({ method: 'post', action: '/auth/verify-otp' });
    const fields = { flowId: new URL(address, 'http://x').searchParams.get('flow') ?? '', next: '/employee/history' };

    const wrong = await submit(browser, '/auth/verify-otp', { ...fields, code: '12345' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Type the six digits of the mail.');
    expect(wrong.text).toContain(`value="${fields.flowId}"`);
    const code = await newestCode(app, person.email);
    const right = await submit(browser, '/auth/verify-otp', {
      ...fields,
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
    });
    expect(right.status).toBe(303);
    expect(right.headers['location']).toBe('/employee/history');
    expect((await openPage(browser, '/employee/history')).status).toBe(200);
  });

  test('a wrong code comes back to the form with 401, and the code is never repeated', async () => {
    const flowId = await ask(person.email);
    const answer = await anonymous(app)
      .post('/auth/verify-otp')
      .set('Accept', BROWSER)
      .type('form')
      .send({ flowId, code: '987654' });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('This code is not valid, or not any more.');
    expect(answer.text).not.toContain('987654');
  });

  test('5: issued 10 min 1 s ago is refused, 10 min ago is not', async () => {
    const good = await ask(person.email);
    const goodCode = await newestCode(app, person.email);
    app.clock.advance(10 * MINUTE);
    expect((await verify(good, goodCode)).status).toBe(200);
    const late = await ask(person.email);
    const lateCode = await newestCode(app, person.email);
    app.clock.advance(10 * MINUTE + 1000);
    expect((await verify(late, lateCode)).status).toBe(401);
  });

  test('5: five wrong ones burn it', async () => {
    const flowId = await ask(person.email);
    const code = await newestCode(app, person.email);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await verify(flowId, wrong)).status).toBe(401);
    expect((await verify(flowId, code)).status).toBe(401);
  });

  test('5: fifty right ones at once start one session', async () => {
    const flowId = await ask(person.email);
    const code = await newestCode(app, person.email);
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(flowId, code)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(49);
    const started = await app.container.storage.connection
      .collection('events')
      .countDocuments({ type: 'session.started', 'subject.id': person.id });
    expect(started).toBe(1);
  });

  test('three sends in fifteen minutes, for known and unknown addresses alike', async () => {
    const seen: string[] = [];
    for (const email of [person.email, `nobody${count}@adventure-works.com`]) {
      const statuses: number[] = [];
      for (let send = 0; send < 4; send += 1) {
        const answer = await anonymous(app).post('/auth/login').send({ email });
        statuses.push(answer.status);
        if (answer.status === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      }
      seen.push(statuses.join(' '));
    }
    expect(seen).toEqual(['202 202 202 429', '202 202 202 429']);
    const withPassword = await anonymous(app).post('/auth/login').send({ email: person.email, password: PASSWORD });
    expect(withPassword.status).toBe(200);
  });

  test('a form without a password asks for one, and a program that sends an empty one too', async () => {
    const form = await submit(anonymous(app), '/auth/login', { email: person.email, password: '', method: 'password' });
    expect(form.status).toBe(422);
    expect(form.text).toContain('Give your password.');
    const json = await anonymous(app).post('/auth/login').send({ email: person.email, password: '' });
    expect(json.body).toMatchObject({ status: 422, errors: [{ path: 'password' }] });
  });

  test('the page leads nowhere but to our own addresses', async () => {
    const flowId = await ask(person.email);
    const code = await newestCode(app, person.email);
    const answer = await anonymous(app)
      .post('/auth/verify-otp')
      .set('Accept', BROWSER)
      .type('form')
      .send({ flowId, code, next: '//evil.example/' });
    expect(answer.headers['location']).toBe('/');
  });
});

test('where every organization switched codes off, nothing offers them', async () => {
  const app = await openTestApp();
  try {
    const features = { oneTimeCodes: false, rememberMe: true, personalTokens: true, absence: true, reminders: true };
    const tenant = await app.tenant({ settings: { features } });
    const person = await account(app, tenant);
    expect((await openPage(anonymous(app), '/auth/login')).text).not.toContain('value="code"');
    const answer = await anonymous(app).post('/auth/login').send({ email: person.email });
    expect(answer.body).toMatchObject({ status: 403, code: 'auth.codes_off' });
  } finally {
    await app.close();
  }
});
