import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Tenant } from '../../support/world.js';
import { ADVENTURE_WORKS, createImportWorld, HEADER, hrAdministrator, row, type ImportWorld } from './import-world.js';

let world: ImportWorld;
let tenant: Tenant;
let hr: PersonActor;

beforeAll(async () => {
  world = await createImportWorld();
});
afterAll(() => world.close());

async function freshTenant(): Promise<void> {
  tenant = await world.tenant();
  hr = await hrAdministrator(tenant);
}

const upload = async (lines: readonly string[], actor = hr) =>
  world.imports.checkPeople(actor, { path: await world.file(lines.join('\n')), name: 'people.csv' });

const imported = () => tenant.run(() => world.people.count({})).then((count) => count - 1);

async function failedFile(id: string): Promise<string> {
  let text = '';
  for await (const part of world.imports.failedRows(hr, id)) text += part;
  return text;
}

describe('acceptance 11: the file of 290 people', () => {
  beforeAll(freshTenant);

  it('is checked: 288 valid and 2 invalid, with line, column and reason; nothing is written', async () => {
    const checked = await world.imports.checkPeople(hr, { path: ADVENTURE_WORKS, name: 'people.csv' });
    expect(checked).toMatchObject({
      status: 'checked',
      rows: 290,
      valid: 288,
      invalid: 2,
      created: 0,
      unknownColumns: [],
    });
    const lines = (await readFile(ADVENTURE_WORKS, 'utf8')).split('\n');
    expect(checked.errors).toHaveLength(2);
    for (const { line, column, message } of checked.errors) {
      expect(lines[line - 1]).toMatch(/françois0@|josé1@/);
      expect({ column, message }).toEqual({
        column: 'email',
        message: 'E-mail addresses with accents or other special letters are not supported.',
      });
    }
    expect(await imported()).toBe(0);
  });

  it('is confirmed twice: 288 people, each with the manager and delivery partner of the file', async () => {
    const { id } = await world.imports.checkPeople(hr, { path: ADVENTURE_WORKS, name: 'again.csv' });
    await Promise.all([world.imports.confirm(hr, id), world.imports.confirm(hr, id)]);
    await world.imports.settled(id);
    expect(await world.imports.confirm(hr, id)).toMatchObject({ status: 'completed', created: 288, invalid: 2 });
    expect(await imported()).toBe(288);

    const rows = parse<Record<string, string>>(await readFile(ADVENTURE_WORKS), { columns: true, bom: true });
    const people = await tenant.run(() => world.people.byEmails(rows.map((each) => each['email'] ?? '')));
    expect(people.size).toBe(288);
    const superior = (email: string | undefined) => (email === '' ? null : people.get(email ?? '?')?.id);
    for (const person of people.values()) {
      const given = rows.find((each) => each['email'] === person.email);
      expect([person.email, person.managerId]).toEqual([person.email, superior(given?.['manager'])]);
      expect([person.email, person.dpId]).toEqual([person.email, superior(given?.['dp'])]);
    }
    expect(rows.findIndex(({ email }) => email === 'jo0@adventure-works.com')).toBeGreaterThan(0);
  });

  it('uploaded once more is the same import, also renamed and rewritten', async () => {
    const rows = parse(await readFile(ADVENTURE_WORKS), { bom: true });
    const reordered = rows
      .map((cells) =>
        cells
          .toReversed()
          .map((cell) => `"${cell}"`)
          .join(';'),
      )
      .join('\r\n');
    const [first, second] = await Promise.all([
      world.imports.checkPeople(hr, { path: ADVENTURE_WORKS, name: 'renamed.csv' }),
      world.imports.checkPeople(hr, { path: await world.file(`\uFEFF${reordered}`), name: 'rewritten.csv' }),
    ]);
    expect(first).toMatchObject({ status: 'completed', created: 288 });
    expect(second.id).toBe(first.id);
    expect(await imported()).toBe(288);
  });
});

