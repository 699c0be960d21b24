import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, openPage, PASSWORD } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';

describe('signing in over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
  });
  afterAll(() => app.close());

  test('acceptance 1: upper case and a blank at the end lead to the employee dashboard', async () => {
    const { employee } = cast.people;
    const agent = anonymous(app);
    const email = `${employee.email.toUpperCase()} `;
    const json = await agent.post('/auth/login').send({ email, password: PASSWORD });
    expect(json.status).toBe(200);
    expect(json.body).toEqual({
      person: { id: employee.id, name: employee.name, email: employee.email, grade: 'C1', grants: [] },
    });
    expect((await openPage(agent, '/employee/dashboard')).status).toBe(200);
  });
});
