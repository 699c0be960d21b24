import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { routeTable } from '../../../src/web/route-table.js';
import { account, anonymous, BROWSER, openPage, PASSWORD, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';

const INITIAL = 'Given-by-HR-2025';

describe('an initial password', () => {
  let app: TestApp;
  let cast: Cast;
  let person: Person;
  let agent: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    person = await cast.tenant.person({ grants: ['pm', 'hr', 'central', 'dp', 'marketing'] });
    await cast.tenant.run(() =>
      app.container.people.access.setPassword(cast.tenant.system, person.id, INITIAL, { initial: true }),
    );
    agent = await signIn(app, person, INITIAL);
  });
  afterAll(() => app.close());

  test('acceptance 4: every route leads to changing it, until done', async () => {
    const guarded = routeTable(app.container).filter(
      (route) => route.permission !== 'public' && route.beforePasswordChange !== true,
    );
    expect(guarded.length).toBeGreaterThan(60);
    for (const { method, path } of guarded) {
      const address = path.replace(':id', '0123456789abcdef01234567');
      const json = await (method === 'GET' ? agent.get(address) : agent.post(address).send({}));
      expect({ path, status: json.status, code: (json.body as { code: string }).code }).toEqual({
        path,
        status: 403,
        code: 'auth.password_change_required',
      });
      const page = await (method === 'GET' ? agent.get(address) : agent.post(address).type('form').send({})).set(
        'Accept',
        BROWSER,
      );
      expect({ path, status: page.status, to: page.headers['location'] }).toEqual({
        path,
        status: 303,
        to: '/auth/change-password',
      });
    }
  });

  test('acceptance 4: signing in with it leads there, and the page offers nothing else', async () => {
    const answer = await anonymous(app)
      .post('/auth/login')
      .set('Accept', BROWSER)
      .type('form')
      .send({ email: person.email, password: INITIAL, next: '/employee/history' });
    expect(answer.headers['location']).toBe('/auth/change-password');
    const page = await openPage(agent, '/auth/change-password');
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('/employee/history');
  });

  test('acceptance 4: bad choices are refused at their field; a good one opens the door, and old devices stay out', async () => {
    const other = await signIn(app, person, INITIAL);
    const refusals: readonly [Record<string, string>, string][] = [
      [{ currentPassword: 'wrong', newPassword: 'A-good-choice-77' }, 'currentPassword'],
      [{ currentPassword: INITIAL, newPassword: 'short' }, 'newPassword'],
      [{ currentPassword: INITIAL, newPassword: INITIAL }, 'newPassword'],
      [{ currentPassword: INITIAL, newPassword: 'password1' }, 'newPassword'],
      [{ currentPassword: INITIAL, newPassword: 'A-good-choice-77', repeated: 'A-good-choice-78' }, 'repeated'],
    ];
    for (const [fields, field] of refusals) {
      const refused = await agent.post('/auth/change-password').send(fields);
      const { errors } = refused.body as { errors: { path: string }[] };
      expect({ field, status: refused.status, paths: errors.map(({ path }) => path) }).toEqual({
        field,
        status: 422,
        paths: [field],
      });
    }
    const good = { currentPassword: INITIAL, newPassword: 'A-good-choice-77', repeated: 'A-good-choice-77' };
    const changed = await submit(agent, '/auth/change-password', good);
    expect(changed.status).toBe(303);
    expect((await openPage(agent, '/employee/dashboard')).status).toBe(200);
    expect((await other.get('/auth/session')).status).toBe(401);
    const again = await anonymous(app).post('/auth/login').send({ email: person.email, password: INITIAL });
    expect(again.status).toBe(401);
  });

  test('acceptance 6: a change ends all other sessions and tokens', async () => {
    const somebody = await account(app, cast.tenant);
    const [here, there] = [await signIn(app, somebody), await signIn(app, somebody)];
    const { body } = await anonymous(app).post('/auth/token').send({ email: somebody.email, password: PASSWORD });
    const { accessToken, refreshToken } = body as { accessToken: string; refreshToken: string };
    const changed = await here
      .post('/auth/change-password')
      .send({ currentPassword: PASSWORD, newPassword: 'A-good-choice-77' });
    expect(changed.status).toBe(200);
    expect((await here.get('/employee/dashboard')).status).toBe(200);
    expect((await there.get('/employee/dashboard')).status).toBe(401);
    const byToken = await anonymous(app).get('/employee/dashboard').set('Authorization', `Bearer ${accessToken}`);
    expect(byToken.status).toBe(401);
    expect((await anonymous(app).post('/auth/token/refresh').send({ refreshToken })).status).toBe(401);
  });
});
