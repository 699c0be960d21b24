import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Person, PersonChanges } from '../../../src/modules/people/index.js';
import {
  createAccessWorld,
  eventsAbout,
  PASSWORD,
  type AccessPersonOverrides,
  type AccessTenant,
  type AccessWorld,
} from '../../support/access-world.js';

let world: AccessWorld;
let tenant: AccessTenant;
const YESTERDAY = '2025-11-11';
const HR = { unit: 'hr', duty: 'admin' } as const;

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant();
});

afterAll(() => world.close());

function edit(person: Pick<Person, 'id'>, changes: PersonChanges, revision?: number): Promise<Person> {
  return tenant.run(() => world.people.edit(tenant.system, person.id, changes, { revision }));
}

function byId({ id }: Pick<Person, 'id'>): Promise<Person> {
  return tenant.run(() => world.people.byId(id));
}

async function signedIn(overrides: AccessPersonOverrides): Promise<PersonActor> {
  const { email } = await tenant.account(overrides);
  return world.people.access.signIn({ email, password: PASSWORD });
}

async function lastEvent(id: string): Promise<Record<string, unknown> | null> {
  return world.storage.connection.collection('events').findOne({ 'subject.id': id }, { sort: { at: -1, _id: -1 } });
}

describe('editing a person', () => {
  it('changes what is given and leaves the rest, and the search finds the new name', async () => {
    const person = await tenant.person({ name: 'Gigi Matthew', phone: '185-555-0186' });
    const edited = await edit(person, { name: ' Gigi N Matthew ', email: ' Gigi9@x.com ', exitDate: '2026-03-31' });
    expect(edited).toEqual({
      ...person,
      name: 'Gigi N Matthew',
      email: 'gigi9@x.com',
      exitDate: '2026-03-31',
      revision: 1,
    });
    const found = await tenant.run(() => world.people.list({ q: 'gigi9@x' }, { number: 1, size: 5 }));
    expect(found.items.map(({ id }) => id)).toEqual([person.id]);
    expect(await lastEvent(person.id)).toMatchObject({
      type: 'person.edited',
      data: { fields: ['name', 'email', 'exitDate'] },
      before: { name: 'Gigi Matthew', email: person.email, exitDate: null },
      after: { name: 'Gigi N Matthew', email: 'gigi9@x.com', exitDate: '2026-03-31' },
    });
    expect((await edit(person, { exitDate: null })).exitDate).toBeNull();
  });

  it('records nothing where nothing changes, and grants and superiors as events of their own', async () => {
    const manager = await tenant.person({ grants: ['pm'] });
    const person = await tenant.person({ grants: ['ta_up', 'ta_va'] });
    await edit(person, { name: person.name, grants: person.grants.toReversed(), managerId: null });
    expect((await byId(person)).revision).toBe(0);
    await edit(person, { managerId: manager.id, grants: [], grade: 'C2' });
    expect(await eventsAbout(world, person.id)).toEqual([
      'person.registered',
      'person.edited',
      'person.reassigned',
      'person.grants_changed',
    ]);
    expect(await byId(person)).toMatchObject({ managerId: manager.id, grants: [], grade: 'C2', revision: 1 });
  });

  it.each<[string, PersonChanges, string, string]>([
    ['a taken address, whatever the case', { email: 'TAKEN@x.com' }, 'email', 'person.email_taken'],
    ['a taken employee id', { employeeId: 'TAKEN' }, 'employeeId', 'person.employee_id_taken'],
    ['an unlisted department', { department: 'Alchemy' }, 'department', 'person.value_not_listed'],
    ['an unknown manager', { managerId: newId() }, 'managerId', 'person.manager_unknown'],
    ['an exit before the entry', { exitDate: '2019-01-01' }, 'exitDate', 'person.invalid'],
    ['an entry after the exit', { joiningDate: '2026-02-01', exitDate: '2026-01-01' }, 'exitDate', 'person.invalid'],
    ['no name', { name: ' ' }, 'name', 'person.invalid'],
  ])('refuses %s', async (_name, changes, path, code) => {
    if (!(await tenant.run(() => world.people.byEmail('taken@x.com')))) {
      await tenant.person({ email: 'taken@x.com', employeeId: 'TAKEN' });
    }
    const person = await tenant.person();
    await expect(edit(person, changes)).rejects.toMatchObject({ status: 422, code, errors: [{ path }] });
    expect(await byId(person)).toEqual(person);
  });

  it('lets a value stay that is not listed any more', async () => {
    const person = await tenant.person({ level: 'Principal' });
    const organizations = world.storage.connection.collection('organizations');
    const at = { slug: tenant.organization.slug };
    await organizations.updateOne(at, { $pull: { 'lists.levels': 'Principal' } } as never);
    await expect(tenant.person({ level: 'Principal' })).rejects.toMatchObject({ errors: [{ path: 'level' }] });
    expect((await edit(person, { phone: '1', level: 'Principal' })).phone).toBe('1');
    await organizations.updateOne(at, { $push: { 'lists.levels': 'Principal' } } as never);
  });

  it('is for HR administration, in the own organization', async () => {
    const person = await tenant.person();
    const validator = await signedIn({ grants: ['hr_va', 'pm'] });
    await expect(tenant.run(() => world.people.edit(validator, person.id, { grade: 'D2' }))).rejects.toMatchObject({
      status: 403,
    });
    const foreign = await (await world.tenant()).person();
    await expect(edit(foreign, { grade: 'D2' })).rejects.toMatchObject({ status: 404 });
  });

  it('refuses managers in a circle, however long', async () => {
    const top = await tenant.person({ grants: ['pm'] });
    const middle = await tenant.person({ grants: ['pm'], managerId: top.id });
    const low = await tenant.person({ grants: ['pm'], managerId: middle.id });
    const circle = { status: 422, code: 'person.manager_circle', errors: [{ path: 'managerId' }] };
    await expect(edit(top, { managerId: low.id })).rejects.toMatchObject(circle);
    await expect(edit(top, { managerId: top.id })).rejects.toMatchObject({ code: 'person.manager_self' });
    await expect(
      tenant.run(() => world.people.assignManagers(tenant.system, [{ personId: top.id, managerId: low.id }])),
    ).rejects.toMatchObject({ errors: [{ path: '0.managerId' }] });
    const [one, two] = [newId(), newId()];
    const rows = [
      tenant.input({ id: one, managerId: two, grants: ['pm'] }),
      tenant.input({ id: two, managerId: one, grants: ['pm'] }),
    ];
    await expect(tenant.run(() => world.people.registerMany(tenant.system, rows))).rejects.toMatchObject({
      errors: [{ path: '0.managerId' }, { path: '1.managerId' }],
    });
  });

  it('tells who was faster and what changed', async () => {
    const person = await tenant.person();
    const hr = await signedIn({ name: 'Paula Barreto', grants: ['hr'] });
    await tenant.run(() => world.people.edit(hr, person.id, { grade: 'C2', phone: '7' }, { revision: 0 }));
    await expect(edit(person, { grade: 'D1' }, 0)).rejects.toMatchObject({
      status: 409,
      code: 'person.changed_meanwhile',
      message: expect.stringContaining('Paula Barreto changed phone, grade') as string,
      extra: { revision: 1 },
    });
    expect((await edit(person, { grade: 'D1' }, 1)).grade).toBe('D1');
  });

  it('of several edits at once on one revision one is made', async () => {
    const person = await tenant.person();
    const grades = ['A1', 'B1', 'B2', 'C2', 'D1', 'D2'];
    const outcomes = await Promise.allSettled(grades.map((grade) => edit(person, { grade }, 0)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await byId(person)).revision).toBe(1);
  });

  it('of several edits to one address at once one is made, the others are told at the field', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => tenant.person()));
    const outcomes = await Promise.allSettled(people.map((person) => edit(person, { email: 'one@x.com' })));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(3);
    for (const reason of refused) expect(reason).toMatchObject({ status: 422, errors: [{ path: 'email' }] });
  });
});