describe('acceptance 10: some rows are bad', () => {
  beforeAll(freshTenant);

  const rows = Array.from({ length: 10 }, (_, index) => row(index + 1));
  rows[4] = row(5, { employee_id: 'AW9001' });
  rows[7] = row(8, { joining_date: '31-02-2026' });

  it('creates the others; the file of failed rows, mended, creates the rest', async () => {
    const checked = await upload([HEADER, ...rows]);
    expect(checked).toMatchObject({ valid: 8, invalid: 2 });
    expect(checked.errors).toEqual([
      { line: 6, column: 'employee_id', message: 'Stands in line 2 already.' },
      { line: 9, column: 'joining_date', message: 'Give a day that exists, as YYYY-MM-DD or DD-MM-YYYY.' },
    ]);
    expect(await world.imports.confirm(hr, checked.id)).toMatchObject({ status: 'completed', created: 8 });

    const failed = await failedFile(checked.id);
    expect(failed.split('\r\n')).toHaveLength(4);
    const mended = failed.replace('AW9001', 'AW9005').replace('31-02-2026', '28-02-2026');
    const second = await upload([mended]);
    expect(second).toMatchObject({ valid: 2, invalid: 0, unknownColumns: [] });
    expect(await world.imports.confirm(hr, second.id)).toMatchObject({ created: 2 });
    expect(await imported()).toBe(10);
    const late = await tenant.run(() => world.people.byEmail('guy8@adventure-works.com'));
    expect(late?.joiningDate).toBe('2026-02-28');
  });

  it('writes nobody when it was to be all or nothing', async () => {
    const before = await imported();
    const { id } = await upload([HEADER, row(20), row(21, { grade: 'Z9' })]);
    await expect(world.imports.confirm(hr, id, { allOrNothing: true })).rejects.toMatchObject({
      status: 422,
      code: 'import.has_invalid_rows',
    });
    expect(await imported()).toBe(before);
  });

  it('writes nobody when a row turns bad after the check and it was to be all or nothing', async () => {
    const before = await imported();
    const { id } = await upload([HEADER, ...Array.from({ length: 150 }, (_, index) => row(index + 100))]);
    await tenant.person({ email: 'guy240@adventure-works.com', employeeId: 'other' });
    const outcome = await world.imports.confirm(hr, id, { allOrNothing: true });
    await world.imports.settled(id);
    expect(await world.imports.byId(hr, outcome.id)).toMatchObject({
      status: 'checked',
      created: 0,
      valid: 149,
      invalid: 1,
    });
    expect(await imported()).toBe(before + 1);
  });
});

