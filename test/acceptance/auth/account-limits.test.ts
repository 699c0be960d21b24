import { describe, expect, test } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, anonymous, PASSWORD } from '../../support/agents.js';
import { openTestApp } from '../../support/app.js';
import { newestToken } from '../../support/asked-mails.js';

/** So many tries an address has in these tests. */
const TRIES = 5;

describe('limits per address', () => {
  test.each([
    ['codes', '/auth/login', (index: number) => ({ email: `guy${index}@bikes.com` }), 202],
    ['forgotten passwords', '/auth/forgot-password', (index: number) => ({ email: `guy${index}@bikes.com` }), 202],
    ['registrations', '/auth/register', (index: number) => ({ name: 'Guy', email: `guy${index}@bikes.com` }), 202],
    ['codes typed', '/auth/verify-otp', (index: number) => ({ flowId: `flow-${index}`, code: '123456' }), 401],
    [
      'links used',
      '/auth/reset-password',
      (index: number) => ({ token: `token-${index}`, password: 'Moon-and-9-stars' }),
      422,
    ],
  ] as const)('%s: other accounts and claimed addresses do not help', async (_name, path, body, usual) => {
    const app = await openTestApp({ signInTries: TRIES });
    try {
      await app.tenant({ settings: { registrationOpen: true } });
      const statuses: number[] = [];
      for (let index = 0; index < TRIES + 2; index += 1) {
        const answer = await anonymous(app).post(path).set('X-Forwarded-For', `10.0.0.${index}`).send(body(index));
        statuses.push(answer.status);
        if (answer.status === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      }
      expect(statuses).toEqual([...Array.from({ length: TRIES }, () => usual), 429, 429]);
    } finally {
      await app.close();
    }
  });
});

describe('limits per account', () => {
  test('strangers who use up the tries keep nobody out who signed in here or has a link of a mail', async () => {
    const app = await openTestApp({ signInTries: TRIES });
    try {
      const tenant = await app.tenant();
      const [regular, returning] = [await account(app, tenant), await account(app, tenant)];
      const { signIn } = app.container.rateLimits;
      const tryAs = ({ email }: Person, password: string) =>
        anonymous(app).post('/auth/login').send({ email, password });
      expect((await tryAs(regular, PASSWORD)).status).toBe(200);
      for (const { email } of [regular, returning]) {
        for (let index = 0; index < TRIES; index += 1) await signIn.take(email, `198.51.100.${index}`);
      }
      expect((await tryAs(regular, PASSWORD)).status).toBe(200);
      expect((await tryAs(returning, PASSWORD)).status).toBe(429);

      await anonymous(app).post('/auth/forgot-password').send({ email: returning.email });
      const token = await newestToken(app, returning.email);
      const password = 'Moon-and-9-stars';
      expect((await anonymous(app).post('/auth/reset-password').send({ token, password })).status).toBe(200);
      expect((await tryAs(returning, password)).status).toBe(200);
    } finally {
      await app.close();
    }
  });
});
