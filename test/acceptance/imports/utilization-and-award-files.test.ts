import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createImportWorld, type ImportWorld } from './import-world.js';
import { AWARDS, createUnits, UTILIZATION, type Units } from './unit-files.js';

let world: ImportWorld;
let units: Units;

beforeAll(async () => {
  world = await createImportWorld();
  units = await createUnits(world, 6);
});
afterAll(() => world.close());

const problems = (errors: readonly { line: number; column: string; message: string }[]) =>
  errors.map(({ line, column, message }) => `${line} ${column}: ${message}`);
const percentage = (employee: string, month: string, text: string) => `${employee},PV1,${month},${text},Time sheets.`;

describe('39: a file of utilization', () => {
  it('39: reads 88, 88% and 0.88 as 88.0 %, 1% as 1.0 %, worth nothing; refuses 101 and -1', async () => {
    const checked = await units.upload(units.pmo, 'utilization', 'pmo', [
      UTILIZATION,
      percentage('E1', '2025-10', '88'),
      percentage('E2', '10-2025', '88%'),
      percentage('E3', 'Oct-25', '0.88'),
      percentage('E4', '2025-10', '1%'),
      percentage('E5', '2025-10', '101'),
      percentage('E6', '2025-10', '-1'),
      percentage('E5', '2025-13', '50'),
      percentage('E5', '2025-12', '50'),
      percentage('E5', '2024-10', '50'),
      percentage('E5', '2025-09', ''),
    ]);
    const range = 'A percentage from 0 to 100, such as 88, 88% or 0.88.';
    expect(problems(checked.errors)).toEqual([
      `6 utilization: ${range}`,
      `7 utilization: ${range}`,
      '8 month: Give a month, as YYYY-MM or MM-YYYY.',
      '9 month: The month cannot be in the future.',
      '10 month: The month is too long ago: the earliest possible one is 2024-11.',
      `11 utilization: ${range}`,
    ]);
    expect(checked.planned).toEqual({ points: 0, deciders: { [units.validators.PV1.id]: 4 } });
    await units.confirm(units.pmo, checked.id);
    const made = await units.requests();
    expect(made.map((one) => [one['points'], one['eventDate'], one['utilization']])).toEqual([
      [0, '2025-10-01', { month: '2025-10', basisPoints: 8800 }],
      [0, '2025-10-01', { month: '2025-10', basisPoints: 8800 }],
      [0, '2025-10-01', { month: '2025-10', basisPoints: 8800 }],
      [0, '2025-10-01', { month: '2025-10', basisPoints: 100 }],
    ]);
  });

  it('39: refuses a second record of a month, pending or approved or twice in the file, by file and by form', async () => {
    const validator = await units.tenant.actor(units.validators.PV1);
    const [first] = await units.requests();
    const decision = { decision: 'approve' as const, notes: 'As in the time sheets.' };
    await units.tenant.run(() => world.requests.decide(validator, 'pmo', String(first?.['_id']), decision));
    const taken = 'Utilization of Oct 2025 is pending or recorded already.';
    const checked = await units.upload(units.pmo, 'utilization', 'pmo', [
      UTILIZATION,
      percentage('E1', '2025-10', '70'),
      percentage('E2', '2025-10', '70'),
      percentage('E6', '2025-09', '70'),
      percentage('E6', 'Sep-2025', '71'),
    ]);
    expect(problems(checked.errors)).toEqual([
      `2 month: ${taken}`,
      `3 month: ${taken}`,
      '5 month: Line 4 is of the same person and month.',
    ]);
    for (const personId of [units.employees[0]?.id ?? '', units.employees[1]?.id ?? '']) {
      const input = { personId, month: '2025-10', utilization: '70', notes: 'Again.', validatorId: validator.personId };
      await expect(units.tenant.run(() => world.requests.proposeUtilization(units.pmo, input))).rejects.toMatchObject({
        code: 'utilization.already_recorded',
      });
    }
    // Somebody uses the form between check and confirmation.
    await units.tenant.run(() =>
      world.requests.proposeUtilization(units.pmo, {
        ...{ personId: units.employees[5]?.id ?? '', month: '2025-09', utilization: '65' },
        ...{ notes: 'By form.', validatorId: validator.personId },
      }),
    );
    const done = await units.confirm(units.pmo, checked.id);
    expect(done).toMatchObject({ status: 'completed', created: 0, invalid: 4 });
    expect(problems(done.errors)[2]).toBe('4 month: Utilization of Sep 2025 is pending or recorded already.');
  });

  it('is written once by two files at the same time', async () => {
    const lines = [UTILIZATION, ...[1, 2, 3, 4, 5, 6].map((number) => percentage(`E${number}`, '2025-08', '80'))];
    const one = await units.upload(units.pmo, 'utilization', 'pmo', lines);
    const other = await units.upload(units.pmo, 'utilization', 'pmo', [lines[0] ?? '', ...lines.slice(1).reverse()]);
    expect(other.id).not.toBe(one.id);
    const done = await Promise.all([units.confirm(units.pmo, one.id), units.confirm(units.pmo, other.id)]);
    expect(done.map(({ created }) => created).sort()).toEqual([0, 6]);
    const august = (await units.requests()).filter((request) => request['eventDate'] === '2025-08-01');
    expect(august).toHaveLength(6);
  });
});

