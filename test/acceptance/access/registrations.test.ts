import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { newId } from '../../../src/kernel/ids.js';
import { createAccessWorld, eventsAbout, type AccessTenant, type AccessWorld } from '../../support/access-world.js';
import { mailsTo, tokenIn } from '../../support/account-mail.js';

let world: AccessWorld;
let tenant: AccessTenant;
let hr: PersonActor;
let closed: AccessTenant;

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant({ settings: { registrationOpen: true, allowedDomains: ['bikes.com'] } });
  closed = await world.tenant({ settings: { allowedDomains: ['closed.com'] } });
  const administrator = await tenant.account({ grants: ['hr'] });
  hr = (await world.people.access.actorOf(administrator.id)) as PersonActor;
});
afterAll(() => world.close());

const PLACED = {
  ...{ grade: 'C1', department: 'IT', location: 'India', level: 'Senior', joiningDate: '2025-11-17' },
  phone: '',
  managerId: undefined,
  dpId: undefined,
};
const PAGE = { number: 1, size: 50 };

const newcomer = (name: string, email: string) => ({
  name,
  email,
  employeeId: '',
  message: '',
  organization: undefined,
});

async function register(name: string, email: string, more: { message?: string; organization?: string } = {}) {
  await world.people.registrations.register({ ...newcomer(name, email), ...more });
  await world.people.access.asks.run();
}

const waiting = async () => (await world.people.registrations.list(hr, 'waiting', PAGE)).items;

describe('registering oneself', () => {
  it('waits apart from people until HR administration activates; then the invitation goes out', async () => {
    await register('Terri Duffy', 'terri@bikes.com', { message: 'I start on Monday.' });
    const [registration] = await waiting();
    expect(registration).toMatchObject({
      ...{ name: 'Terri Duffy', email: 'terri@bikes.com', message: 'I start on Monday.', status: 'waiting' },
      ...{ personId: null, decidedBy: null },
    });
    expect(await tenant.run(() => world.people.byEmail('terri@bikes.com'))).toBeUndefined();
    const id = registration?.id ?? '';
    const person = await world.people.registrations.activate(hr, id, {
      ...PLACED,
      name: 'Terri Lee Duffy',
      employeeId: 'AW7001',
    });
    expect(person).toMatchObject({
      name: 'Terri Lee Duffy',
      email: 'terri@bikes.com',
      employeeId: 'AW7001',
      grants: [],
    });
    await world.outbox.relay.drain();
    const [mail] = await mailsTo(world.mailer, 'terri@bikes.com');
    expect(await world.people.access.passwordLink(tokenIn(mail ?? { text: '' }))).toMatchObject({ kind: 'invitation' });
    expect(await world.people.registrations.byId(hr, id)).toMatchObject({
      ...{ status: 'activated', personId: person.id, decidedBy: hr.name },
    });
    expect(await eventsAbout(world, id)).toEqual(['registration.received', 'registration.activated']);
  });

  it('one of an address waits at a time; after a refusal it can come again', async () => {
    await register('Rob Walters', 'rob@bikes.com');
    await register('Rob Walters again', 'rob@bikes.com');
    const mine = (await waiting()).filter(({ email }) => email === 'rob@bikes.com');
    expect(mine).toHaveLength(1);
    await world.people.registrations.refuse(hr, mine[0]?.id ?? '', 'Not of this company.');
    const [mail] = await mailsTo(world.mailer, 'rob@bikes.com');
    expect(mail?.subject).toBe('Your registration was not accepted');
    expect(mail?.text).not.toContain('Not of this company');
    await register('Rob Walters', 'rob@bikes.com');
    expect((await waiting()).filter(({ email }) => email === 'rob@bikes.com')).toHaveLength(1);
  });

  it('ten at once for one address leave one', async () => {
    const asked = Array.from({ length: 10 }, () =>
      world.people.registrations.register(newcomer('Gail', 'gail@bikes.com')),
    );
    await Promise.all(asked);
    await world.people.access.asks.run();
    expect((await waiting()).filter(({ email }) => email === 'gail@bikes.com')).toHaveLength(1);
  });

  it('a known address is told that it has an account; a deactivated one, another domain and a closed organization nothing', async () => {
    const known = await tenant.account({ email: 'known@bikes.com' });
    const gone = await tenant.account({ email: 'gone@bikes.com' });
    await tenant.run(() => world.people.deactivate(tenant.system, gone.id, 'left'));
    const before = (await waiting()).length;
    await register('Somebody', known.email);
    await register('Somebody', gone.email);
    await register('Somebody', 'somebody@elsewhere.com');
    await register('Somebody', 'somebody@closed.com');
    expect((await waiting()).length).toBe(before);
    const [mail] = await mailsTo(world.mailer, known.email);
    expect(mail?.subject).toBe('You have an account already');
    for (const email of [gone.email, 'somebody@elsewhere.com', 'somebody@closed.com']) {
      expect(await mailsTo(world.mailer, email)).toEqual([]);
    }
  });

  it('is refused where the named organization is closed', async () => {
    const { slug } = closed.organization;
    const named = { ...newcomer('Somebody', 'somebody@closed.com'), organization: slug };
    await expect(world.people.registrations.register(named)).rejects.toMatchObject({
      status: 403,
      code: 'auth.registration_closed',
    });
  });

  it('a decision is made once; rules of new people hold, and a refused activation changes nothing', async () => {
    await register('Jo Brown', 'jo@bikes.com');
    const id = (await waiting()).find(({ email }) => email === 'jo@bikes.com')?.id ?? '';
    const taken = await tenant.person();
    const details = { ...PLACED, name: 'Jo Brown', employeeId: taken.employeeId };
    await expect(world.people.registrations.activate(hr, id, details)).rejects.toMatchObject({
      status: 422,
      errors: [{ path: 'employeeId' }],
    });
    await expect(
      world.people.registrations.activate(hr, id, { ...details, employeeId: 'AW7003', grade: 'Z9' }),
    ).rejects.toMatchObject({ status: 422, errors: [{ path: 'grade' }] });
    expect((await world.people.registrations.byId(hr, id)).status).toBe('waiting');
    const results = await Promise.allSettled([
      ...Array.from({ length: 5 }, () =>
        world.people.registrations.activate(hr, id, { ...details, employeeId: 'AW7002' }),
      ),
      ...Array.from({ length: 5 }, () => world.people.registrations.refuse(hr, id, 'No.')),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') {
        expect(result.reason).toMatchObject({ status: 409, code: 'registration.already_decided' });
      }
    }
  });

  it('belongs to HR administration of its organization', async () => {
    const [registration] = await waiting();
    const id = registration?.id ?? '';
    const colleague = (await world.people.access.actorOf((await tenant.account()).id)) as PersonActor;
    const stranger = (await world.people.access.actorOf((await closed.account({ grants: ['hr'] })).id)) as PersonActor;
    const { registrations } = world.people;
    await expect(registrations.list(colleague, 'waiting', PAGE)).rejects.toMatchObject({ status: 403 });
    await expect(registrations.byId(colleague, id)).rejects.toMatchObject({ status: 403 });
    await expect(registrations.refuse(colleague, id, 'No.')).rejects.toMatchObject({ status: 403 });
    await expect(registrations.byId(stranger, id)).rejects.toMatchObject({ status: 404 });
    await expect(registrations.refuse(stranger, id, 'No.')).rejects.toMatchObject({ status: 404 });
    await expect(registrations.byId(hr, newId())).rejects.toMatchObject({ status: 404 });
    expect((await registrations.list(stranger, 'waiting', PAGE)).items).toEqual([]);
  });
});
