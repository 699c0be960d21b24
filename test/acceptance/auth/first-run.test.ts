import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, BROWSER, openPage, signIn } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { problemsOfPage } from '../../support/valid-html.js';

describe('the first run of an empty installation', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp();
  });
  afterAll(() => app.close());

  const input = {
    organization: 'AdventureWorks',
    zone: 'Asia/Kolkata',
    fiscalStartMonth: '4',
    name: 'Guy Gilbert',
    email: 'guy1@adventure-works.com',
    employeeId: 'AW0001',
    password: 'A-good-choice-77',
  };
  const send = (fields: Record<string, string>) =>
    anonymous(app).post('/setup').set('Accept', BROWSER).type('form').send(fields);

  test('the start leads to the page, which asks for the token of the console', async () => {
    const start = await openPage(anonymous(app), '/');
    expect(start.headers['location']).toBe('/setup');
    const page = await openPage(anonymous(app), '/setup');
    expect(page.status).toBe(200);
    expect(problemsOfPage(page.text)).toEqual([]);
    expect(page.text).not.toContain(app.container.firstRun.token);
  });

  test('without the token nothing is set up; what was typed is kept, but neither token nor password', async () => {
    const refused = await send({ ...input, token: 'a wrong guess' });
    expect(refused.status).toBe(422);
    expect(problemsOfPage(refused.text)).toEqual([]);
    expect(refused.text).toContain('value="guy1@adventure-works.com"');
    expect(refused.text).not.toContain('a wrong guess');
    expect(refused.text).not.toContain(input.password);
    expect(await app.container.organizations.count()).toBe(0);
  });

  test('a bad password or zone sets up nothing', async () => {
    const { token } = app.container.firstRun;
    expect((await send({ ...input, token, password: 'short' })).status).toBe(422);
    expect((await send({ ...input, token, zone: 'Moon/Crater' })).status).toBe(422);
    expect(await app.container.organizations.count()).toBe(0);
  });

  test('ten at once set up one organization; then the page is gone and the administrator signs in', async () => {
    const { token } = app.container.firstRun;
    const answers = await Promise.all(Array.from({ length: 10 }, () => send({ ...input, token })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(await app.container.organizations.count()).toBe(1);
    expect((await openPage(anonymous(app), '/setup')).status).toBe(404);
    expect((await send({ ...input, token })).status).toBe(404);
    const administrator = await signIn(app, input, input.password);
    expect((await administrator.get('/hr/imports/people')).status).toBe(200);
    expect((await administrator.get('/central/dashboard')).status).toBe(200);
  });
});
