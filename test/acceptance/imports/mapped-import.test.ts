import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Mapping } from '../../../src/modules/imports/index.js';
import { mappingFromForm } from '../../../src/web/pages/hr/imports/mapping-form.js';
import { RAW_EXPORT_FORM, rawExport } from '../../support/import-samples.js';
import type { Tenant } from '../../support/world.js';
import { ADVENTURE_WORKS, createImportWorld, hrAdministrator, type ImportWorld } from './import-world.js';

const RAW: Mapping = mappingFromForm(RAW_EXPORT_FORM);

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

const upload = async (content: Buffer | string, mapColumns = true, actor = hr) =>
  world.imports.checkPeople(actor, { path: await world.file(content), name: 'hr-export.csv', mapColumns });

async function mapped(content: Buffer | string, mapping: Mapping) {
  const { id } = await upload(content);
  await world.imports.map(hr, id, mapping);
  return world.imports.checkMapped(hr, id);
}

describe('the raw export', () => {
  beforeAll(freshTenant);

  it('waits for its columns to be named, and suggests what it can', async () => {
    const raw = await upload(await rawExport());
    expect(raw).toMatchObject({ status: 'mapping', rows: 296, valid: 0 });
    const sheet = await world.imports.sheet(hr, raw.id);
    expect(sheet.mapping.fields).toMatchObject({
      name: { how: 'template', template: '{FirstName} {LastName}' },
      email: { how: 'column', column: 'EmailAddress' },
      joining_date: { how: 'column', column: 'HireDate' },
    });
    await expect(world.imports.confirm(hr, raw.id)).rejects.toMatchObject({ code: 'import.not_checked' });
    await expect(world.imports.checkMapped(hr, raw.id)).rejects.toMatchObject({ code: 'import.not_mapped' });
  });

  it('mapped, gives 290 current people: 288 good and 2 with accents, 6 former versions ignored', async () => {
    const checked = await mapped(await rawExport(), RAW);
    expect(checked).toMatchObject({ status: 'checked', rows: 296, ignored: 6, valid: 288, invalid: 2 });
    expect(checked.reasons).toMatchObject([{ column: 'email', count: 2 }]);
    const sheet = await world.imports.sheet(hr, checked.id);
    expect(sheet.counts).toEqual({ counted: 290, ignored: 6 });
    expect(sheet.preview).toHaveLength(10);
    expect(sheet.values['DepartmentName']).toHaveLength(16);
    expect(sheet.preview[0]?.values).toMatchObject({
      name: 'Guy Gilbert',
      department: 'Admin',
      joining_date: '2006-01-28',
      manager: 'jo0@adventure-works.com',
    });
  });

  it('is uploaded once more and mapped alike: the same import', async () => {
    const { items } = await world.imports.list(hr, { number: 1, size: 10 });
    const again = await mapped(await rawExport(), RAW);
    expect(items.map(({ id }) => id)).toContain(again.id);
    const other = await mapped(await rawExport(), { ...RAW, emptyWords: ['NULL', 'n/a'] });
    expect(other.id).not.toBe(again.id);
    await world.imports.discard(hr, other.id);
  });

  it('confirmed, gives everybody the manager of the file, also where the key is a former version', async () => {
    const { id } = await mapped(await rawExport(), RAW);
    await world.imports.confirm(hr, id);
    await world.imports.settled(id);
    expect(await world.imports.byId(hr, id)).toMatchObject({ status: 'completed', created: 288, invalid: 2 });
    const expected = parse<Record<string, string>>(await readFile(ADVENTURE_WORKS), { columns: true, bom: true });
    const people = await tenant.run(() => world.people.byEmails(expected.map((row) => row['email'] ?? '')));
    expect(people.size).toBe(288);
    const emailOf = new Map([...people.values()].map((person) => [person.id, person.email]));
    for (const row of expected) {
      const person = people.get(row['email'] ?? '');
      if (person === undefined) continue;
      expect([person.email, emailOf.get(person.managerId ?? '') ?? '']).toEqual([person.email, row['manager']]);
      expect([person.email, person.joiningDate]).toEqual([person.email, row['joining_date']]);
    }
    const managers = new Set(expected.map((row) => row['manager']).filter((email) => email !== ''));
    const holders = await tenant.run(() => world.people.holders('pm', 'approver'));
    expect(holders.map(({ email }) => email).sort()).toEqual([...managers].sort());
  });

  it('gives its failed rows in our columns; mended, they create the rest without a mapping', async () => {
    const { items } = await world.imports.list(hr, { number: 1, size: 10 });
    const done = items.find(({ status }) => status === 'completed');
    let text = '';
    for await (const part of world.imports.failedRows(hr, done?.id ?? '')) text += part;
    expect(text).toMatch(/^\ufeffname,email,/);
    const mended = text.replaceAll('françois', 'francois').replaceAll('josé', 'jose');
    const rest = await upload(mended, false);
    expect(rest).toMatchObject({ status: 'checked', valid: 2, invalid: 0 });
    expect(await world.imports.confirm(hr, rest.id)).toMatchObject({ created: 2 });
  });
});