describe('an exit date', () => {
  it('in the past ends the account at once, in the future only then', async () => {
    const actor = await signedIn({});
    const epoch = await world.people.access.epochOf(actor.personId);
    await edit({ id: actor.personId }, { exitDate: '2025-11-12' });
    expect(await world.people.access.actorOf(actor.personId, epoch)).toBeDefined();
    await edit({ id: actor.personId }, { exitDate: YESTERDAY });
    expect(await world.people.access.actorOf(actor.personId)).toBeUndefined();
    expect(await world.people.access.epochOf(actor.personId)).toBe(epoch + 1);
  });

  it('9, 30: in the past is refused with open work, saying how much', async () => {
    const manager = await tenant.person({ grants: ['pm'] });
    const reports = await Promise.all([1, 2, 3, 4].map(() => tenant.person({ managerId: manager.id })));
    world.openItems.set(manager.id, 5);
    await expect(edit(manager, { exitDate: YESTERDAY })).rejects.toMatchObject({
      status: 422,
      code: 'person.has_open_work',
      message: expect.stringMatching(/4 people report.*5 items wait/) as string,
      errors: [{ path: 'exitDate' }],
      extra: { reports: 4, openItems: 5 },
    });
    expect((await edit(manager, { exitDate: '2025-12-31' })).exitDate).toBe('2025-12-31');
    world.openItems.delete(manager.id);
    const successor = await tenant.person({ grants: ['pm'] });
    const edits = [
      ...reports.map(({ id }) => ({ id, changes: { managerId: successor.id } })),
      { id: manager.id, changes: { exitDate: YESTERDAY } },
    ];
    expect(await tenant.run(() => world.people.checkEdits(edits))).toEqual([[], [], [], [], []]);
    await tenant.run(() => world.people.editMany(tenant.system, edits));
    expect((await byId(manager)).exitDate).toBe(YESTERDAY);
  });
});

