import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, openPage, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { whereFound } from '../../support/canaries.js';
import { createCast, type Cast } from '../../support/cast.js';
import { problemsOfPage } from '../../support/valid-html.js';
import { decide, pdf, raiseClaim, totalsOf, upload, verified } from './privacy-world.js';

/** What nobody may find afterwards. The person was called otherwise once. */
const CANARIES = [
  ...[
    "Reuben D'sa",
    'Reuben D&#39;sa',
    'Houman Pournasseh',
    'reuben1@adventure-works.com',
    'houman0@adventure-works.com',
  ],
  ...[
    '819-555-0175',
    '425-555-0143',
    'AW-0297-CANARY',
    'canary-notes',
    'canary-file',
    'canary-name',
    'canary-decision',
  ],
  ...['canary-award', 'canary-token'],
];

let app: TestApp;
let cast: Cast;
let hr: Agent;
let person: Person;
let colleague: Person;
let before: unknown;

beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
  hr = await cast.as('hrAdmin');
  await createPast();
});
afterAll(() => app.close());

/** Somebody with everything that a person can leave behind: claims, files, decisions, messages, imports, tokens. */
async function createPast(): Promise<void> {
  person = await account(app, cast.tenant, {
    ...{ name: 'Houman Pournasseh', email: 'houman0@adventure-works.com', phone: '425-555-0143' },
    ...{ employeeId: 'AW-0297-CANARY', grade: 'C1', grants: ['pm'], managerId: cast.people.manager.id },
  });
  const changes = { name: "Reuben D'sa", email: 'reuben1@adventure-works.com', phone: '819-555-0175' };
  expect((await hr.post(`/hr/employees/${person.id}/edit`).send(changes)).status).toBe(200);
  person = await cast.tenant.run(() => app.container.people.byId(person.id));
  colleague = await account(app, cast.tenant, { name: 'Hung-Fu Ting', managerId: person.id });

  const own = await signIn(app, person);
  const others = await signIn(app, colleague);
  const manager = await cast.as('manager');
  await own.post('/auth/personal-tokens').send({ name: 'canary-token', scopes: ['read'], days: 30 });
  const shared = pdf('shared with others');
  const files = [await upload(own, pdf('canary-file'), 'canary-name.pdf'), await upload(own, shared, 'shared.pdf')];
  const notes = "canary-notes: I, Reuben D'sa, did it.";
  const claims = [
    await raiseClaim(own, { notes, attachmentIds: files }),
    await raiseClaim(own, { notes, eventDate: '2025-11-09' }),
  ];
  await decide(manager, claims[0], 'approve', "canary-decision: well done, Reuben D'sa");
  await decide(manager, claims[1], 'reject', 'canary-decision: not this time');
  // What the person decides of others stays, without the name.
  const theirs = await raiseClaim(others, {
    notes: "Reuben D'sa <reuben1@adventure-works.com> saw it.",
    attachmentIds: [await upload(others, shared, 'mine.pdf')],
  });
  await decide(own, theirs, 'approve', "Agreed. Reuben D'sa, 819-555-0175");
  await cast.tenant.run(() =>
    app.container.ledger.credit(cast.tenant.system, {
      ...{ personId: person.id, kind: 'award', points: 100, categoryCode: 'feedback', unit: 'hr' },
      ...{ effectiveDate: '2025-11-10', sourceKey: 'award:canary', source: { type: 'award', id: 'canary' } },
      reason: "canary-award for Reuben D'sa",
      basis: { value: 100, quantity: 1, grade: 'C1', categoryVersion: 1 },
    }),
  );
  const csv = `name,email,employee_id,grade,department,location,level,joining_date\nReuben D'sa,reuben1@adventure-works.com,AW-0297-CANARY,C1,IT,India,Senior,2024-01-08\n`;
  expect((await hr.post('/hr/imports/people').attach('file', Buffer.from(csv), 'people.csv')).status).toBeLessThan(300);
  // Somebody takes over the report.
  const edit = { managerId: cast.people.otherManager.id };
  await cast.tenant.run(() => app.container.people.edit(cast.tenant.system, colleague.id, edit));
  await app.settle();
  before = await totalsOf(app, cast.tenant, [person.id, colleague.id]);
  expect((await whereFound(app, CANARIES)).length).toBeGreaterThan(30);
}

const order = (overrides: Readonly<Record<string, string>> = {}) => ({
  reason: 'Asked for it on 3 November.',
  confirmation: 'aw-0297-canary',
  ...overrides,
});
const address = () => `/hr/employees/${person.id}/erasure`;
const code = (answer: { readonly body: unknown }) => (answer.body as { code: string }).code;

