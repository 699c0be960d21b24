import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonFilter } from '../../../src/modules/people/index.js';
import { createAccessWorld, type AccessTenant, type AccessWorld } from '../../support/access-world.js';

let world: AccessWorld;
let tenant: AccessTenant;
const FIRST_PAGE = { number: 1, size: 100 };

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant();
  const manager = await tenant.person({ name: 'Terri Duffy', grants: ['pm', 'dp'], department: 'Management' });
  const people = [
    { name: 'Rob Walters', managerId: manager.id, grants: ['ta_va'] },
    { name: 'Roberto Tamburello', managerId: manager.id, dpId: manager.id, grants: ['ta_up'] },
    { name: 'Sandra Reátegui Alayo', grade: 'B1', location: 'UK' },
    { name: 'rob lower-case', exitDate: '2025-11-11', grants: ['ta_va'] },
    { name: 'Ovidiu Cracium', employeeId: 'E-77', joiningDate: '2015-03-02' },
  ];
  for (const each of people) await tenant.person(each);
  const other = await world.tenant();
  await other.person({ name: 'Rob Elsewhere', grants: ['ta_va'] });
});

afterAll(() => world.close());

async function names(filter: PersonFilter): Promise<string[]> {
  const { items } = await tenant.run(() => world.people.list(filter, FIRST_PAGE));
  return items.map(({ name }) => name);
}

describe('finding people', () => {
  it('lists by name, whatever the case, one organization only', async () => {
    expect(await names({})).toEqual([
      'Ovidiu Cracium',
      'rob lower-case',
      'Rob Walters',
      'Roberto Tamburello',
      'Sandra Reátegui Alayo',
      'Terri Duffy',
    ]);
  });

  it.each<[string, PersonFilter, string[]]>([
    ['beginnings of words', { q: 'rob' }, ['rob lower-case', 'Rob Walters', 'Roberto Tamburello']],
    ['several words in any order', { q: 'walt ROB' }, ['Rob Walters']],
    ['without accents', { q: 'reategui' }, ['Sandra Reátegui Alayo']],
    ['the employee id', { q: 'e-77' }, ['Ovidiu Cracium']],
    ['nothing by the middle of a word', { q: 'berto' }, []],
    ['nothing by a pattern', { q: '.*' }, []],
    ['a department', { department: 'Management' }, ['Terri Duffy']],
    ['grade and location', { grade: 'B1', location: 'UK' }, ['Sandra Reátegui Alayo']],
    ['who is gone by exit date', { status: 'deactivated' }, ['rob lower-case']],
    ['active ones of a name', { status: 'active', q: 'rob' }, ['Rob Walters', 'Roberto Tamburello']],
    ['the latest to join first', { sort: '-joiningDate', q: 'ovidiu' }, ['Ovidiu Cracium']],
  ])('finds %s', async (_name, filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  it('answers a nasty question at once', async () => {
    const start = performance.now();
    expect(await names({ q: `(a+)+$ ${'a'.repeat(5000)}!` })).toEqual([]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('pages without gaps', async () => {
    const seen: string[] = [];
    for (const number of [1, 2, 3]) {
      const page = await tenant.run(() => world.people.list({}, { number, size: 2 }));
      expect(page.page).toEqual({ number, size: 2, total: 6 });
      seen.push(...page.items.map(({ name }) => name));
    }
    expect(seen).toEqual(await names({}));
  });

  it('gives everybody in batches', async () => {
    const sizes: number[] = [];
    await tenant.run(async () => {
      for await (const batch of world.people.eachBatch({}, 4)) sizes.push(batch.length);
    });
    expect(sizes).toEqual([4, 2]);
  });

  it('knows who holds a duty, without those who left and other organizations', async () => {
    const holders = await tenant.run(() => world.people.holders('ta', 'validator'));
    expect(holders.map(({ name }) => name)).toEqual(['Rob Walters']);
    expect(await tenant.run(() => world.people.holders('ta', 'approver'))).toEqual([]);
  });

  it('finds by manager, dp, id, address and employee id', async () => {
    const duffy = await tenant.run(() => world.people.byEmployeeIds(['AW0001', 'unknown']));
    const terri = duffy.get('AW0001');
    expect([...duffy.keys()]).toEqual(['AW0001']);
    expect(await names({ managerId: terri?.id })).toEqual(['Rob Walters', 'Roberto Tamburello']);
    expect(await names({ dpId: terri?.id })).toEqual(['Roberto Tamburello']);
    expect((await tenant.run(() => world.people.byIds([terri?.id ?? '', 'no-id']))).size).toBe(1);
    expect((await tenant.run(() => world.people.byEmail(' GUY1@adventure-works.com')))?.id).toBe(terri?.id);
    expect(await tenant.run(() => world.people.find('no-id'))).toBeUndefined();
    await expect(tenant.run(() => world.people.byId('no-id'))).rejects.toMatchObject({ status: 404 });
  });

  it('asks an index for search, holders and reports', async () => {
    const people = world.storage.connection.collection('people');
    const { organization } = tenant;
    const shapes = [
      { organization: organization.id, searchWords: { $regex: '^rob' } },
      { organization: organization.id, grants: 'ta:validator' },
      { organization: organization.id, manager: 'x' },
      { email: 'guy1@adventure-works.com' },
    ];
    for (const shape of shapes) {
      expect(JSON.stringify(await people.find(shape).explain('queryPlanner'))).toContain('IXSCAN');
    }
  });
});
