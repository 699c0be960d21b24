import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { ImportMode } from '../../../src/modules/imports/index.js';
import type { Person } from '../../../src/modules/people/index.js';
import type { Tenant } from '../../support/world.js';
import { createImportWorld, HEADER, hrAdministrator, row, type ImportWorld } from './import-world.js';

let world: ImportWorld;
let tenant: Tenant;
let hr: PersonActor;
let guy: Person;
let boss: Person;

beforeAll(async () => {
  world = await createImportWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  tenant = await world.tenant();
  hr = await hrAdministrator(tenant);
  boss = await tenant.person({ email: 'boss@adventure-works.com', employeeId: 'B1', grants: ['pm', 'dp'] });
  guy = await tenant.person({
    name: 'Guy Gilbert',
    email: 'guy1@adventure-works.com',
    employeeId: 'AW9001',
    phone: '320-555-0195',
    grade: 'B2',
    managerId: boss.id,
    grants: ['hr_va'],
  });
});

const upload = async (lines: readonly string[], mode: ImportMode = 'update') =>
  world.imports.checkPeople(hr, { path: await world.file(lines.join('\n')), name: 'changes.csv', mode });
const changesOf = async (id: string) => (await world.imports.changes(hr, id, { number: 1, size: 20 })).items;
const now = (id: string) => tenant.run(() => world.people.byId(id));

async function confirmed(id: string) {
  await world.imports.confirm(hr, id);
  await world.imports.settled(id);
  return world.imports.byId(hr, id);
}

