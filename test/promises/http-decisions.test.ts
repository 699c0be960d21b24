import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER, formToken, signIn, type Agent } from '../support/agents.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { createCast, type Cast } from '../support/cast.js';
import { raise } from '../support/records.js';

describe('many deciders, one decision, over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let devices: Agent[];
  let tokens: string[];
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    devices = await Promise.all(Array.from({ length: 10 }, () => signIn(app, cast.people.manager)));
    tokens = await Promise.all(devices.map(formToken));
  });
  afterAll(() => app.close());

  /** By page and by API in turn, approving and rejecting mixed. */
  function decideFrom(attempt: number, id: string) {
    const device = devices[attempt % devices.length];
    if (device === undefined) throw new Error('no such device');
    const decision = attempt % 3 === 0 ? 'reject' : 'approve';
    const body = { decision, notes: `Attempt ${attempt}.` };
    const post = device.post(`/pm/requests/${id}/decision`);
    if (attempt % 2 === 0) return post.send(body);
    return post
      .set('Accept', BROWSER)
      .type('form')
      .send({ ...body, _csrf: tokens[attempt % devices.length] });
  }

  test('acceptance 23: of 20 at once one succeeds, 19 name the winner; one entry, one message each', async () => {
    let approvals = 0;
    for (let round = 0; round < 5; round += 1) {
      const request = await raise(cast, 'pm', { notes: `Round ${round}.` });
      const answers = await Promise.all(Array.from({ length: 20 }, (_, attempt) => decideFrom(attempt, request.id)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200 || status === 303)).toHaveLength(1);
      expect(statuses.filter((status) => status === 409)).toHaveLength(19);
      for (const answer of answers.filter(({ status }) => status === 409)) {
        const name = cast.people.manager.name.replaceAll("'", '&#39;');
        const detail = answer.type === 'text/html' ? answer.text : (answer.body as { detail: string }).detail;
        expect(detail).toContain(answer.type === 'text/html' ? name : cast.people.manager.name);
      }

      const { connection } = app.container.storage;
      const stored = await connection.collection('requests').findOne({ _id: request.id as never });
      const entries = await connection.collection('entries').countDocuments({ sourceKey: `request:${request.id}` });
      expect(entries).toBe(stored?.['status'] === 'approved' ? 1 : 0);
      approvals += entries;
      await app.settle();
      const messages = await connection
        .collection('notifications')
        .find({ type: { $in: ['request_approved', 'request_rejected'] }, href: `/employee/requests/${request.id}` })
        .toArray();
      expect(messages).toHaveLength(1);
      const events = await connection.collection('events').countDocuments({
        'subject.id': request.id,
        type: { $in: ['request.approved', 'request.rejected'] },
      });
      expect(events).toBe(1);
    }
    const summary = await (await cast.as('employee')).get('/employee/points-summary');
    expect(summary.body).toMatchObject({ regular: approvals * 250 });
    const differences = await cast.tenant.run(async () => {
      const found: unknown[] = [];
      for await (const difference of app.container.ledger.verify()) found.push(difference);
      return found;
    });
    expect(differences).toEqual([]);
  });

  test('a decision, a bulk and a withdrawal at once: one of them', async () => {
    const employee = await cast.as('employee');
    for (let round = 0; round < 5; round += 1) {
      const request = await raise(cast, 'pm', { notes: `Race ${round}.` });
      const [device] = devices;
      if (device === undefined) throw new Error('no device');
      const [decision, bulk, withdrawal] = await Promise.all([
        decideFrom(2, request.id),
        device.post('/pm/bulk-approve').send({ ids: [request.id], notes: 'All.' }),
        employee.post(`/employee/requests/${request.id}/withdrawal`).send({}),
      ]);
      const done = (bulk.body as { done: string[] }).done.length;
      const winners = [decision.status === 200, done === 1, withdrawal.status === 200].filter(Boolean);
      expect({ round, winners: winners.length }).toEqual({ round, winners: 1 });
    }
  });

  test('the same file raised in ten windows at once is evidence of one request', async () => {
    const employee = await cast.as('employee');
    const stored = await employee
      .post('/employee/attachments')
      .attach('file', Buffer.from('%PDF-1.4\n%%EOF\n'), 'a.pdf');
    const { id } = (stored.body as { attachment: { id: string } }).attachment;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        employee.post('/employee/raise-request').send({
          categoryCode: 'initiative_ai',
          eventDate: '2025-10-20',
          notes: 'In ten windows.',
          attachmentIds: [id],
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409 || status === 422)).toHaveLength(9);
  });
});
