import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Person } from '../../../src/modules/people/index.js';
import { openPage, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { bonusCompany, type BonusCompany } from '../../support/bonus-company.js';
import { createCast, type Cast } from '../../support/cast.js';

let app: TestApp;
let cast: Cast;
let central: Agent;
let company: BonusCompany;
beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
  central = await cast.as('central');
  company = bonusCompany(app.container, cast.tenant);
});
afterAll(() => app.close());

const Q3 = { period: '2025-Q3' };
const ONE_BY_ONE = 20;

interface Outcome {
  readonly awarded: readonly { readonly personId: string; readonly entryId: string; readonly points: number }[];
  readonly skipped: readonly { readonly personId: string; readonly reason: string }[];
  readonly run: { readonly id: string; readonly status: string } | null;
}

const key = () => `key-${Math.random().toString(36).slice(2)}-of-the-tests`;
const award = async (body: object, keyed = key()) => {
  const answer = await central.post('/central/bonus').set('Idempotency-Key', keyed).send(body);
  return { status: answer.status, text: answer.text, body: answer.body as Outcome };
};
const overview = async (query = '') =>
  (await central.get(`/central/bonus?period=2025-Q3${query}`)).body as {
    items: { person: { id: string }; standing: string; due: number; reason: string }[];
    counts: Record<string, number>;
    cost: number;
  };
const mailsTo = async ({ email }: Person) => {
  const { body } = await central.get('/dev/mailbox');
  const { items } = body as { items: { to: string; subject: string }[] };
  // Everybody was welcomed as well.
  return items.filter(({ to, subject }) => to.includes(email) && /bonus/i.test(subject));
};

describe('POST /central/bonus', () => {
  it('43: takes no amount, and 20 at once give one entry of the computed one', async () => {
    const person = await company.eligible({ name: 'Terri Duffy', employeeId: 'bonus-1' });
    for (const name of ['points', 'amount', 'grade']) {
      const { status, text } = await award({ ...Q3, personId: person.id, [name]: 9000 });
      expect({ name, status }).toEqual({ name, status: 422 });
      expect(text).toContain(name);
    }
    expect(await company.bonusEntries(person.id)).toEqual([]);

    const answers = await Promise.all(Array.from({ length: ONE_BY_ONE }, () => award({ ...Q3, personId: person.id })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: ONE_BY_ONE }, () => 201));
    expect(answers.flatMap(({ body }) => body.awarded)).toMatchObject([{ personId: person.id, points: 1000 }]);
    expect(answers.flatMap(({ body }) => body.skipped)).toHaveLength(ONE_BY_ONE - 1);
    expect(answers.flatMap(({ body }) => body.skipped)[0]).toMatchObject({
      reason: 'Already awarded for Q3 FY 2025-26.',
    });
    expect(await company.bonusEntries(person.id)).toHaveLength(1);
    await app.settle();
    expect((await mailsTo(person)).map(({ subject }) => subject)).toEqual(['You got a bonus of 1,000 points']);
  });

  it('gives the first answer to the same key, and 44: raises the combined total alone', async () => {
    const person = await company.eligible({ employeeId: 'bonus-2' });
    const keyed = key();
    const first = await award({ ...Q3, personId: person.id }, keyed);
    expect(first).toMatchObject({ status: 201, body: { awarded: [{ points: 1000 }], run: null } });
    expect((await award({ ...Q3, personId: person.id }, keyed)).body).toEqual(first.body);
    const { body } = await central.get(`/central/employees/${person.id}`);
    expect(body).toMatchObject({ totals: { regular: 7700, bonus: 1000, combined: 8700 }, year: { regular: 7700 } });
    expect((await central.get(`/central/bonus?period=2025-Q3&q=bonus-2`)).body).toMatchObject({
      items: [{ standing: 'awarded', state: { figures: { yearPoints: 7700, quarterPoints: 7700 } } }],
    });
  });

  it('asks for one or all, for a quarter that has begun, and not for oneself', async () => {
    for (const body of [Q3, { ...Q3, allEligible: true, personId: cast.people.dp.id }, { allEligible: true }]) {
      expect((await award(body)).status).toBe(422);
    }
    expect(await award({ period: '2025-Q4', allEligible: true })).toMatchObject({
      status: 422,
      body: { code: 'bonus.quarter_not_begun' },
    });
    expect(await award({ ...Q3, personId: cast.people.central.id })).toMatchObject({
      status: 403,
      body: { code: 'bonus.own' },
    });
    const hr = await cast.as('hrAdmin');
    expect((await hr.post('/central/bonus').send({ ...Q3, allEligible: true })).status).toBe(403);
  });

  it('awards all as the preview said, says who was left out and why, and nothing where the preview is old', async () => {
    const [gail, jossef] = [
      await company.eligible({ employeeId: 'bonus-3' }),
      await company.eligible({ employeeId: 'bonus-4' }),
    ];
    const { body: preview } = await central.get('/central/bonus/preview?period=2025-Q3');
    expect(preview).toMatchObject({ count: 2, points: 2000, over: false });
    expect((preview as { largest: object[] }).largest).toHaveLength(2);
    expect((await overview('&state=eligible')).items.map(({ person }) => person.id).sort()).toEqual(
      [gail.id, jossef.id].sort(),
    );
    const old = await award({ ...Q3, allEligible: true, expected: { count: 3, points: 3000 } });
    expect(old).toMatchObject({ status: 409, body: { code: 'bonus.changed_meanwhile', count: 2, points: 2000 } });

    const { status, body } = await award({ ...Q3, allEligible: true, expected: { count: 2, points: 2000 } });
    expect(status).toBe(201);
    expect(body.awarded.map(({ personId }) => personId).sort()).toEqual([gail.id, jossef.id].sort());
    expect(body.skipped.find(({ personId }) => personId === cast.people.employee.id)).toMatchObject({
      reason: '0 / 7700 points of the quarterly target.',
    });
    expect(body.run).toMatchObject({ status: 'completed' });
    expect(await overview('&state=eligible')).toMatchObject({ items: [], cost: 0, counts: { awarded: 4 } });
    const file = await central.post(`/central/bonus/runs/${body.run?.id ?? ''}/export`).send({});
    expect(file.headers['content-type']).toContain('text/csv');
    expect(file.text).toContain('bonus-3,');
    expect(file.text).toMatch(/done,1000,,[0-9a-f]{24},1000/);
    expect(file.text).toContain('skipped,0,0 / 7700 points of the quarterly target.,');
    // Whoever goes away before the last line has taken what was sent.
    const events = app.container.storage.connection.collection('events');
    const taken = () => events.countDocuments({ type: 'export.taken', 'subject.id': body.run?.id });
    expect(await taken()).toBe(1);
    const actor = (await cast.tenant.run(() =>
      app.container.people.access.actorOf(cast.people.central.id),
    )) as PersonActor;
    for await (const piece of app.container.bonuses.runCsv(actor, body.run?.id ?? ''))
      if (piece.includes('bonus-3,')) break;
    expect(await taken()).toBe(2);
  });
});