describe('editing many', () => {
  it('is all or nothing, with the row in the path, and judges them together', async () => {
    const [one, two, three] = [await tenant.person(), await tenant.person(), await tenant.person()];
    const edits = [
      { id: one.id, changes: { email: 'many@x.com' } },
      { id: two.id, changes: { email: 'many@x.com', grade: 'Z9' } },
      { id: newId(), changes: { grade: 'C2' } },
      { id: three.id, changes: { managerId: one.id } },
      { id: one.id, changes: { grade: 'C2' } },
    ];
    const paths = ['1.email', '1.grade', '2.id', '3.managerId', '4.id'];
    await expect(tenant.run(() => world.people.editMany(tenant.system, edits))).rejects.toMatchObject({
      errors: paths.map((path) => ({ path })),
    });
    expect((await tenant.run(() => world.people.checkEdits(edits))).map((row) => row.length)).toEqual([0, 2, 1, 1, 1]);
    expect(await byId(one)).toEqual(one);
    const together = [
      { id: three.id, changes: { managerId: one.id } },
      { id: one.id, changes: { grants: [{ unit: 'pm', duty: 'approver' } as const] } },
    ];
    const edited = await tenant.run(() => world.people.editMany(tenant.system, together));
    expect(edited.map(({ id }) => id)).toEqual([three.id, one.id]);
    expect(edited[0]?.managerId).toBe(one.id);
  });

  it('keeps pm with those who still have reports afterwards', async () => {
    const manager = await tenant.person({ grants: ['pm'] });
    const other = await tenant.person({ grants: ['pm'] });
    const [first, second] = [
      await tenant.person({ managerId: manager.id }),
      await tenant.person({ managerId: manager.id }),
    ];
    const moveTo = (person: Person) => ({ id: person.id, changes: { managerId: other.id } });
    const drop = { id: manager.id, changes: { grants: [] } };
    await expect(tenant.run(() => world.people.editMany(tenant.system, [moveTo(first), drop]))).rejects.toMatchObject({
      code: 'person.grant_in_use',
      errors: [{ path: '1.grants' }],
    });
    await tenant.run(() => world.people.editMany(tenant.system, [moveTo(first), moveTo(second), drop]));
    expect((await byId(manager)).grants).toEqual([]);
  });
});

