import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import type { NewPerson } from '../../../src/modules/people/index.js';
import {
  createAccessWorld,
  eventsAbout,
  PASSWORD,
  type AccessTenant,
  type AccessWorld,
} from '../../support/access-world.js';

let world: AccessWorld;
let tenant: AccessTenant;

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant();
});

afterAll(() => world.close());

function register(input: NewPerson) {
  return tenant.run(() => world.people.register(tenant.system, input));
}

describe('registering people', () => {
  it('keeps what was given, the address in lower case', async () => {
    const manager = await tenant.person({ grants: ['pm'] });
    const input = tenant.input({
      name: ' Jae Pak ',
      email: ' Jae0@Adventure-Works.com ',
      managerId: manager.id,
      grants: ['ta_up', 'ta_va'],
    });
    const person = await register(input);
    expect(await tenant.run(() => world.people.byId(person.id))).toEqual(person);
    expect(person).toMatchObject({
      name: 'Jae Pak',
      email: 'jae0@adventure-works.com',
      managerId: manager.id,
      dpId: null,
      status: 'active',
      grants: [
        { unit: 'ta', duty: 'updater' },
        { unit: 'ta', duty: 'validator' },
      ],
    });
    expect(await eventsAbout(world, person.id)).toEqual(['person.registered']);
  });

  it('acceptance 8: refuses an address that differs only in case', async () => {
    await register(tenant.input({ email: 'A@x.com' }));
    await expect(register(tenant.input({ email: 'a@x.com' }))).rejects.toMatchObject({
      status: 422,
      code: 'person.email_taken',
      errors: [{ path: 'email' }],
    });
    const other = await world.tenant();
    expect((await other.person({ email: 'a@x.com' })).email).toBe('a@x.com');
  });

  it('acceptance 8: of several registrations of E102 at once one succeeds', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => register(tenant.input({ employeeId: 'E102' }))),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(7);
    for (const reason of refused) expect(reason).toMatchObject({ status: 422, errors: [{ path: 'employeeId' }] });
    const found = await tenant.run(() => world.people.byEmployeeIds(['E102']));
    expect(found.size).toBe(1);
  });

  it('acceptance 9: refuses a manager without pm and a dp without dp, naming the field', async () => {
    const neither = await tenant.person();
    await expect(register(tenant.input({ managerId: neither.id }))).rejects.toMatchObject({
      errors: [{ path: 'managerId' }],
    });
    await expect(register(tenant.input({ dpId: neither.id }))).rejects.toMatchObject({ errors: [{ path: 'dpId' }] });
    const dp = await tenant.person({ grants: ['dp'] });
    expect((await register(tenant.input({ dpId: dp.id }))).dpId).toBe(dp.id);
  });

  it('refuses managers who left, who are unknown, and who belong to another organization', async () => {
    const gone = await tenant.person({ grants: ['pm'], exitDate: '2025-11-11' });
    const foreign = await (await world.tenant()).person({ grants: ['pm'] });
    for (const managerId of [gone.id, foreign.id, newId()]) {
      await expect(register(tenant.input({ managerId }))).rejects.toMatchObject({ errors: [{ path: 'managerId' }] });
    }
  });

  it.each<[string, Partial<NewPerson>, string, RegExp]>([
    ['an unlisted grade', { grade: 'E9' }, 'grade', /Not in the list of grades/],
    ['an unlisted location', { location: 'Mars' }, 'location', /Not in the list/],
    ['an address with accents', { email: 'françois0@adventure-works.com' }, 'email', /accents/],
    ['a letter that only looks like ASCII', { email: 'aрple@adventure-works.com' }, 'email', /special letters/],
    ['no address', { email: 'adventure-works.com' }, 'email', /not an e-mail/],
    ['an impossible day', { joiningDate: '2025-02-31' }, 'joiningDate', /exists/],
    ['an exit before the entry', { joiningDate: '2025-02-03', exitDate: '2025-02-02' }, 'exitDate', /before/],
    ['an empty name', { name: '  ' }, 'name', /name/],
    ['a name of two lines', { name: 'Jae\nBcc: all' }, 'name', /single line/],
  ])('refuses %s', async (_name, overrides, path, message) => {
    const refusal = { status: 422, errors: [{ path, message: expect.stringMatching(message) as string }] };
    await expect(register({ ...tenant.input(), ...overrides })).rejects.toMatchObject(refusal);
  });

  it('is for HR administration', async () => {
    const input = tenant.input();
    const approver = await tenant.account({ grants: ['pm', 'hr_va'] });
    const actor = await world.people.access.signIn({ email: approver.email, password: PASSWORD });
    await expect(tenant.run(() => world.people.register(actor, input))).rejects.toMatchObject({ status: 403 });
  });

  it('takes a batch with managers further down, and all or nobody', async () => {
    const own = await world.tenant();
    const managerId = newId();
    const rows = [own.input({ managerId }), own.input({ managerId }), own.input({ id: managerId, grants: ['pm'] })];
    const people = await own.run(() => world.people.registerMany(own.system, rows));
    expect(people.map((person) => person.managerId)).toEqual([managerId, managerId, null]);
    const twice = own.input();
    const bad = [own.input(), twice, { ...own.input(), employeeId: twice.employeeId }, own.input({ grade: 'Z' })];
    await expect(own.run(() => world.people.registerMany(own.system, bad))).rejects.toMatchObject({
      errors: [{ path: '2.employeeId' }, { path: '3.grade' }],
    });
    expect(await own.run(() => world.people.count())).toBe(3);
    const problems = await own.run(() => world.people.check(bad));
    expect(problems.map((row) => row.map(({ path }) => path))).toEqual([[], [], ['employeeId'], ['grade']]);
  });

  it('makes the first administrator once', async () => {
    const own = await world.tenant();
    const first = { name: 'Ken Sánchez', email: 'Ken0@adventure-works.com', employeeId: 'AW0001', password: PASSWORD };
    await expect(
      own.run(() => world.people.registerFirstAdministrator({ ...first, password: 'adventureworks1' })),
    ).rejects.toMatchObject({ errors: [{ path: 'password' }] });
    const person = await own.run(() => world.people.registerFirstAdministrator(first));
    expect(person.grants).toEqual([
      { unit: 'hr', duty: 'admin' },
      { unit: 'central', duty: 'admin' },
    ]);
    const actor = await world.people.access.signIn({ email: first.email, password: PASSWORD });
    expect(actor).toMatchObject({ personId: person.id, mustChangePassword: false });
    await expect(
      own.run(() => world.people.registerFirstAdministrator({ ...first, email: 'other@x.com', employeeId: '2' })),
    ).rejects.toMatchObject({ status: 409, code: 'people.not_empty' });
  });
});

