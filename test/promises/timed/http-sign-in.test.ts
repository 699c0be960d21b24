import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, PASSWORD } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';

const ROUNDS = 40;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

describe('you cannot find out who works here', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
  });
  afterAll(() => app.close());

  test('acceptance 2: known and unknown addresses take the same time, get the same status and length', async () => {
    const agent = anonymous(app);
    const known = Object.values(cast.people);
    const seen = { known: [] as number[], unknown: [] as number[] };
    const answers = new Set<string>();
    const ask = async (kind: keyof typeof seen, email: string) => {
      const start = performance.now();
      const answer = await agent.post('/auth/login').send({ email, password: 'not-the-password' });
      seen[kind].push(performance.now() - start);
      answers.add(`${answer.status} ${answer.headers['content-length']}`);
    };
    for (let round = -5; round < ROUNDS; round += 1) {
      const person = known[Math.abs(round) % known.length];
      // In turn, so that whatever else the machine does falls on both alike.
      await ask('known', person?.email ?? '');
      await ask('unknown', `x${String(round).padStart(3, '0')}@${cast.tenant.organization.slug}.com`);
      // The first rounds only warm up.
      if (round < 0) seen.known.length = seen.unknown.length = 0;
    }
    expect(answers.size).toBe(1);
    const ratio = median(seen.known) / median(seen.unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

describe('sign-ins under load', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp({ signInTries: 10 });
    cast = await createCast(app);
  });
  afterAll(() => app.close());

  test('sixty at once: all others wait or are told to come back, and the rest of the product goes on', async () => {
    const many = await openTestApp();
    try {
      const crowd = await createCast(many);
      const manager = await crowd.as('manager');
      const everybody = Object.values(crowd.people);
      const signIns = Promise.all(
        Array.from({ length: 60 }, (_, index) => {
          const email = everybody[index % everybody.length]?.email;
          return anonymous(many).post('/auth/login').send({ email, password: PASSWORD });
        }),
      );
      const page = await manager.get('/pm/dashboard');
      expect(page.status).toBe(200);
      const answers = await signIns;
      for (const answer of answers) {
        expect([200, 503]).toContain(answer.status);
        if (answer.status === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      }
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(20);
      const later = await anonymous(many).post('/auth/login').send({ email: everybody[0]?.email, password: PASSWORD });
      expect(later.status).toBe(200);
    } finally {
      await many.close();
    }
  });

  test('wrong tries end in 429 with Retry-After, whatever address the sender claims; other accounts go on', async () => {
    const other = await openTestApp({ signInTries: 5 });
    try {
      const { people } = await createCast(other);
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 7; attempt += 1) {
        const answer = await anonymous(other)
          .post('/auth/login')
          .set('X-Forwarded-For', `10.0.0.${attempt}`)
          .send({ email: `  ${people.employee.email.toUpperCase()}`, password: `guess ${attempt}` });
        statuses.push(answer.status);
        if (answer.status === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
      const right = await anonymous(other)
        .post('/auth/token')
        .send({ email: people.employee.email, password: PASSWORD });
      expect(right.status).toBe(429);
    } finally {
      await other.close();
    }
  });

  test('a success forgets the wrong tries of the account', async () => {
    const { email } = cast.people.colleague;
    for (let round = 0; round < 2; round += 1) {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        expect((await anonymous(app).post('/auth/login').send({ email, password: 'wrong' })).status).toBe(401);
      }
      expect((await anonymous(app).post('/auth/login').send({ email, password: PASSWORD })).status).toBe(200);
    }
  });
});