describe('the pages', () => {
  it('award one, take it back with a reason, and award again', async () => {
    const person = await company.eligible({ name: 'Ken Sánchez', employeeId: 'bonus-5' });
    const page = await openPage(central, `/central/bonus/preview?period=2025-Q3&personId=${person.id}`);
    expect(page.text).toContain('Award 1,000 points');
    expect(page.text).toContain('The quarter is not over');
    const fields = { ...Q3, personId: person.id };
    const done = await submit(central, '/central/bonus', { ...fields, _idempotencyKey: key() });
    expect(done).toMatchObject({ status: 303, headers: { location: '/central/bonus?period=2025-Q3' } });
    const list = await openPage(central, '/central/bonus?period=2025-Q3&q=bonus-5');
    expect(list.text).toContain('Ken Sánchez got a bonus of 1000 points and is told so.');
    const [entry] = await company.bonusEntries(person.id);
    const reversal = `/central/bonus/${entry?.id ?? ''}/reversal`;
    expect(list.text).toContain(reversal);
    const twice = await submit(central, '/central/bonus', { ...fields, _idempotencyKey: key() });
    expect(twice.status).toBe(303);
    expect((await openPage(central, '/central/bonus')).text).toContain(
      'Ken Sánchez was not awarded. Already awarded for Q3 FY 2025-26.',
    );

    const empty = await submit(central, reversal, { reason: '', basedOn: '1000', _idempotencyKey: key() });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Say why; the person reads it.');
    const back = await submit(central, reversal, {
      reason: 'A wrong percentage.',
      basedOn: '1000',
      _idempotencyKey: key(),
    });
    expect(back.status).toBe(303);
    expect(await company.totals(person.id)).toMatchObject({ bonus: 0, combined: 7700 });
    await app.settle();
    expect((await mailsTo(person)).map(({ subject }) => subject).sort()).toEqual([
      '1,000 points of yours were taken back: Bonus, Q3 FY 2025-26',
      'You got a bonus of 1,000 points',
    ]);
    expect((await submit(central, reversal, { reason: 'Again.', _idempotencyKey: key() })).status).toBe(409);
    expect((await central.get(`/central/bonus/${(await company.earn(person.id, 1)).id}/reversal`)).status).toBe(404);
    expect((await award(fields)).body.awarded).toMatchObject([{ points: 1000 }]);
  });

  it('award all only where the count is typed, come back with new figures, and lead to the run', async () => {
    const people = [
      await company.eligible({ employeeId: 'bonus-6' }),
      await company.eligible({ employeeId: 'bonus-7' }),
    ];
    const page = await openPage(central, '/central/bonus/preview?period=2025-Q3');
    expect(page.text).toContain('Type AWARD 2 to confirm');
    const fields = { ...Q3, allEligible: 'true', expectedCount: '2', expectedPoints: '2000' };
    for (const confirmation of ['', 'AWARD 3', 'yes']) {
      const refused = await submit(central, '/central/bonus', { ...fields, confirmation, _idempotencyKey: key() });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('Type AWARD 2 to confirm.');
    }
    await award({ ...Q3, personId: people[0]?.id });
    const confirmation = 'award 2';
    const changed = await submit(central, '/central/bonus', { ...fields, confirmation, _idempotencyKey: key() });
    expect(changed.status).toBe(409);
    expect(changed.text).toContain('Type AWARD 1 to confirm');
    const now = {
      ...fields,
      expectedCount: '1',
      expectedPoints: '1000',
      confirmation: 'AWARD 1',
      _idempotencyKey: key(),
    };
    const done = await submit(central, '/central/bonus', now);
    expect(done.status).toBe(303);
    const { location } = done.headers as { location: string };
    expect(location).toMatch(/^\/central\/bonus\/runs\/[0-9a-f]{24}$/);
    expect((await submit(central, '/central/bonus', now)).headers['location']).toBe(location);
    const run = await openPage(central, location);
    expect(run.text).toContain('1 person was awarded 1,000 points in all.');
    expect((await openPage(central, `${location}?outcome=skipped`)).text).toContain(
      '0 / 7700 points of the quarterly target.',
    );
    for (const { id } of people) expect(await company.bonusEntries(id)).toHaveLength(1);

    // Taken back since: the run says so, offers it no more, and its file has nothing to pay.
    const [row] = (await central.get(location)).body.items as { personId: string; entryId: string }[];
    const reversal = `/central/bonus/${row?.entryId ?? ''}/reversal`;
    expect(run.text).toContain(reversal);
    expect((await submit(central, reversal, { reason: 'Too early.', _idempotencyKey: key() })).status).toBe(303);
    expect((await central.get(location)).body.items).toMatchObject([
      { ...row, points: 1000, worth: 0, takenBack: true },
    ]);
    const later = await openPage(central, location);
    expect(later.text).toContain('taken back since');
    expect(later.text).not.toContain(reversal);
    const file = await central.post(`${location}/export`).send({});
    expect(file.text).toContain(`,done,1000,,${row?.entryId ?? ''},0`);
    // A new award is another entry; what this run gave stays taken back.
    await award({ ...Q3, personId: row?.personId });
    expect((await central.get(location)).body.items).toMatchObject([{ worth: 0, takenBack: true }]);
  });

  it('tell those who are eligible how it stands, once a day, in their language', async () => {
    const person = await company.eligible({ employeeId: 'bonus-8', name: 'Reinaldo Ochoa' });
    const quiet = await company.eligible({ employeeId: 'bonus-9' });
    const { people } = app.container;
    const asPerson = (one: Person) => ({
      ...one,
      kind: 'person' as const,
      personId: one.id,
      mustChangePassword: false,
    });
    await cast.tenant.run(() => people.changePreferences(asPerson(person), { language: 'de' }));
    await cast.tenant.run(() => people.changePreferences(asPerson(quiet), { mail: { bonus_analysis: 'off' } }));
    const page = await openPage(central, '/central/bonus/analysis?period=2025-Q3');
    expect(page.text).toContain('Type SEND 2 to confirm');
    const fields = { ...Q3, expectedCount: '2', expectedPoints: '2000', confirmation: 'SEND 2' };
    const sent = await submit(central, '/central/bonus/analysis', { ...fields, _idempotencyKey: key() });
    expect(sent.status).toBe(303);
    await app.settle();
    const [mail, ...others] = await mailsTo(person);
    expect(others).toEqual([]);
    expect(mail?.subject).toBe(
      'Sie haben Anspruch auf den Bonus für Q3 FY 2025-26: 1.000 Punkte. Er ist noch nicht gewährt',
    );
    expect(await mailsTo(quiet)).toEqual([]);
    const again = await submit(central, '/central/bonus/analysis', { ...fields, _idempotencyKey: key() });
    expect(again.status).toBe(409);
    expect(again.text).toContain('Send it again although it was sent today');
    const meant = await submit(central, '/central/bonus/analysis', {
      ...fields,
      again: 'true',
      _idempotencyKey: key(),
    });
    expect(meant.status).toBe(303);
    await app.settle();
    expect(await mailsTo(person)).toHaveLength(2);
  });
});