describe('the last administrator of HR', () => {
  it('cannot go, by whatever way, and nobody else counts who is gone already', async () => {
    const own = await world.tenant();
    const admin = await own.person({ grants: ['hr'] });
    await own.person({ grants: ['hr'], exitDate: YESTERDAY });
    const refusal = { status: 422, code: 'person.last_administrator' };
    const ways = [
      () => world.people.changeGrants(own.system, admin.id, []),
      () => world.people.edit(own.system, admin.id, { exitDate: YESTERDAY }),
      () => world.people.deactivate(own.system, admin.id, 'left'),
    ];
    for (const way of ways) await expect(own.run(way)).rejects.toMatchObject(refusal);
    const next = await own.person();
    const handing = [
      { id: admin.id, changes: { grants: [] } },
      { id: next.id, changes: { grants: [HR] } },
    ];
    await own.run(() => world.people.editMany(own.system, handing));
    expect((await own.run(() => world.people.holders('hr', 'admin'))).map(({ id }) => id)).toEqual([next.id]);
  });

  it('does not go on a day to come either while nobody stays', async () => {
    const own = await world.tenant();
    const admin = await own.person({ grants: ['hr'] });
    const temporary = await own.person({ grants: ['hr'], exitDate: '2026-01-31' });
    const refusal = { status: 422, code: 'person.last_administrator' };
    const leaves = () => world.people.edit(own.system, admin.id, { exitDate: '2025-12-31' });
    await expect(own.run(leaves)).rejects.toMatchObject({ ...refusal, errors: [{ path: 'exitDate' }] });
    for (const way of [
      () => world.people.changeGrants(own.system, admin.id, []),
      () => world.people.deactivate(own.system, admin.id, 'left'),
    ]) {
      await expect(own.run(way)).rejects.toMatchObject(refusal);
    }
    // Who goes anyway may go earlier, and whoever has a successor that stays, on any day.
    await own.run(() => world.people.edit(own.system, temporary.id, { exitDate: '2025-11-30' }));
    await own.person({ grants: ['hr'] });
    expect((await own.run(leaves)).exitDate).toBe('2025-12-31');
  });

  it('remains when two let each other go at the same time', async () => {
    const own = await world.tenant();
    const admins = [await own.person({ grants: ['hr'] }), await own.person({ grants: ['hr'] })];
    const outcomes = await Promise.allSettled(
      admins.map(({ id }) => own.run(() => world.people.changeGrants(own.system, id, []))),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('handing over and coming back', () => {
  it('9: gives the 4 reports to another manager in the same step', async () => {
    const above = await tenant.person({ grants: ['pm'] });
    const manager = await tenant.person({ grants: ['pm', 'dp'], managerId: above.id });
    const reports = await Promise.all([1, 2, 3].map(() => tenant.person({ managerId: manager.id, dpId: manager.id })));
    const successor = await tenant.person({ grants: ['pm', 'dp'], managerId: manager.id });
    const plain = await tenant.person();
    const deactivate = (handover: object) =>
      tenant.run(() => world.people.deactivate(tenant.system, manager.id, 'left', handover));
    await expect(deactivate({ reportsTo: successor.id })).rejects.toMatchObject({
      code: 'person.has_open_work',
      extra: { reports: 0, dpPeople: 3 },
    });
    await expect(deactivate({ reportsTo: plain.id })).rejects.toMatchObject({ errors: [{ path: 'reportsTo' }] });
    await expect(deactivate({ reportsTo: manager.id })).rejects.toMatchObject({ errors: [{ path: 'reportsTo' }] });
    expect((await byId(reports[0] as Person)).managerId).toBe(manager.id);
    expect(await tenant.run(() => world.people.openWork(manager.id))).toMatchObject({ reports: 4, dpPeople: 3 });
    const gone = await deactivate({ reportsTo: successor.id, dpPeopleTo: successor.id });
    expect(gone.status).toBe('deactivated');
    expect((await byId(successor)).managerId).toBe(above.id);
    for (const report of reports) {
      expect(await byId(report)).toMatchObject({ managerId: successor.id, dpId: successor.id });
    }
  });

  it('lets somebody back in, without the sessions of before', async () => {
    const actor = await signedIn({});
    const { personId } = actor;
    const epoch = await world.people.access.epochOf(personId);
    const back = () => tenant.run(() => world.people.reactivate(tenant.system, personId, 'came back'));
    await expect(back()).rejects.toMatchObject({ status: 409, code: 'person.not_deactivated' });
    await edit({ id: personId }, { exitDate: YESTERDAY });
    await tenant.run(() => world.people.deactivate(tenant.system, personId, 'left'));
    expect(await back()).toMatchObject({ status: 'active', exitDate: null });
    expect(await world.people.access.actorOf(personId, epoch)).toBeUndefined();
    expect((await world.people.access.signIn({ email: actor.email, password: PASSWORD })).personId).toBe(personId);
    expect(await lastEvent(personId)).toMatchObject({
      type: 'person.reactivated',
      data: { reason: 'came back' },
      before: { status: 'deactivated', exitDate: YESTERDAY },
      after: { status: 'active', exitDate: null },
    });
  });
});