describe('a file that updates people', () => {
  it('shows every change before it is made, counts what is unchanged, and leaves empty cells alone', async () => {
    const checked = await upload(['employee_id,grade,phone,level', 'AW9001,C1,,Lead', 'B1,C1,,']);
    expect(checked).toMatchObject({ valid: 2, invalid: 0, updates: 1, unchanged: 1, creates: 0 });
    expect(await changesOf(checked.id)).toEqual([
      {
        line: 2,
        personId: guy.id,
        changes: [
          { column: 'grade', from: 'B2', to: 'C1' },
          { column: 'level', from: 'Senior', to: 'Lead' },
        ],
      },
    ]);
    expect((await now(guy.id)).grade).toBe('B2');
    expect(await confirmed(checked.id)).toMatchObject({ status: 'completed', created: 0, updated: 1 });
    expect(await now(guy.id)).toMatchObject({ grade: 'C1', level: 'Lead', phone: '320-555-0195', managerId: boss.id });
    const edits = await world.storage.connection.db
      ?.collection('events')
      .find({ 'subject.id': guy.id, type: 'person.edited' })
      .toArray();
    expect(edits).toMatchObject([{ before: { grade: 'B2', level: 'Senior' }, after: { grade: 'C1', level: 'Lead' } }]);
  });

  it('empties a cell that says (clear), replaces grants, changes superiors', async () => {
    const other = await tenant.person({ email: 'other@adventure-works.com', employeeId: 'B2', grants: ['pm'] });
    const { id } = await upload([
      'email,phone,grants,manager,dp',
      'GUY1@adventure-works.com,(clear),"ta_va,ta_up",B2,boss@adventure-works.com',
      'other@adventure-works.com,,,(clear),',
    ]);
    expect((await changesOf(id))[0]?.changes).toEqual([
      { column: 'phone', from: '320-555-0195', to: '' },
      { column: 'grants', from: 'hr_va', to: 'ta_up,ta_va' },
      { column: 'manager', from: 'boss@adventure-works.com', to: 'B2' },
      { column: 'dp', from: '', to: 'boss@adventure-works.com' },
    ]);
    await confirmed(id);
    const changed = await now(guy.id);
    expect(changed).toMatchObject({ phone: '', managerId: other.id, dpId: boss.id });
    expect(changed.grants.map(({ unit, duty }) => `${unit}:${duty}`).sort()).toEqual(['ta:updater', 'ta:validator']);
  });

  it('finds people by employee id, else by e-mail address, and refuses where both lead to others', async () => {
    const checked = await upload([
      'employee_id,email,grade',
      'AW9001,guy.gilbert@adventure-works.com,C1',
      'B1,guy1@adventure-works.com,C1',
      'X1,nobody@adventure-works.com,C1',
      ',BOSS@adventure-works.com,D1',
    ]);
    expect(checked.errors).toEqual([
      {
        line: 3,
        column: 'email',
        message: `The employee id belongs to ${boss.name}, the e-mail address to Guy Gilbert.`,
      },
      { line: 4, column: 'employee_id', message: 'Nobody has this employee id or e-mail address.' },
      { line: 5, column: 'employee_id', message: 'Means the same person as line 3.' },
    ]);
    await confirmed(checked.id);
    expect((await now(guy.id)).email).toBe('guy.gilbert@adventure-works.com');
  });

  it.each<[string, string, string, string, RegExp]>([
    ['a grade that is not listed', 'grade', 'Z9', 'grade', /Not in the list/],
    ['a name that is cleared', 'name', '(clear)', 'name', /cannot be cleared/],
    ['an impossible day', 'joining_date', '31-02-2026', 'joining_date', /day that exists/],
    ['an unknown grant', 'grants', 'emperor', 'grants', /Not known: emperor/],
    ['an address that is taken', 'email', 'boss@adventure-works.com', 'email', /belongs to/],
    ['a manager without PM', 'manager', 'administrator@adventure-works.com', 'manager', /does not hold PM/],
    ['a password', 'password', 'Unguessable-7-words', 'password', /new people only/],
  ])('names %s', async (_what, column, cell, at, message) => {
    const checked = await upload([`employee_id,${column}`, `AW9001,${cell}`]);
    expect(checked).toMatchObject({ valid: 0, invalid: 1 });
    expect(checked.errors[0]).toMatchObject({ line: 2, column: at, message: expect.stringMatching(message) });
  });

  it('ends accounts by their exit date, but not while work depends on somebody, and says how much', async () => {
    const refused = await upload(['employee_id,exit_date', 'B1,2025-11-01']);
    expect(refused.errors).toMatchObject([
      { line: 2, column: 'exit_date', message: expect.stringMatching(/1 person reports to/) },
    ]);
    await confirmed((await upload(['employee_id,exit_date', 'AW9001,2025-11-01'])).id);
    expect(await now(guy.id)).toMatchObject({ exitDate: '2025-11-01' });
    expect(await tenant.run(() => world.people.access.actorOf(guy.id))).toBeUndefined();
  });

  it('does not overwrite who was changed after the check, and names it', async () => {
    const { id } = await upload(['employee_id,grade,manager', 'AW9001,C1,', 'B1,D1,']);
    await tenant.run(() => world.people.edit(tenant.system, guy.id, { grade: 'A1' }));
    const done = await confirmed(id);
    expect(done).toMatchObject({ status: 'completed', updated: 1, invalid: 1 });
    expect(done.errors).toEqual([
      { line: 2, column: 'grade', message: 'Changed meanwhile: it is "A1" now. Upload the file again.' },
    ]);
    expect((await now(guy.id)).grade).toBe('A1');
  });

  it('does not overwrite a manager who was changed after the check', async () => {
    const [one, two] = [
      await tenant.person({ email: 'one@adventure-works.com', employeeId: 'M1', grants: ['pm'] }),
      await tenant.person({ email: 'two@adventure-works.com', employeeId: 'M2', grants: ['pm'] }),
    ];
    const { id } = await upload(['employee_id,manager', 'AW9001,M1']);
    await tenant.run(() => world.people.assignManagers(tenant.system, [{ personId: guy.id, managerId: two.id }]));
    expect(one.id).not.toBe(two.id);
    const done = await confirmed(id);
    expect(done.errors).toMatchObject([
      { line: 2, column: 'manager', message: expect.stringMatching(/^Changed meanwhile/) },
    ]);
    expect((await now(guy.id)).managerId).toBe(two.id);
  });

  it('is completed where leaving one change out makes another one impossible', async () => {
    const person = (employeeId: string) =>
      tenant.person({
        email: `${employeeId}@adventure-works.com`.toLowerCase(),
        employeeId,
        grants: ['pm'],
      });
    const top = await person('M1');
    const [upper, lower] = [await person('M2'), await person('M3')];
    await tenant.run(() => world.people.assignManagers(tenant.system, [{ personId: lower.id, managerId: upper.id }]));
    // M3 leaves M2 for M1, so that M2 can come under M3.
    const { id, valid } = await upload(['employee_id,manager', 'M3,M1', 'M2,M3']);
    expect(valid).toBe(2);
    await tenant.run(() => world.people.deactivate(tenant.system, top.id, 'Left the company.'));
    const done = await confirmed(id);
    expect(done.status).toBe('completed');
    expect(done.errors.map(({ line, column }) => [line, column])).toEqual([
      [2, 'manager'],
      [3, 'manager'],
    ]);
    expect([(await now(lower.id)).managerId, (await now(upper.id)).managerId]).toEqual([upper.id, null]);
  });

  it('keeps the last administrator whose successor was refused meanwhile, and is completed', async () => {
    const { id, valid } = await upload(['employee_id,grade,grants', 'AW9001,D2,hr', 'HR0001,,(clear)']);
    expect(valid).toBe(2);
    await tenant.run(() => world.organizations.changeList(tenant.system, 'grades', { action: 'remove', value: 'D2' }));
    const done = await confirmed(id);
    expect(done.status).toBe('completed');
    expect(done.errors.map(({ line, column }) => [line, column])).toEqual([
      [2, 'grade'],
      [3, 'grants'],
    ]);
    const administrators = await tenant.run(() => world.people.holders('hr', 'admin'));
    expect(administrators.map((person) => person.id)).toEqual([hr.personId]);
  });

  it('with new people in it creates them too where both was chosen, and only there', async () => {
    const lines = [HEADER, row(1, { grade: 'C1' }), row(2, { manager: 'AW9001' }), row(3, { manager: 'B1' })];
    lines[1] = row(1, { grade: 'C1', grants: 'pm' });
    const update = await upload(lines);
    expect(update).toMatchObject({ valid: 1, invalid: 2 });
    const both = await upload(lines, 'both');
    expect(both.id).not.toBe(update.id);
    // Guy gets PM in the same file, so he may be a manager in it.
    expect(both).toMatchObject({ valid: 3, invalid: 0, creates: 2, updates: 1 });
    expect(await confirmed(both.id)).toMatchObject({ created: 2, updated: 1 });
    const second = await tenant.run(() => world.people.byEmail('guy2@adventure-works.com'));
    expect(second?.managerId).toBe(guy.id);
    const create = await upload(lines, 'create');
    expect(create).toMatchObject({ valid: 0, invalid: 3 });
  });

  it('refuses a circle of managers', async () => {
    await tenant.run(() => world.people.edit(tenant.system, guy.id, { grants: [{ unit: 'pm', duty: 'approver' }] }));
    const checked = await upload(['employee_id,manager', 'B1,AW9001']);
    expect(checked.errors).toMatchObject([{ line: 2, column: 'manager', message: expect.stringMatching(/circle/) }]);
  });

  it('writes nothing when it was to be all or nothing and somebody changed meanwhile', async () => {
    const { id } = await upload(['employee_id,grade', 'B1,D1', 'AW9001,C1']);
    await tenant.run(() => world.people.edit(tenant.system, guy.id, { grade: 'A1' }));
    await world.imports.confirm(hr, id, { allOrNothing: true });
    await world.imports.settled(id);
    expect(await world.imports.byId(hr, id)).toMatchObject({ status: 'checked', updated: 0, valid: 1, invalid: 1 });
    expect((await now(boss.id)).grade).toBe('C1');
  });
});