describe('a saved mapping', () => {
  beforeAll(freshTenant);

  const FILE = 'Key,Who,Mail,Chief\n1,Guy Gilbert,guy1@adventure-works.com,\n2,Jo Brown,jo0@adventure-works.com,1\n';
  const MAPPING: Mapping = {
    ...RAW,
    fields: {
      name: { how: 'column', column: 'Who' },
      email: { how: 'column', column: 'Mail' },
      employee_id: { how: 'column', column: 'Key' },
      grade: { how: 'fixed', value: 'B2' },
      department: { how: 'fixed', value: 'IT' },
      location: { how: 'fixed', value: 'US' },
      level: { how: 'fixed', value: 'Senior' },
      joining_date: { how: 'fixed', value: '2020-04-01' },
      manager: { how: 'row', column: 'Chief' },
    },
    keep: null,
    rows: { key: 'Key', same: null },
  };

  it('reads the next file with the same columns by itself, in any order', async () => {
    const first = await mapped(FILE, MAPPING);
    expect(first).toMatchObject({ status: 'checked', valid: 2, mappingName: null });
    const saved = await world.imports.saveMapping(hr, first.id, 'Our export');
    const reordered = 'Chief,Mail,Who,Key\n,guy9@adventure-works.com,Guy Gilbert,9\n';
    const next = await upload(reordered, false);
    expect(next).toMatchObject({ status: 'checked', valid: 1, mappingName: 'Our export' });
    expect(await world.imports.mappings(hr)).toMatchObject([{ id: saved.id, name: 'Our export' }]);

    const other = await hrAdministrator(await world.tenant());
    expect(await world.imports.mappings(other)).toEqual([]);
    await expect(world.imports.mappingById(other, saved.id)).rejects.toMatchObject({ status: 404 });
    await expect(world.imports.deleteMapping(other, saved.id)).rejects.toMatchObject({ status: 404 });
    await expect(upload(reordered, false, other)).rejects.toMatchObject({ code: 'import.unreadable' });
  });

  it('can be changed and deleted; what happened stands in the audit', async () => {
    const [saved] = await world.imports.mappings(hr);
    const id = saved?.id ?? '';
    await world.imports.changeMapping(hr, id, 'Our export', { ...MAPPING, dates: 'MM/DD/YYYY' });
    expect((await world.imports.mappingById(hr, id)).mapping.dates).toBe('MM/DD/YYYY');
    await expect(
      world.imports.changeMapping(hr, id, 'Our export', {
        ...MAPPING,
        fields: { name: { how: 'column', column: 'Nobody' } },
      }),
    ).rejects.toMatchObject({ status: 422, errors: [{ path: 'fields.name' }] });
    await world.imports.deleteMapping(hr, id);
    expect(await world.imports.mappings(hr)).toEqual([]);
    const events = await world.storage.connection.db?.collection('events').find({ 'subject.id': id }).toArray();
    expect(events?.map((event) => event['type'] as string)).toEqual([
      'import.mapping_saved',
      'import.mapping_saved',
      'import.mapping_deleted',
    ]);
  });

  it.each<[string, Partial<Mapping>, string]>([
    ['an unknown column', { fields: { name: { how: 'column', column: 'Shoe' } } }, 'fields.name'],
    ['a template without columns', { fields: { name: { how: 'template', template: 'Guy' } } }, 'fields.name'],
    ['a template with an unknown column', { fields: { name: { how: 'template', template: '{Shoe}' } } }, 'fields.name'],
    ['an empty fixed value', { fields: { grade: { how: 'fixed', value: '' } } }, 'fields.grade'],
    ['one password for all', { fields: { password: { how: 'fixed', value: 'x' } } }, 'fields.password'],
    ['a grade from another row', { fields: { grade: { how: 'row', column: 'Key' } } }, 'fields.grade'],
    [
      'a manager by key without a key',
      { fields: { manager: { how: 'row', column: 'Chief' } }, rows: null },
      'fields.manager',
    ],
    ['a column that is not ours', { fields: { points: { how: 'fixed', value: '4000' } } }, 'fields.points'],
    ['a rule about an unknown column', { keep: { column: 'Shoe', value: '1' } }, 'keep'],
  ])('is refused for %s', async (_what, changes, path) => {
    const { id } = await upload(FILE.replaceAll('adventure-works', `aw-${path.length}`));
    await expect(world.imports.map(hr, id, { ...MAPPING, ...changes })).rejects.toMatchObject({
      status: 422,
      errors: [{ path }],
    });
  });

  it('names a key that leads nowhere, and lets its row fall', async () => {
    const checked = await mapped(`${FILE}3,Rob Walters,rob0@adventure-works.com,77\n`, MAPPING);
    expect(checked.errors).toEqual([{ line: 4, column: 'manager', message: 'No row that counts has Key 77.' }]);
  });
});