describe('erasing a person', () => {
  it('says what goes and what stays', async () => {
    const { body } = await hr.get(address());
    expect((body as { facts: unknown }).facts).toEqual({ requests: 2, files: 2, entries: 2, points: 350, pending: 0 });
    const page = await openPage(hr, address());
    expect(page.text).toContain('Type the employee id AW-0297-CANARY to confirm');
    expect(problemsOfPage(page.text)).toEqual([]);
  });

  it('wants the employee id, and keeps what was typed', async () => {
    const page = await submit(hr, address(), order({ confirmation: 'AW0001' }));
    expect(page.status).toBe(422);
    expect(page.text).toContain('Asked for it on 3 November.');
    const answer = await hr.post(address()).send(order({ confirmation: 'AW0001' }));
    expect([answer.status, code(answer)]).toEqual([422, 'erasure.not_confirmed']);
  });

  it('waits until requests of the person are decided', async () => {
    const own = await signIn(app, person);
    const id = await raiseClaim(own, { notes: 'canary-notes', eventDate: '2025-11-08' });
    const answer = await hr.post(address()).send(order());
    expect([answer.status, code(answer)]).toEqual([422, 'erasure.pending_requests']);
    await decide(await cast.as('manager'), id, 'reject', 'canary-decision');
    await app.settle();
  });

  it('is for HR administration, of the own organization, and not for oneself', async () => {
    expect((await (await cast.as('manager')).post(address()).send(order())).status).toBe(403);
    const other = await createCast(app);
    expect((await (await other.as('hrAdmin')).post(address()).send(order())).status).toBe(404);
    const self = await hr
      .post(`/hr/employees/${cast.people.hrAdmin.id}/erasure`)
      .send(order({ confirmation: cast.people.hrAdmin.employeeId }));
    expect(code(self)).toBe('erasure.own_account');
  });

  it('leaves nothing of the person, in no collection and no file', async () => {
    const own = await signIn(app, person);
    const answer = await hr.post(address()).send(order());
    expect([answer.status, (answer.body as { status: string }).status]).toEqual([202, 'running']);
    expect((await own.get('/employee/dashboard').set('Accept', 'application/json')).status).toBe(401);
    await app.container.privacy.settled();
    await app.settle();
    expect(((await hr.get(address())).body as { erasure: unknown }).erasure).toMatchObject({
      ...{ status: 'completed', step: null, problem: null, files: 2 },
    });
    expect(await whereFound(app, CANARIES)).toEqual([]);
  });

  it('keeps points, sums and a sound ledger', async () => {
    expect(await totalsOf(app, cast.tenant, [person.id, colleague.id])).toEqual(before);
    expect(await verified(app, cast.tenant)).toEqual([]);
    const entries = await cast.tenant.run(() =>
      app.container.ledger.history({ personIds: [colleague.id] }, { number: 1, size: 10 }),
    );
    expect(entries.items[0]?.by.name).toMatch(/^Erased person \d+$/);
    // The next entry continues the closed chain.
    const id = await raiseClaim(await signIn(app, colleague), { eventDate: '2025-11-07' });
    await decide(await cast.as('otherManager'), id, 'approve', 'Well done.');
    expect(await verified(app, cast.tenant)).toEqual([]);
  });

  it('leaves content that others have, to these', async () => {
    const requests = await (await signIn(app, colleague)).get('/employee/requests');
    const withFile = (requests.body as { items: { attachments: { id: string }[] }[] }).items.find(
      ({ attachments }) => attachments.length > 0,
    );
    const id = withFile?.attachments[0]?.id ?? '';
    expect((await (await signIn(app, colleague)).get(`/attachments/${id}`)).status).toBe(200);
  });

  it('shows who it was as erased, on no board, and lets nothing be changed', async () => {
    const { body } = await hr.get(`/hr/employees/${person.id}`);
    const { person: shown } = body as { person: Record<string, unknown> };
    expect(shown).toMatchObject({ erased: true, status: 'deactivated', phone: '', grants: [] });
    expect(shown['email']).toMatch(/@erased\.invalid$/);
    const board = await (await cast.as('central')).get('/central/leaderboard?size=100');
    expect(JSON.stringify(board.body)).not.toContain(person.id);
    for (const [action, input] of [
      ['edit', { name: 'Houman Pournasseh' }],
      ['reactivation', { reason: 'Came back.' }],
      ['erasure', order()],
      ['data-export', {}],
    ] as const) {
      const answer = await hr.post(`/hr/employees/${person.id}/${action}`).send(input);
      expect([action, answer.status, code(answer)]).toEqual([action, 409, 'person.erased']);
    }
    expect((await openPage(hr, `/hr/employees/${person.id}`)).text).toContain('This person was erased');
    const done = await openPage(hr, address());
    expect(done.text).toContain('The erasure is complete');
    expect(problemsOfPage(done.text)).toEqual([]);
  });

  it('is in the audit, and frees address and employee id', async () => {
    const events = await cast.tenant.run(() => app.container.audit.ofSubject(person.id));
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['person.deactivated', 'person.erased', 'account.resealed', 'person.erasure_completed']),
    );
    const erased = events.find(({ type }) => type === 'person.erased');
    expect(erased).toMatchObject({
      data: { reason: 'Asked for it on 3 November.' },
      actor: { id: cast.people.hrAdmin.id },
    });
    const again = await cast.tenant.person({ email: 'reuben1@adventure-works.com', employeeId: 'AW-0297-CANARY' });
    expect(again.id).not.toBe(person.id);
  });
});