describe('a file of awards', () => {
  const entries = () =>
    world.storage.connection
      .collection('entries')
      .find({ organization: units.tenant.organization.id, kind: 'award' })
      .sort({ _id: 1 })
      .toArray();

  it('grants points to the own team at once, and tells nobody’s else employee ids from ones that are not there', async () => {
    const header = `${AWARDS},quantity,event_date,points`;
    const checked = await units.upload(units.pm, 'awards', 'pm', [
      header,
      'E1,mentoring,Took two juniors along.,,2025-11-03,9999',
      'E2,initiative_ai,Brought an assistant to the reviews.,1,,9999',
      'E3,mentoring,Of another team.,,,9999',
      'NOBODY,mentoring,Not there.,,,9999',
      'PM1,mentoring,For myself.,,,9999',
      'E1,interviews,Of another unit.,,,9999',
      'E1,mentoring,The same day again.,,03-11-2025,9999',
      'E2,mentoring,Never.,,2025-31-12,9999',
    ]);
    expect(checked).toMatchObject({ unknownColumns: ['points'], planned: { points: 500, deciders: {} } });
    expect(problems(checked.errors)).toEqual([
      '4 employee_id: There is no such person in your team.',
      '5 employee_id: There is no such person in your team.',
      '6 employee_id: Nobody grants points to himself or herself.',
      '7 category_code: This is no category in which points can be granted at the moment.',
      '8 event_date: Line 2 grants this person Mentoring on 3 Nov 2025 too. Tick “Grant duplicates anyway” when you upload, if it is meant.',
      '9 event_date: Give a day that exists, as YYYY-MM-DD or DD-MM-YYYY.',
    ]);
    expect(await entries()).toEqual([]);
    await units.confirm(units.pm, checked.id);
    expect(await entries()).toMatchObject([
      {
        person: units.employees[0]?.id,
        points: 250,
        effectiveDate: '2025-11-03',
        sourceKey: `award:import/${checked.id}/2`,
      },
      {
        person: units.employees[1]?.id,
        points: 250,
        effectiveDate: '2025-11-12',
        sourceKey: `award:import/${checked.id}/3`,
      },
    ]);
    const told = await world.storage.connection
      .collection('events')
      .countDocuments({ organization: units.tenant.organization.id, type: 'points.credited', 'data.kind': 'award' });
    expect(told).toBe(2);
  });

  it('sent again with a row more grants that row alone', async () => {
    const again = await units.upload(units.pm, 'awards', 'pm', [
      `${AWARDS},event_date`,
      'E1,mentoring,Took two juniors along.,2025-11-03',
      'E2,mentoring,Took one along.,2025-11-04',
    ]);
    expect(again).toMatchObject({ valid: 1, invalid: 1 });
    expect(again.errors[0]?.message).toContain('This person has Mentoring on 3 Nov 2025 already.');
    await units.confirm(units.pm, again.id);
    expect(await entries()).toHaveLength(3);
  });

  it('keeps to the limit of a grade, the rows of the file counted', async () => {
    const days = ['2025-10-01', '2025-10-02', '2025-10-03', '2025-10-06'];
    const lines = days.map((day) => `E1,mentoring,Another hour.,${day}`);
    const checked = await units.upload(units.pm, 'awards', 'pm', [`${AWARDS},event_date`, ...lines]);
    // Two a quarter for C1, of which one is granted... four for C1; one is.
    expect(checked).toMatchObject({ valid: 3, invalid: 1 });
    expect(problems(checked.errors)).toEqual([
      '5 category_code: Mentoring is possible 4 times a quarter for this grade; possible again from 1 Jan 2026.',
    ]);
    const done = await units.confirm(units.pm, checked.id);
    expect(done).toMatchObject({ created: 3, written: { points: 750 } });
    const findings: unknown[] = [];
    await units.tenant.run(async () => {
      for await (const finding of world.ledger.verify()) findings.push(finding);
    });
    expect(findings).toEqual([]);
  });
});
