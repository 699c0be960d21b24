import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TokenScope } from '../../../src/modules/people/index.js';
import { scopeOf } from '../../../src/web/token-scope.js';
import { ROUTES, nameOf } from '../../matrix/stage.js';
import { anonymous, openPage, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { raise } from '../../support/records.js';
import { WORLD_START } from '../../support/world.js';

const TOKENS = '/auth/personal-tokens';
const id = '0123456789abcdef01234567';

describe('personal tokens over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
  });
  afterEach(() => app.clock.set(WORLD_START));
  afterAll(() => app.close());

  /** A program with a token of the person's that may do so much. */
  async function program(role: Role, scopes: readonly TokenScope[]): Promise<{ agent: Agent; id: string }> {
    const owner = await cast.as(role);
    const made = await owner.post(TOKENS).send({ name: 'Report', scopes, days: 30 });
    expect(made.status).toBe(201);
    expect(made.headers['cache-control']).toBe('no-store');
    const { token, personalToken } = made.body as { token: string; personalToken: { id: string } };
    return { agent: anonymous(app).set('Authorization', `Bearer ${token}`), id: personalToken.id };
  }

  test('are shown once, to a browser as well, and listed without their secret', async () => {
    const owner = await cast.as('colleague');
    const page = await submit(owner, TOKENS, { name: 'Phone', scopes: ['read', 'write'], days: '7' });
    expect(page.status).toBe(200);
    const [token = ''] = /pwp_[0-9a-f]{24}_[\w-]{43}/.exec(page.text) ?? [];
    expect(token).not.toBe('');
    const listed = await openPage(owner, TOKENS);
    expect(listed.text).toContain('Phone');
    expect(listed.text).not.toContain(token);
    expect((await owner.get(TOKENS)).body).toEqual({
      tokens: [
        {
          id: expect.any(String) as string,
          ...{ name: 'Phone', scopes: ['read', 'write'], usedAt: null },
          ...{ createdAt: '2025-11-12T06:00:00.000Z', expires: '2025-11-19T06:00:00.000Z' },
        },
      ],
    });
    const refused = await submit(owner, TOKENS, { name: 'No <b>scope</b>', days: '366' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('No &lt;b&gt;scope&lt;/b&gt;');
    expect(refused.text).toContain('Choose at least one thing');
  });

  test('read reads, write writes, without any form token', async () => {
    const request = await raise(cast);
    const decision = `/pm/requests/${request.id}/decision`;
    const body = { decision: 'approve', notes: 'Well done.' };
    const reader = (await program('manager', ['read'])).agent;
    expect((await reader.get('/pm/requests')).status).toBe(200);
    expect((await reader.post(decision).send(body)).body).toMatchObject({
      ...{ status: 403, code: 'token.scope_missing', scope: 'write' },
    });
    const writer = (await program('manager', ['write'])).agent;
    expect((await writer.get('/pm/requests')).body).toMatchObject({ code: 'token.scope_missing', scope: 'read' });
    const done = await writer.post(decision).send(body);
    expect(done.status).toBe(200);
    expect(done.headers['set-cookie']).toBeUndefined();
  });

  test('what asks people for their password wants the scope administer, and grants count as ever', async () => {
    const bulk = { ids: [id], notes: 'Well done.' };
    const both = (await program('manager', ['read', 'write'])).agent;
    expect((await both.post('/pm/bulk-approve').send(bulk)).body).toMatchObject({ scope: 'administer' });
    const all = (await program('manager', ['administer'])).agent;
    expect((await all.post('/pm/bulk-approve').send(bulk)).status).toBe(200);
    const employee = (await program('employee', ['read', 'write', 'administer'])).agent;
    expect((await employee.post('/pm/bulk-approve').send(bulk)).body).toMatchObject({ code: 'access.forbidden' });
  });

  test('no personal token reaches passwords, sessions or tokens', async () => {
    const { agent } = await program('employee', ['read', 'write', 'administer']);
    const closed = ROUTES.filter((route) => route.permission !== 'public' && scopeOf(route) === undefined);
    expect(closed.map(nameOf)).toEqual(
      expect.arrayContaining([
        ...['POST /auth/change-password', 'GET /auth/sessions', 'POST /auth/sessions/:id/end'],
        ...['POST /auth/sessions/end-others', 'GET /auth/personal-tokens', 'POST /auth/personal-tokens'],
        ...['POST /auth/personal-tokens/:id/revocation', 'POST /auth/password-confirmation'],
      ]),
    );
    for (const route of closed) {
      const address = route.path.replace(':id', id);
      const answer = await (route.method === 'GET' ? agent.get(address) : agent.post(address).send({}));
      expect({ route: nameOf(route), body: answer.body as unknown }).toMatchObject({
        route: nameOf(route),
        body: { status: 403, code: 'token.not_here' },
      });
    }
    expect((await agent.get('/auth/session')).status).toBe(200);
  });

  test.each(ROUTES.filter(({ permission }) => permission !== 'public').map((route) => [nameOf(route), route] as const))(
    'without its scope a token does not reach %s',
    async (_name, route) => {
      const scope = scopeOf(route);
      const wrong = (['read', 'write', 'administer'] as const).filter((each) => each !== scope);
      const { agent } = await oneProgram(wrong);
      const address = route.path.replaceAll(/:\w+/g, id);
      const answer = await (route.method === 'GET' ? agent.get(address) : agent.post(address).send({}));
      expect(answer.body).toMatchObject({
        status: 403,
        code: scope === undefined ? 'token.not_here' : 'token.scope_missing',
      });
    },
  );

  const programs = new Map<string, Promise<{ agent: Agent }>>();
  /** The central administrator's, one for each set of scopes: there is a limit. */
  function oneProgram(scopes: readonly TokenScope[]): Promise<{ agent: Agent }> {
    const known = programs.get(scopes.join()) ?? program('central', scopes);
    programs.set(scopes.join(), known);
    return known;
  }

  test('end at once when revoked', async () => {
    const { agent, id: tokenId } = await program('dp', ['read']);
    expect((await agent.get('/employee/dashboard')).status).toBe(200);
    const owner = await cast.as('dp');
    expect((await submit(owner, `${TOKENS}/${tokenId}/revocation`)).headers['location']).toBe(TOKENS);
    expect((await agent.get('/employee/dashboard')).status).toBe(401);
  });
});
