import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BROWSER, formToken, signIn, type Agent, type Answer } from '../support/agents.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { createCast, type Cast } from '../support/cast.js';

const KEYS = 100;
const POSTS = 20;

describe('a double click has one effect', () => {
  let app: TestApp;
  let cast: Cast;
  let devices: Agent[];
  let tokens: string[];
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    devices = await Promise.all(Array.from({ length: 5 }, () => signIn(app, cast.people.hrAdmin)));
    tokens = await Promise.all(devices.map(formToken));
  });
  afterAll(() => app.close());

  /** By page and by API in turn. */
  function post(attempt: number, key: string): PromiseLike<Answer> {
    const device = devices[attempt % devices.length];
    if (device === undefined) throw new Error('no such device');
    const fields = { personId: cast.people.employee.id, categoryCode: 'feedback', notes: `For ${key}.` };
    const posted = device.post('/hr/points-allocation');
    if (attempt % 2 === 0) return posted.set('Idempotency-Key', key).send(fields);
    return posted
      .set('Accept', BROWSER)
      .type('form')
      .send({ ...fields, _idempotencyKey: key, _csrf: tokens[attempt % devices.length] });
  }

  test(`${KEYS} keys x ${POSTS} posts at once: one entry a key, everybody else the first answer or 409`, async () => {
    let repeated = 0;
    for (let round = 0; round < KEYS; round += 1) {
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: POSTS }, (_, attempt) => post(attempt, key)));
      const statuses = new Set(answers.map(({ status }) => status));
      expect([...statuses].filter((status) => ![201, 303, 409].includes(status))).toEqual([]);
      const ids = answers.flatMap(({ body }) => (body as { entry?: { id: string } }).entry?.id ?? []);
      expect(new Set(ids).size).toBeLessThanOrEqual(1);
      repeated += answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true').length;
      const entries = await app.container.storage.connection
        .collection('entries')
        .countDocuments({ reason: `For ${key}.` });
      expect({ round, entries }).toEqual({ round, entries: 1 });
    }
    // The dangerous moment was reached: most posts met a key that was carried out or being carried out.
    expect(repeated).toBeGreaterThan(KEYS * (POSTS / 2));
    const { body } = await (await cast.as('employee')).get('/employee/points-summary');
    expect(body).toMatchObject({ regular: KEYS * 100 });
  });
});