describe('rows of files', () => {
  it('are given up on request, and the file can come again', async () => {
    const lines = ['employee_id,grade', 'AW9001,C1'];
    const first = await upload(lines);
    expect(await world.imports.discard(hr, first.id)).toMatchObject({ status: 'discarded', kept: false });
    await expect(world.imports.confirm(hr, first.id)).rejects.toMatchObject({ code: 'import.not_checked' });
    await expect(world.imports.discard(hr, first.id)).rejects.toMatchObject({ code: 'import.not_discardable' });
    const second = await upload(lines);
    expect(second.id).not.toBe(first.id);
    await confirmed(second.id);
    await expect(world.imports.discard(hr, second.id)).rejects.toMatchObject({ status: 409 });
  });

  it('are deleted after 30 days, whether the import was confirmed or not', async () => {
    const kept = () =>
      world.storage.connection.db?.collection('import_chunks').countDocuments({ organization: hr.organizationId });
    const waiting = await upload(['employee_id,grade', 'AW9001,C1']);
    const partly = await upload(['employee_id,grade', 'AW9001,C2', 'B1,Z9']);
    await confirmed(partly.id);
    const day = 86_400_000;
    const start = world.clock.now();
    world.clock.set(new Date(start.getTime() + 29 * day));
    await world.imports.tidy();
    expect(await kept()).toBe(2);
    world.clock.set(new Date(start.getTime() + 31 * day));
    await world.imports.tidy();
    expect(await kept()).toBe(0);
    expect(await world.imports.byId(hr, waiting.id)).toMatchObject({ status: 'discarded', kept: false });
    expect(await world.imports.byId(hr, partly.id)).toMatchObject({ status: 'completed', kept: false, updated: 1 });
    const reading = world.imports.failedRows(hr, partly.id)[Symbol.asyncIterator]();
    await expect(reading.next()).rejects.toMatchObject({ status: 404, code: 'import.rows_deleted' });
    world.clock.set(start);
  });
});
