import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, signIn } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { whereFound } from '../../support/canaries.js';
import { createCast, type Cast } from '../../support/cast.js';
import { decide, pdf, raiseClaim, totalsOf, upload, verified } from './privacy-world.js';

let app: TestApp;
let cast: Cast;

beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
});
afterAll(() => app.close());
afterEach(() => vi.restoreAllMocks());

/** Somebody with an entry, a file and messages. */
async function somebody(name: string, email: string): Promise<Person> {
  const person = await account(app, cast.tenant, { name, email, managerId: cast.people.manager.id });
  const own = await signIn(app, person);
  const id = await raiseClaim(own, { notes: `of ${name}`, attachmentIds: [await upload(own, pdf(`file of ${name}`))] });
  await decide(await cast.as('manager'), id, 'approve', `Well done, ${name}.`);
  await app.settle();
  return person;
}

const canariesOf = ({ name, email, employeeId }: Person) => [name, email, employeeId];
const erasureOf = ({ id }: Person) => app.container.privacy.erasureOf(cast.tenant.system, id);

async function erase(person: Person): Promise<void> {
  const order = { reason: 'Asked for it.', confirmation: person.employeeId };
  await app.container.privacy.erase(cast.tenant.system, person.id, order);
  await app.container.privacy.settled();
}

describe('an erasure that dies half-way', () => {
  it('goes on with the step it was at, and ends as if nothing had happened', async () => {
    const person = await somebody('Hung-Fu Ting', 'hung-fu0@adventure-works.com');
    const before = await totalsOf(app, cast.tenant, [person.id]);
    const { storage, ledger } = app.container;
    vi.spyOn(ledger, 'replaceWords').mockRejectedValueOnce(new Error('killed'));
    await erase(person);
    expect(await erasureOf(person)).toMatchObject({ status: 'running', step: 'entries', files: 1 });

    const walk = storage.walk.bind(storage);
    let stretches = 0;
    vi.spyOn(storage, 'walk').mockImplementation(async (...given) => {
      const step = await walk(...given);
      stretches += 1;
      // Inside the transaction: what this stretch wrote is undone.
      if (stretches === 8) throw new Error('killed');
      return step;
    });
    await app.container.privacy.resumeErasures();
    expect(await erasureOf(person)).toMatchObject({ status: 'running', step: 'records', accounts: 1 });
    expect((await erasureOf(person))?.problem).toBe('Something unexpected happened.');

    await app.container.privacy.resumeErasures();
    expect(await erasureOf(person)).toMatchObject({ status: 'completed', step: null, problem: null, accounts: 1 });
    expect(await whereFound(app, canariesOf(person))).toEqual([]);
    expect(await totalsOf(app, cast.tenant, [person.id])).toEqual(before);
    expect(await verified(app, cast.tenant)).toEqual([]);
  });

  it('takes the content of a file whose record it had already emptied', async () => {
    const person = await somebody('Sootha Charncherngkha', 'sootha0@adventure-works.com');
    const [file] = await cast.tenant.run(() => app.container.attachments.ofOwner(person.id));
    const { db } = app.container.storage.connection;
    await db
      ?.collection<{ _id: string }>('attachments')
      .updateOne({ _id: file?.id ?? '' }, { $set: { hash: '', size: 0, erasing: file?.hash } });
    await erase(person);
    expect(await whereFound(app, [...canariesOf(person), 'file of Sootha'])).toEqual([]);
  });

  it('does not put a new seal on entries that somebody tampered with', async () => {
    const person = await somebody('Olinda Turner', 'olinda0@adventure-works.com');
    const entries = app.container.storage.connection.db?.collection<{ _id: string; person: string }>('entries');
    await entries?.updateOne({ person: person.id }, { $set: { points: 9999 } });
    await erase(person);
    const erasure = await erasureOf(person);
    expect(erasure).toMatchObject({ status: 'running', step: 'entries' });
    expect(erasure?.problem).toContain('verify-ledger');
    expect(await verified(app, cast.tenant)).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'entry.altered', personId: person.id })]),
    );
    await entries?.updateOne({ person: person.id }, { $set: { points: 250 } });
    await app.container.privacy.resumeErasures();
    expect(await erasureOf(person)).toMatchObject({ status: 'completed', problem: null });
    expect(await verified(app, cast.tenant)).toEqual([]);
  });

  it('leaves the words about a namesake alone', async () => {
    const name = 'Gigi Matthew';
    const person = await somebody(name, 'gigi0@adventure-works.com');
    const namesake = await somebody(name, 'gigi1@adventure-works.com');
    await erase(person);
    const left = await whereFound(app, [name]);
    expect(left.filter((place) => place.includes(person.id))).toEqual([]);
    expect(left.some((place) => place.startsWith('requests.personName'))).toBe(true);
    expect((await cast.tenant.run(() => app.container.people.byId(namesake.id))).name).toBe(name);
  });
});
