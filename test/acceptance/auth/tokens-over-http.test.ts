import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, PASSWORD } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { raise } from '../../support/records.js';
import { WORLD_START } from '../../support/world.js';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

describe('tokens over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
  });
  afterEach(() => app.clock.set(WORLD_START));
  afterAll(() => app.close());

  async function tokens(): Promise<Tokens> {
    const answer = await anonymous(app)
      .post('/auth/token')
      .send({ email: cast.people.manager.email, password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.body).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      refreshToken: expect.any(String) as string,
      tokenType: 'Bearer',
      expiresIn: 900,
    });
    return answer.body as Tokens;
  }
  const session = (token: string) => anonymous(app).get('/auth/session').set('Authorization', `Bearer ${token}`);

  test('a program reads and decides with a token, without any form token', async () => {
    const { accessToken } = await tokens();
    const request = await raise(cast);
    const queue = await anonymous(app).get('/pm/requests').set('Authorization', `Bearer ${accessToken}`);
    expect((queue.body as { items: { id: string }[] }).items.map(({ id }) => id)).toContain(request.id);
    const decided = await anonymous(app)
      .post(`/pm/requests/${request.id}/decision`)
      .set('Authorization', `Bearer ${accessToken}`)
      .send({ decision: 'approve', notes: 'Well done.' });
    expect(decided.status).toBe(200);
    expect(decided.headers['set-cookie']).toBeUndefined();
  });

  test('lasts fifteen minutes, and is renewed once by each refresh token', async () => {
    const first = await tokens();
    app.clock.advance(15 * 60_000 + 1000);
    expect((await session(first.accessToken)).status).toBe(401);
    const second = await anonymous(app).post('/auth/token/refresh').send({ refreshToken: first.refreshToken });
    expect(second.status).toBe(200);
    const renewed = second.body as Tokens;
    expect((await session(renewed.accessToken)).status).toBe(200);

    const stolen = await anonymous(app).post('/auth/token/refresh').send({ refreshToken: first.refreshToken });
    expect(stolen.status).toBe(401);
    const whole = await anonymous(app).post('/auth/token/refresh').send({ refreshToken: renewed.refreshToken });
    expect(whole.status).toBe(401);
  });

  test('ends when revoked; the answer is the same for unknown ones', async () => {
    const { refreshToken } = await tokens();
    for (const token of [refreshToken, refreshToken, 'nobody knows this one']) {
      const answer = await anonymous(app).post('/auth/token/revoke').send({ refreshToken: token });
      expect({ status: answer.status, body: answer.body as unknown }).toEqual({ status: 200, body: { revoked: true } });
    }
    expect((await anonymous(app).post('/auth/token/refresh').send({ refreshToken })).status).toBe(401);
  });

  test('anything else in the header is nobody, whatever cookie comes along', async () => {
    const agent = await cast.as('manager');
    const { accessToken } = await tokens();
    const [head = '', claims = ''] = accessToken.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    for (const header of [
      `Bearer ${unsigned}`,
      `Bearer ${head}.${claims}.AAAA`,
      'Bearer',
      'Basic Z3V5OmdpbGJlcnQ=',
      'Bearer a b',
    ]) {
      const answer = await agent.get('/auth/session').set('Authorization', header);
      expect({ header, status: answer.status }).toEqual({ header, status: 401 });
    }
  });
});
