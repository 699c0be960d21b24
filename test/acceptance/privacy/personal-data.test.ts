import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, openPage, signIn, type Agent, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { readZip } from '../../support/read-zip.js';
import { decide, pdf, raiseClaim, upload } from './privacy-world.js';

let app: TestApp;
let cast: Cast;
let own: Agent;
let person: Person;

beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
  person = await account(app, cast.tenant, {
    ...{ name: 'Lolan Song', phone: '582-555-0178', managerId: cast.people.manager.id },
  });
  own = await signIn(app, person);
  const file = await upload(own, pdf('my proof'), 'proof.pdf');
  const id = await raiseClaim(own, { notes: '=1+1 is what I did', attachmentIds: [file] });
  await decide(await cast.as('manager'), id, 'approve', 'Well done.');
  // Somebody else's, which is nobody else's business.
  const colleague = await cast.as('colleague');
  await raiseClaim(colleague, { notes: 'a private matter of a colleague' });
  await app.settle();
});
afterAll(() => app.close());

const asBytes = (agent: Agent, path: string) =>
  agent
    .post(path)
    .send({})
    .buffer(true)
    .parse((res, done) => {
      const pieces: Buffer[] = [];
      res.on('data', (piece: Buffer) => pieces.push(piece));
      res.on('end', () => done(null, Buffer.concat(pieces)));
    });

const filesOf = (answer: Answer) => readZip(answer.body as Buffer);
const rowsOf = (files: Map<string, Buffer>, name: string) =>
  parse<Record<string, string>>(files.get(name)?.toString('utf8') ?? '', { columns: true, bom: true });

describe('taking along what is kept about oneself', () => {
  it('is a page that says what is in it', async () => {
    const page = await openPage(own, '/employee/profile/data');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Every entry of your points');
    expect((await openPage(own, '/employee/profile')).text).toContain('/employee/profile/data');
  });

  it('has everything as JSON, as tables, and the files', async () => {
    const answer = await asBytes(own, '/employee/profile/data-export');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/zip');
    expect(answer.headers['cache-control']).toBe('private, no-store');
    const files = filesOf(answer);
    const data = JSON.parse(files.get('data.json')?.toString('utf8') ?? '') as Record<
      string,
      Record<string, unknown>[]
    >;
    expect(data['person']).toMatchObject([{ name: 'Lolan Song', email: person.email, phone: '582-555-0178' }]);
    expect(data['requests']).toMatchObject([
      { status: 'approved', points: 250, decided_by: cast.people.manager.name, decision_notes: 'Well done.' },
    ]);
    expect(data['entries']).toMatchObject([{ points: 250, quarter: '2025-Q3', by: cast.people.manager.name }]);
    expect(data['messages']?.length).toBe(1);
    expect(data['sessions']?.length).toBe(1);
    expect(data['audit']?.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['person.registered', 'session.started', 'request.raised', 'attachment.stored']),
    );
    const evidence = [...files.keys()].find((name) => name.endsWith('proof.pdf')) ?? '';
    expect(files.get(evidence)).toEqual(pdf('my proof'));
  });

  it('has tables whose cells start no formula, with times of the organization', async () => {
    const files = filesOf(await asBytes(own, '/employee/profile/data-export'));
    expect(files.get('requests.csv')?.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [request] = rowsOf(files, 'requests.csv');
    expect(request?.['notes']).toBe("'=1+1 is what I did");
    // 06:00 in UTC.
    expect(request?.['raised_at']).toBe('2025-11-12 11:30:00');
    expect(rowsOf(files, 'entries.csv')).toMatchObject([{ points: '250' }]);
  });

  it('has nothing private of others', async () => {
    const files = filesOf(await asBytes(own, '/employee/profile/data-export'));
    const all = Buffer.concat([...files.values()]).toString('utf8');
    for (const text of [
      'a private matter',
      cast.people.colleague.name,
      cast.people.manager.email,
      cast.people.manager.employeeId,
    ])
      expect(all).not.toContain(text);
  });

  it('is for oneself and HR administration of the organization, and is recorded', async () => {
    const address = `/hr/employees/${person.id}/data-export`;
    const forOthers = await asBytes(await cast.as('hrAdmin'), address);
    expect(rowsOf(filesOf(forOthers), 'person.csv')).toMatchObject([{ name: 'Lolan Song' }]);
    expect((await (await cast.as('manager')).post(address).send({})).status).toBe(403);
    const other = await createCast(app);
    expect((await (await other.as('hrAdmin')).post(address).send({})).status).toBe(404);
    const events = await cast.tenant.run(() => app.container.audit.ofSubject(person.id));
    const taken = events.filter(({ type }) => type === 'person.data_exported');
    expect(taken.map(({ data, actor }) => [data, actor.id])).toContainEqual([
      { by: 'administration' },
      cast.people.hrAdmin.id,
    ]);
    expect(taken.map(({ data }) => data)).toContainEqual({ by: 'person' });
  });
});
