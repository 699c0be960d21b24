import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';

describe('kept answers of hot pages', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
  });
  afterAll(() => app.close());

  test('are given again while nothing changes, and not once the session is ended', async () => {
    const agent = await cast.as('employee');
    const first = await agent.get('/employee/leaderboard').expect(200);
    const again = await agent.get('/employee/leaderboard').expect(200);
    expect(again.body).toEqual(first.body);
    await agent.post('/auth/logout').send({}).expect(200);
    await agent.get('/employee/leaderboard').expect(401);
  });

  test('come compressed for whoever reads that, and plain for others', async () => {
    const agent = await cast.as('manager');
    const ask = (encoding: string) =>
      agent.get('/pm/dashboard').set('Accept', 'text/html').set('Accept-Encoding', encoding).expect(200);
    const plain = await ask('identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
    const packed = await ask('gzip');
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: expect.stringContaining('Accept-Encoding'),
    });
    expect(packed.text).toBe(plain.text);
  });
});