describe('an import', () => {
  beforeAll(freshTenant);

  it('that died half-way goes on where it stood and adds nobody twice', async () => {
    const { id } = await upload([HEADER, ...Array.from({ length: 250 }, (_, index) => row(index + 1))]);
    for (let deaths = 0; deaths < 4; deaths += 1) {
      world.dieOnce();
      await world.imports.confirm(hr, id);
    }
    expect(await world.imports.byId(hr, id)).toMatchObject({ status: 'running' });
    expect(await world.imports.resumeInterrupted()).toBe(1);
    expect(await world.imports.byId(hr, id)).toMatchObject({ status: 'completed', created: 250 });
    expect(await imported()).toBe(250);
    expect(await world.imports.resumeInterrupted()).toBe(0);
  });

  it('uploaded ten times at once is one import', async () => {
    const path = await world.file([HEADER, row(700)].join('\n'));
    const checks = await Promise.all(
      Array.from({ length: 10 }, (_, index) => world.imports.checkPeople(hr, { path, name: `${index}.csv` })),
    );
    expect(new Set(checks.map(({ id }) => id)).size).toBe(1);
    const before = await imported();
    await Promise.all(checks.map(({ id }) => world.imports.confirm(hr, id)));
    await world.imports.settled(checks[0]?.id ?? '');
    expect(await imported()).toBe(before + 1);
  });

  it('waiting for confirmation is checked anew when its file comes again', async () => {
    const lines = [HEADER, row(710)];
    const first = await upload(lines);
    await tenant.person({ email: 'guy710@adventure-works.com', employeeId: 'taken meanwhile' });
    const second = await upload(lines);
    expect(second).toMatchObject({ id: first.id, valid: 0, invalid: 1 });
    await expect(world.imports.confirm(hr, second.id)).rejects.toMatchObject({ code: 'import.nothing_valid' });
  });

  it('names a person who was registered between check and confirmation, and writes the others', async () => {
    const { id } = await upload([HEADER, row(720), row(721)]);
    await tenant.person({ email: 'guy720@adventure-works.com', employeeId: 'faster' });
    const done = await world.imports.confirm(hr, id);
    expect(done).toMatchObject({ status: 'completed', created: 1, valid: 1, invalid: 1 });
    expect(done.errors).toEqual([{ line: 2, column: 'email', message: 'Somebody has this e-mail address already.' }]);
    expect(await failedFile(id)).toContain('guy720@adventure-works.com');
  });

  it('gives people the password of their row, to be changed at first sign-in, and keeps it nowhere', async () => {
    const password = 'Unguessable-7-words';
    const { id } = await upload([`${HEADER},password`, `${row(730)},${password}`, `${row(731)},`]);
    const { db } = world.storage.connection;
    const kept = async () =>
      JSON.stringify([
        await db?.collection('import_chunks').find().toArray(),
        await db?.collection('imports').find().toArray(),
      ]);
    expect(await kept()).not.toContain(password);
    await world.imports.confirm(hr, id);
    expect(await kept()).not.toContain(password);
    const { signIn } = world.people.access;
    expect(await signIn({ email: 'guy730@adventure-works.com', password })).toMatchObject({ mustChangePassword: true });
    await expect(signIn({ email: 'guy731@adventure-works.com', password })).rejects.toMatchObject({ status: 401 });
  });

  it('is for HR administration, and stays in its organization', async () => {
    const employee = await tenant.actor({ email: 'nobody@adventure-works.com', employeeId: 'N1' });
    const pm = await tenant.actor({ grants: ['pm', 'hr_va'], email: 'pm@adventure-works.com', employeeId: 'N2' });
    const mine = await upload([HEADER, row(740)]);
    for (const actor of [employee, pm]) {
      await expect(upload([HEADER, row(741)], actor)).rejects.toMatchObject({ status: 403 });
      // Whether there is such a file is nobody else's to know.
      await expect(world.imports.byId(actor, mine.id)).rejects.toMatchObject({ status: 404 });
      await expect(world.imports.confirm(actor, mine.id)).rejects.toMatchObject({ status: 404 });
      const reading = world.imports.failedRows(actor, mine.id)[Symbol.asyncIterator]();
      await expect(reading.next()).rejects.toMatchObject({ status: 404 });
    }
    const other = await hrAdministrator(await world.tenant());
    await expect(world.imports.byId(other, mine.id)).rejects.toMatchObject({ status: 404 });
    await expect(world.imports.confirm(other, mine.id)).rejects.toMatchObject({ status: 404 });
    await expect(world.imports.byId(hr, '../x')).rejects.toMatchObject({ status: 404 });
    const same = await upload([HEADER, row(740)], other);
    expect(same.id).not.toBe(mine.id);
  });

  it('tells what happened', async () => {
    const { id } = await upload([HEADER, row(750)]);
    await world.imports.confirm(hr, id);
    const events = (await world.storage.connection.db?.collection('events').find({ 'subject.id': id }).toArray()) ?? [];
    expect(events.map((event) => event['type'] as string).sort()).toEqual([
      'import.checked',
      'import.completed',
      'import.progressed',
      'import.progressed',
      'import.progressed',
      'import.uploaded',
    ]);
    const completed = events.find((event) => event['type'] === 'import.completed');
    expect(completed).toMatchObject({ data: { created: 1, failed: 0 }, actor: { id: hr.personId } });
  });
});