describe('deactivating people', () => {
  it('acceptance 9: is refused for a manager with 4 reports, saying 4, until they are reassigned', async () => {
    const manager = await tenant.person({ name: 'Roberto Tamburello', grants: ['pm'] });
    const successor = await tenant.person({ grants: ['pm', 'dp'] });
    const reports = await Promise.all([1, 2, 3, 4].map(() => tenant.person({ managerId: manager.id })));
    const gone = await tenant.person({ managerId: manager.id });
    await tenant.run(() => world.people.deactivate(tenant.system, gone.id, 'left'));
    const deactivate = () => tenant.run(() => world.people.deactivate(tenant.system, manager.id, 'left'));
    await expect(deactivate()).rejects.toMatchObject({
      code: 'person.has_open_work',
      message: expect.stringContaining('4 people report to Roberto Tamburello') as string,
      extra: { reports: 4, dpPeople: 0, openItems: 0 },
    });
    await tenant.run(() =>
      world.people.assignManagers(
        tenant.system,
        reports.map(({ id }) => ({ personId: id, managerId: successor.id })),
      ),
    );
    expect((await tenant.run(() => world.people.reportsOf(successor.id))).map(({ id }) => id).toSorted()).toEqual(
      reports.map(({ id }) => id).toSorted(),
    );
    expect((await deactivate()).status).toBe('deactivated');
    await expect(deactivate()).rejects.toMatchObject({ status: 409 });
  });

  it('acceptance 30: is refused while items wait for a decision, saying how many', async () => {
    const decider = await tenant.person();
    world.openItems.set(decider.id, 5);
    await expect(tenant.run(() => world.people.deactivate(tenant.system, decider.id, 'left'))).rejects.toMatchObject({
      message: expect.stringContaining('5 items wait') as string,
      extra: { openItems: 5 },
    });
    expect((await tenant.run(() => world.people.byId(decider.id))).status).toBe('active');
  });

  it('a grant that people depend on stays', async () => {
    const manager = await tenant.person({ grants: ['pm'] });
    await tenant.person({ managerId: manager.id });
    await expect(tenant.run(() => world.people.changeGrants(tenant.system, manager.id, []))).rejects.toMatchObject({
      code: 'person.grant_in_use',
      errors: [{ path: 'grants' }],
    });
  });

  it('assigns nobody to the wrong people', async () => {
    const person = await tenant.person({ grants: ['pm'] });
    const plain = await tenant.person();
    const assign = (managerId: string) =>
      tenant.run(() => world.people.assignManagers(tenant.system, [{ personId: person.id, managerId, dpId: null }]));
    await expect(assign(plain.id)).rejects.toMatchObject({ errors: [{ path: '0.managerId' }] });
    await expect(assign(person.id)).rejects.toMatchObject({ errors: [{ path: '0.managerId' }] });
    await expect(
      tenant.run(() => world.people.assignManagers(tenant.system, [{ personId: newId(), managerId: person.id }])),
    ).rejects.toMatchObject({ status: 404 });
  });
});
