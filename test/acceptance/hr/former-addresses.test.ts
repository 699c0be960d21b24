import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

describe('/hr_roles', () => {
  it.each([
    ['/hr_roles', '/hr/dashboard'],
    ['/hr_roles/', '/hr/dashboard'],
    ['/hr_roles/imports/people?x=1', '/hr/imports/people?x=1'],
  ])('%s leads to %s with the same method', async (from, to) => {
    const answer = await anonymous(app).post(from).redirects(0);
    expect([answer.status, answer.headers['location']]).toEqual([308, to]);
  });

  it('leaves other addresses alone', async () => {
    expect((await anonymous(app).get('/hr_rolesX')).status).toBe(404);
  });
});
