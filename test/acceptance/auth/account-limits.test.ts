import { describe, expect, test } from 'vitest';
import { anonymous } from '../../support/agents.js';
import { openTestApp } from '../../support/app.js';

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
