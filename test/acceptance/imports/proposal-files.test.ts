import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createImportWorld, type ImportWorld } from './import-world.js';
import { createUnits, PROPOSALS, type Units } from './unit-files.js';

let world: ImportWorld;
let units: Units;

beforeAll(async () => {
  world = await createImportWorld();
  units = await createUnits(world);
});
afterAll(() => world.close());

const row = (employee: string, day: string, cells: Partial<Record<string, string>> = {}) => {
  const { validator = 'TV1', category = 'interviews', quantity = '2', notes = 'Interviews of the week.' } = cells;
  return [employee, validator, day, category, quantity, notes].join(',');
};
const problems = (errors: readonly { line: number; column: string; message: string }[]) =>
  errors.map(({ line, column, message }) => `${line} ${column}: ${message}`);
const events = (type: string) =>
  world.storage.connection
    .collection('events')
    .find({ organization: units.tenant.organization.id, type })
    .sort({ _id: 1 })
    .toArray();

describe('a file of proposals', () => {
  it('says what will happen, names columns that mean nothing, and proposes nothing before it is confirmed', async () => {
    const checked = await units.upload(units.ta, 'proposals', 'ta', [
      `Points;Notes;CATEGORY_CODE;Event Date;employee_id;Validator Employee ID;status`,
      '4000;First round;Interviews;10-11-2025;E1;TV1;approved',
      '1;Second round;interviews;2025-11-11;E2;TV2;approved',
    ]);
    expect(checked).toMatchObject({
      ...{ kind: 'proposals', unit: 'ta', status: 'checked', valid: 2, invalid: 0 },
      unknownColumns: ['Points', 'status'],
      planned: {
        points: 200,
        deciders: { [units.validators.TV1.id]: 1, [units.validators.TV2.id]: 1 },
      },
    });
    expect(await units.requests()).toEqual([]);
    const done = await units.confirm(units.ta, checked.id);
    expect(done).toMatchObject({ status: 'completed', created: 2, written: { points: 200 } });
    expect(await units.requests()).toMatchObject([
      { points: 100, status: 'pending', eventDate: '2025-11-10', quantity: 1, proposer: units.ta.personId },
      { points: 100, status: 'pending', eventDate: '2025-11-11', approver: units.validators.TV2.id },
    ]);
    expect(await events('requests.proposed')).toHaveLength(2);
    for (const { data } of await events('request.proposed')) expect(data).toMatchObject({ bulk: true });
  });

  it.each<[string, string, string]>([
    ['employee_id', row('NOBODY', '2025-11-03'), 'Nobody has this employee id.'],
    ['employee_id', row('', '2025-11-03'), 'Give an employee id.'],
    ['employee_id', row('TU1', '2025-11-03'), 'Nobody proposes points for himself or herself.'],
    ['employee_id', row('=E1', '2025-11-03'), 'Nobody has this employee id.'],
    [
      'validator_employee_id',
      row('E1', '2025-11-03', { validator: 'PV1' }),
      'This person does not validate for the unit.',
    ],
    ['validator_employee_id', row('E1', '2025-11-03', { validator: 'X' }), 'Nobody has this employee id.'],
    ['validator_employee_id', row('TV1', '2025-11-03'), 'Somebody else has to decide than who proposes or gains.'],
    ['event_date', row('E1', '2025-02-31'), 'Give a day that exists, as YYYY-MM-DD or DD-MM-YYYY.'],
    ['event_date', row('E1', '2025-11-13'), 'The event cannot be in the future.'],
    ['event_date', row('E1', '2024-10-31'), 'The event is too long ago: the earliest possible day is 1 Nov 2024.'],
    [
      'category_code',
      row('E1', '2025-11-03', { category: 'spot_award' }),
      'This is no category that you can propose points in at the moment.',
    ],
    [
      'category_code',
      row('E1', '2025-11-03', { category: 'no_such' }),
      'This is no category that you can propose points in at the moment.',
    ],
    ['quantity', row('E1', '2025-11-03', { quantity: '0' }), 'A whole number from 1 to 1000.'],
    ['quantity', row('E1', '2025-11-03', { quantity: '1.5' }), 'A whole number from 1 to 1000.'],
    ['notes', row('E1', '2025-11-03', { notes: '' }), 'Say what the points are for.'],
    ['', `${row('E1', '2025-11-03')},more`, 'The row has 7 cells, the header 6.'],
  ])('refuses at %s: %s', async (column, line, message) => {
    const checked = await units.upload(units.ta, 'proposals', 'ta', [PROPOSALS, line, row('E3', '2025-10-01')]);
    expect(checked).toMatchObject({ valid: 1, invalid: 1 });
    expect(problems(checked.errors)).toEqual([`2 ${column}: ${message}`]);
  });

  it('refuses what stands already or twice in the file, unless it was said to be meant', async () => {
    const lines = [
      PROPOSALS,
      row('E1', '2025-11-10'),
      row('E4', '2025-11-05'),
      row('E4', '05-11-2025', { quantity: '3' }),
    ];
    const checked = await units.upload(units.ta, 'proposals', 'ta', lines);
    const meant = ' Tick “Propose duplicates anyway” when you upload, if it is meant.';
    expect(problems(checked.errors)).toEqual([
      `2 event_date: There is a request of this person for Interviews on 10 Nov 2025 already.${meant}`,
      `4 event_date: Line 3 is of this person for Interviews on 5 Nov 2025 too.${meant}`,
    ]);
    const again = await units.upload(units.ta, 'proposals', 'ta', lines, true);
    expect(again).toMatchObject({ id: checked.id, valid: 3, invalid: 0, acknowledgeDuplicates: true });
    const before = (await units.requests()).length;
    await units.confirm(units.ta, again.id);
    const made = (await units.requests()).slice(before);
    expect(made.map((one) => one['duplicateAcknowledged'])).toEqual([true, false, true]);
    // Written once, it is not written again, whatever is ticked.
    expect(await units.upload(units.ta, 'proposals', 'ta', lines, true)).toMatchObject({ status: 'completed' });
    expect(await units.upload(units.ta, 'proposals', 'ta', lines)).toMatchObject({
      id: checked.id,
      status: 'completed',
    });
    expect(await units.requests()).toHaveLength(before + 3);
  });

  it('counts limits within the file too', async () => {
    const spot = (day: string) => row('E1', day, { category: 'spot_award', validator: 'PV1', quantity: '' });
    const checked = await units.upload(units.pmo, 'proposals', 'pmo', [
      PROPOSALS,
      spot('2025-10-06'),
      spot('2025-11-06'),
      spot('2025-09-29'),
    ]);
    expect(problems(checked.errors)).toEqual([
      '3 category_code: Spot award is possible once a quarter for this grade; possible again from 1 Jan 2026.',
    ]);
  });

  it('lets rows fail that the rules refuse by now, with the reason, and writes the others', async () => {
    const lines = [
      PROPOSALS,
      row('E1', '2025-08-04'),
      row('E2', '2025-08-04'),
      row('E3', '2025-08-04', { validator: 'TV2' }),
    ];
    const { id } = await units.upload(units.ta, 'proposals', 'ta', lines);
    const second = await units.upload(units.ta, 'proposals', 'ta', [...lines, row('E2', '2025-08-05')]);
    await units.tenant.run(() => world.people.deactivate(units.tenant.system, units.employees[0]?.id ?? '', 'Left.'));
    const done = await units.confirm(units.ta, id);
    expect(done).toMatchObject({ status: 'completed', created: 2, valid: 2, invalid: 1 });
    expect(problems(done.errors)).toEqual(['2 employee_id: Nobody active is found by this employee id.']);
    await units.tenant.run(() => world.catalog.revise(units.tenant.system, 'interviews', { baseValue: 120 }));
    const other = await units.confirm(units.ta, second.id);
    expect(other).toMatchObject({ created: 0, invalid: 4 });
    expect(problems(other.errors)[3]).toBe(
      '5 category_code: Worth 240 points by now, and 200 when the file was checked. Upload the row again.',
    );
    expect(await units.failedRows(units.ta, second.id)).toContain('E2,TV1,2025-08-05');
    await units.tenant.run(() => world.catalog.revise(units.tenant.system, 'interviews', { baseValue: 100 }));
  });

  it('is the uploader’s: nobody else finds it, HR administration may look', async () => {
    const lines = [PROPOSALS, row('E2', '2025-07-01'), row('E2', '2025-31-01')];
    const mine = await units.upload(units.ta, 'proposals', 'ta', lines);
    const colleague = await units.tenant.actor({ grants: ['ta_up'], employeeId: 'TU2', email: 'tu2@elsewhere.com' });
    const stranger = (await createUnits(world, 1)).ta;
    for (const actor of [colleague, units.pmo, stranger]) {
      await expect(world.imports.byId(actor, mine.id)).rejects.toMatchObject({ status: 404 });
      await expect(world.imports.confirm(actor, mine.id)).rejects.toMatchObject({ status: 404 });
      await expect(world.imports.discard(actor, mine.id)).rejects.toMatchObject({ status: 404 });
      await expect(units.failedRows(actor, mine.id)).rejects.toMatchObject({ status: 404 });
    }
    expect(await world.imports.byId(units.hr, mine.id)).toMatchObject({ id: mine.id });
    await expect(world.imports.confirm(units.hr, mine.id)).rejects.toMatchObject({
      status: 403,
      code: 'import.not_yours',
    });
    await expect(units.failedRows(units.hr, mine.id)).rejects.toMatchObject({ status: 403 });
    const page = { number: 1, size: 50 };
    const listed = async (...given: Parameters<typeof world.imports.list>) =>
      (await world.imports.list(...given)).items.map(({ id }) => id);
    expect(await listed(units.ta, page, { unit: 'ta' })).toContain(mine.id);
    expect(await listed(colleague, page, { unit: 'ta' })).toEqual([]);
    expect(await listed(units.hr, page)).toContain(mine.id);
    // The same content of somebody else is another import.
    expect((await units.upload(colleague, 'proposals', 'ta', lines)).id).not.toBe(mine.id);
    for (const [actor, kind, unit] of [
      [units.pmo, 'proposals', 'ta'],
      [units.ta, 'utilization', 'ta'],
      [units.ta, 'awards', 'pm'],
      [units.hr, 'proposals', 'hr'],
      [units.ta, 'proposals', null],
    ] as const)
      await expect(units.upload(actor, kind, unit, lines)).rejects.toMatchObject({ status: 403 });
  });

  it('proposes nothing any more for whom the duty was taken away meanwhile, also when the writing had begun', async () => {
    const own = await createUnits(world);
    const upload = (day: string) => own.upload(own.ta, 'proposals', 'ta', [PROPOSALS, row('E1', day), row('E2', day)]);
    const [chosen, atOnce, late] = [await upload('2025-07-01'), await upload('2025-07-02'), await upload('2025-07-03')];
    await own.tenant.run(() => world.people.changeGrants(own.tenant.system, own.ta.personId, []));
    // The next request of that person comes with the duties of now; one that was let in before has those of then.
    await expect(world.imports.confirm({ ...own.ta, grants: [] }, late.id)).rejects.toMatchObject({ status: 403 });
    const done = await own.confirm(own.ta, chosen.id);
    expect(done).toMatchObject({ created: 0, valid: 0, invalid: 2 });
    expect(problems(done.errors)).toEqual([
      '2 : You do not propose points for this unit.',
      '3 : You do not propose points for this unit.',
    ]);
    await world.imports.confirm(own.ta, atOnce.id, { allOrNothing: true });
    await world.imports.settled(atOnce.id);
    expect(await world.imports.byId(own.ta, atOnce.id)).toMatchObject({ status: 'checked', created: 0, invalid: 2 });
    expect(await own.requests()).toEqual([]);
  });

  it('is one import, however often and in whatever form it comes', async () => {
    const lines = [PROPOSALS, row('E2', '2025-06-02'), row('E3', '2025-06-02', { notes: '"Café, round one"' })];
    const before = (await units.requests()).length;
    const ids = (
      await Promise.all(Array.from({ length: 10 }, () => units.upload(units.ta, 'proposals', 'ta', lines)))
    ).map(({ id }) => id);
    expect(new Set(ids).size).toBe(1);
    const [id = ''] = ids;
    await Promise.all([units.confirm(units.ta, id), units.confirm(units.ta, id)]);
    const reordered = lines.map((line) => {
      const [employee, validator, day, category, quantity, ...notes] = line.split(',');
      return `${category};${notes.join(',')};${quantity};${day};${validator};${employee}`;
    });
    const again = await units.upload(units.ta, 'proposals', 'ta', `\uFEFF${reordered.join('\r\n')}\r\n`);
    expect(again).toMatchObject({ id, status: 'completed', created: 2 });
    expect(await units.requests()).toHaveLength(before + 2);
  });

  it.each<[string, string | Uint8Array, number]>([
    ['an empty file', '', 422],
    ['a header alone', PROPOSALS, 422],
    ['a wrong delimiter', PROPOSALS.replaceAll(',', '|'), 422],
    ['a missing column', `${PROPOSALS.replace('notes', 'remarks')}\n${row('E2', '2025-05-05')}`, 422],
    ['200 columns', `${PROPOSALS},${Array.from({ length: 200 }, (_, n) => `x${n}`).join(',')}\n1`, 422],
    ['a quote that is never closed', `${PROPOSALS}\n"${row('E2', '2025-05-05')}`, 422],
    ['NUL bytes', `${PROPOSALS}\n${row('E2', '2025-05-05')}\0`, 422],
    ['an unknown encoding', Buffer.from([0x61, 0x9d, 0x81]), 422],
    ['nine megabytes', 'x'.repeat(9 * 1024 * 1024), 413],
  ])('that is %s is refused', async (_what, content, status) => {
    await expect(units.upload(units.ta, 'proposals', 'ta', content)).rejects.toMatchObject({ status });
  });

  it('in Latin-1, UTF-16 and mixed line ends is read as it is meant', async () => {
    const text = `${PROPOSALS}\r${row('E2', '2025-04-07', { notes: 'Café' })}\r\n${row('E3', '2025-04-07')}\n\n`;
    const latin = await units.upload(units.ta, 'proposals', 'ta', Buffer.from(text, 'latin1'));
    expect(latin).toMatchObject({ valid: 2, invalid: 0 });
    const wide = await units.upload(units.ta, 'proposals', 'ta', Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect(wide.id).toBe(latin.id);
  });

  it('has a template whose line passes no check', async () => {
    const template = world.imports.template(units.ta, 'proposals', 'ta');
    expect(template.split('\r\n')[0]).toBe(`\uFEFF${PROPOSALS}`);
    expect(await units.upload(units.ta, 'proposals', 'ta', template)).toMatchObject({ valid: 0, invalid: 1 });
  });
});
