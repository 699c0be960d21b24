import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import { inOrganization } from '../../../src/platform/request-context.js';
import { createOrganizations, type OrganizationChanges } from '../../../src/modules/organizations/index.js';
import { createOutbox } from '../../../src/platform/outbox/index.js';
import { newEntry } from '../../support/ledger-world.js';
import { silentLogger } from '../../support/temporary-storage.js';
import { createWorld, type Tenant, type World } from '../../support/world.js';

let world: World;
let tenant: Tenant;

beforeAll(async () => {
  world = await createWorld();
});
beforeAll(async () => {
  tenant = await world.tenant();
});
afterAll(() => world.close());

const events = (type: string, id = tenant.organization.id) =>
  world.storage.connection.collection('events').find({ type, 'subject.id': id }).sort({ _id: 1 }).toArray();

describe('settings', () => {
  it('are revised by HR administration, with before and after of exactly what changed', async () => {
    const hr = await tenant.actor({ grants: ['hr'] });
    const revised = await tenant.run(() =>
      world.organizations.revise(hr, {
        name: 'Adventure Works Cycles',
        settings: { raiseWindowDays: 30, remindAfterWorkingDays: 2 },
      }),
    );
    expect(revised).toMatchObject({ name: 'Adventure Works Cycles', slug: tenant.organization.slug, revision: 1 });
    expect(await tenant.run(() => world.organizations.current())).toEqual(revised);
    const [event] = await events('settings.changed');
    expect(event).toMatchObject({
      data: { fields: ['name', 'raiseWindowDays'] },
      before: { name: tenant.organization.name, raiseWindowDays: 90 },
      after: { name: 'Adventure Works Cycles', raiseWindowDays: 30 },
      actor: { id: hr.personId },
    });
    // What changes nothing leaves no trace.
    const again = await tenant.run(() => world.organizations.revise(hr, { settings: { raiseWindowDays: 30 } }));
    expect(again.revision).toBe(1);
    expect(await events('settings.changed')).toHaveLength(1);
  });

  it('are nobody else’s to change', async () => {
    for (const grants of [[], ['hr_va', 'hr_up'], ['central'], ['pm']]) {
      const actor = await tenant.actor({ grants });
      await expect(tenant.run(() => world.organizations.revise(actor, { name: 'Mine' }))).rejects.toMatchObject({
        status: 403,
      });
      await expect(
        tenant.run(() => world.organizations.changeList(actor, 'grades', { action: 'add', value: 'Z9' })),
      ).rejects.toMatchObject({ status: 403 });
    }
  });

  it.each<[string, unknown, string]>([
    ['0 days', { settings: { raiseWindowDays: 0 } }, 'settings.raiseWindowDays'],
    ['367 days', { settings: { raiseWindowDays: 367 } }, 'settings.raiseWindowDays'],
    ['half a day', { settings: { raiseWindowDays: 1.5 } }, 'settings.raiseWindowDays'],
    ['a number as 1e2', { settings: { raiseWindowDays: '1e2' } }, 'settings.raiseWindowDays'],
    ['true as a number', { settings: { raiseWindowDays: true } }, 'settings.raiseWindowDays'],
    ['25 months', { settings: { proposalWindowMonths: 25 } }, 'settings.proposalWindowMonths'],
    ['no working day', { settings: { workingDays: [] } }, 'settings.workingDays'],
    ['an eighth day', { settings: { workingDays: [7] } }, 'settings.workingDays.0'],
    [
      'work that ends before it begins',
      { settings: { workdayHours: { from: '17:00', to: '09:00' } } },
      'settings.workdayHours.to',
    ],
    ['24:00', { settings: { workdayHours: { from: '09:00', to: '24:00' } } }, 'settings.workdayHours.to'],
    ['31 February', { settings: { holidays: [{ date: '2026-02-31', name: 'Never' }] } }, 'settings.holidays.0.date'],
    ['a domain without dots', { settings: { allowedDomains: ['localhost'] } }, 'settings.allowedDomains.0'],
    ['a domain with a path', { settings: { allowedDomains: ['evil.example/x'] } }, 'settings.allowedDomains.0'],
    ['an operator', { settings: { raiseWindowDays: { $gt: 0 } } }, 'settings.raiseWindowDays'],
    ['a setting nobody knows', { settings: { admin: true } }, 'settings'],
    ['another organization', { id: newId() }, ''],
    ['a slug', { slug: 'taken' }, ''],
    [
      'sessions of 13 hours',
      { settings: { access: { passwordMinLength: 8, idleMinutes: 60, sessionHours: 13, rememberDays: 365 } } },
      'settings.access.sessionHours',
    ],
    [
      'a password of 7',
      { settings: { access: { passwordMinLength: 7, idleMinutes: 60, sessionHours: 12, rememberDays: 365 } } },
      'settings.access.passwordMinLength',
    ],
    [
      'a sender with a line break',
      { settings: { mailSender: { name: 'HR\r\nBcc: x@y.de', address: 'hr@adventure-works.com' } } },
      'settings.mailSender.name',
    ],
    [
      'a sender with two addresses',
      { settings: { mailSender: { name: 'HR', address: 'a@b.com, c@d.com' } } },
      'settings.mailSender.address',
    ],
    ['a zone nobody knows', { calendar: { zone: 'Asia/Atlantis', fiscalStartMonth: 4 } }, 'calendar.zone'],
    ['an offset as zone', { calendar: { zone: '+05:30', fiscalStartMonth: 4 } }, 'calendar.zone'],
    ['month 13', { calendar: { zone: 'UTC', fiscalStartMonth: 13 } }, 'calendar.fiscalStartMonth'],
    ['a locale nobody writes', { settings: { locale: 'xx-<script>' } }, 'settings.locale'],
    ['an empty name', { name: ' ' }, 'name'],
    ['a name of 101', { name: 'x'.repeat(101) }, 'name'],
    ['a name of two lines', { name: 'Adventure\nWorks' }, 'name'],
  ])('refuse %s', async (_name, changes, path) => {
    const before = await tenant.run(() => world.organizations.fresh());
    await expect(
      tenant.run(() => world.organizations.revise(tenant.system, changes as OrganizationChanges)),
    ).rejects.toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ path })]) as unknown,
    });
    expect(await tenant.run(() => world.organizations.fresh())).toEqual(before);
  });

  it('escalate later than they remind, whichever of both is changed', async () => {
    for (const settings of [{ remindAfterWorkingDays: 5 }, { escalateAfterWorkingDays: 2 }]) {
      await expect(tenant.run(() => world.organizations.revise(tenant.system, { settings }))).rejects.toMatchObject({
        code: 'settings.escalation_too_early',
        errors: [{ path: 'escalateAfterWorkingDays' }],
      });
    }
    const { settings } = await tenant.run(() =>
      world.organizations.revise(tenant.system, {
        settings: { remindAfterWorkingDays: 5, escalateAfterWorkingDays: 6 },
      }),
    );
    expect(settings).toMatchObject({ remindAfterWorkingDays: 5, escalateAfterWorkingDays: 6 });
  });

  it('lose no change: who comes from an older state is told who was faster', async () => {
    const paula = await tenant.actor({ name: 'Paula Barreto de Mattos', grants: ['hr'] });
    const { revision } = await tenant.run(() => world.organizations.fresh());
    await tenant.run(() => world.organizations.revise(paula, { settings: { raiseWindowDays: 45 } }, { revision }));
    await expect(
      tenant.run(() => world.organizations.revise(tenant.system, { settings: { raiseWindowDays: 60 } }, { revision })),
    ).rejects.toMatchObject({
      status: 409,
      code: 'settings.changed_meanwhile',
      message: expect.stringContaining('Paula Barreto de Mattos') as unknown,
      extra: { revision: revision + 1 },
    });
    const outcomes = await Promise.allSettled(
      [61, 62, 63, 64].map((raiseWindowDays) =>
        tenant.run(() =>
          world.organizations.revise(tenant.system, { settings: { raiseWindowDays } }, { revision: revision + 1 }),
        ),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('reach another process within seconds, and the own one at once', async () => {
    const own = await world.tenant();
    const other = await world.otherProcess();
    await own.run(() => other.organizations.current());
    await own.run(() => world.organizations.revise(own.system, { name: 'Renamed' }));
    expect((await own.run(() => world.organizations.current())).name).toBe('Renamed');
    const end = performance.now() + 10_000;
    let name = '';
    while (name !== 'Renamed' && performance.now() < end) {
      ({ name } = await own.run(() => other.organizations.current()));
    }
    expect(name).toBe('Renamed');
  });

  it('read holidays that were kept without names', async () => {
    const own = await world.tenant();
    await world.storage.connection
      .collection('organizations')
      .updateOne({ _id: own.organization.id as never }, { $set: { 'settings.holidays': ['2026-01-26'] } });
    const { settings } = await own.run(() => world.organizations.fresh());
    expect(settings.holidays).toEqual([{ date: '2026-01-26', name: '' }]);
  });

  it('keep a day once, in order, however often it is given', async () => {
    const own = await world.tenant();
    const { settings } = await own.run(() =>
      world.organizations.revise(own.system, {
        settings: {
          holidays: [
            { date: '2026-08-15', name: 'Independence Day' },
            { date: '2026-01-26', name: 'First' },
            { date: '2026-01-26', name: 'Republic Day' },
          ],
        },
      }),
    );
    expect(settings.holidays).toEqual([
      { date: '2026-01-26', name: 'Republic Day' },
      { date: '2026-08-15', name: 'Independence Day' },
    ]);
  });

  it('of the calendar move no history: entries keep their quarter', async () => {
    const own = await world.tenant();
    const manager = await own.person({ grants: ['pm'] });
    const person = await own.actor({ managerId: manager.id });
    const credit = (sourceKey: string) =>
      own.run(() =>
        world.ledger.credit(own.system, newEntry(person.personId, { sourceKey, effectiveDate: '2025-11-12' })),
      );
    const before = await credit('request:before');
    await own.run(() =>
      world.organizations.revise(own.system, { calendar: { zone: 'Asia/Kolkata', fiscalStartMonth: 1 } }),
    );
    const after = await credit('request:after');
    expect([before.quarter, after.quarter]).toEqual(['2025-Q3', '2025-Q4']);
    expect((await own.run(() => world.ledger.byId(before.id)))?.quarter).toBe('2025-Q3');
  });
});

describe('acceptance 12: lists', () => {
  it('12: grade D2 removed while 5 people have it: refused saying 5', async () => {
    const own = await world.tenant();
    for (let count = 0; count < 5; count += 1) await own.person({ grade: 'D2' });
    await expect(
      own.run(() => world.organizations.changeList(own.system, 'grades', { action: 'remove', value: 'D2' })),
    ).rejects.toMatchObject({
      status: 422,
      code: 'list.value_in_use',
      message: expect.stringMatching(/^5 people have grade D2/) as unknown,
      extra: { people: 5, deactivated: 0 },
      errors: [{ path: 'value' }],
    });
    expect((await own.run(() => world.organizations.fresh())).lists.grades).toContain('D2');
    expect(await events('list.changed', own.organization.id)).toEqual([]);
  });

  it('count whoever left as well, and say so', async () => {
    const own = await world.tenant();
    const { id } = await own.person({ level: 'Principal' });
    await own.run(() => world.people.deactivate(own.system, id, 'Left'));
    await expect(
      own.run(() => world.organizations.changeList(own.system, 'levels', { action: 'remove', value: 'Principal' })),
    ).rejects.toThrow('1 person has level Principal (all deactivated)');
    await own.person({ level: 'Principal', exitDate: '2025-11-11' });
    await own.person({ level: 'Principal', exitDate: '2099-12-31' });
    await expect(
      own.run(() => world.organizations.changeList(own.system, 'levels', { action: 'remove', value: 'Principal' })),
    ).rejects.toThrow('3 people have level Principal (2 deactivated)');
    const uses = await own.run(() => world.people.listUses());
    expect(uses.levels.get('Principal')).toEqual({ people: 3, deactivated: 2 });
  });

  it('are added to, renamed, moved, marked and taken from, each on record with before and after', async () => {
    const own = await world.tenant();
    const change = (
      ...[list, wanted]: Parameters<typeof world.organizations.changeList> extends [unknown, ...infer R] ? R : never
    ) => own.run(() => world.organizations.changeList(own.system, list, wanted));
    await change('grades', { action: 'add', value: ' E1 ' });
    await change('grades', { action: 'rename', value: 'E1', name: 'E2' });
    await change('grades', { action: 'up', value: 'E2' });
    await change('locations', { action: 'mark', value: 'Canada', us: true });
    const { grades } = await change('grades', { action: 'remove', value: 'A1' });
    expect(grades).toEqual(['B1', 'B2', 'C1', 'C2', 'D1', 'E2', 'D2']);
    const { lists } = await own.run(() => world.organizations.current());
    expect(lists.locations).toContainEqual({ name: 'Canada', us: true });
    const recorded = await events('list.changed', own.organization.id);
    expect(recorded.map(({ data }) => data as unknown)).toEqual([
      { list: 'grades', change: 'added', value: 'E1' },
      { list: 'grades', change: 'renamed', value: 'E2' },
      { list: 'grades', change: 'moved', value: 'E2' },
      { list: 'locations', change: 'marked', value: 'Canada' },
      { list: 'grades', change: 'removed', value: 'A1' },
    ]);
    for (const { before, after } of recorded) expect(before).not.toEqual(after);
    // Moving the first further up changes nothing.
    await change('grades', { action: 'up', value: 'B1' });
    expect(await events('list.changed', own.organization.id)).toHaveLength(5);
  });

  it.each([
    [{ action: 'add', value: 'd2' }, 'list.value_exists'],
    [{ action: 'rename', value: 'A1', name: 'B1' }, 'list.value_exists'],
    [{ action: 'remove', value: 'Z9' }, 'list.value_not_found'],
    [{ action: 'add', value: '' }, 'input.invalid'],
    [{ action: 'add', value: 'x'.repeat(21) }, 'input.invalid'],
    [{ action: 'add', value: 'A\nB' }, 'input.invalid'],
    [{ action: 'rename', value: 'A1', name: '\u0000' }, 'input.invalid'],
  ] as const)('refuse %j', async (wanted, code) => {
    const own = await world.tenant();
    await expect(own.run(() => world.organizations.changeList(own.system, 'grades', wanted))).rejects.toMatchObject({
      code,
    });
  });

  it('keep their last value', async () => {
    const own = await world.tenant({ lists: { levels: ['Senior'] } });
    await expect(
      own.run(() => world.organizations.changeList(own.system, 'levels', { action: 'remove', value: 'Senior' })),
    ).rejects.toMatchObject({ code: 'list.last_value' });
  });

  it('never lose a value that somebody gets at the same moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const own = await world.tenant();
      const [registered, removed] = await Promise.allSettled([
        own.person({ grade: 'D2' }),
        own.run(() => world.organizations.changeList(own.system, 'grades', { action: 'remove', value: 'D2' })),
      ]);
      expect([registered.status, removed.status].sort()).toEqual(['fulfilled', 'rejected']);
      const { lists } = await own.run(() => world.organizations.fresh());
      expect(lists.grades.includes('D2')).toBe(registered.status === 'fulfilled');
    }
  });

  it('get a value back that somebody was given between the count and the commit', async () => {
    const own = await world.tenant();
    const storage = await world.connect();
    const outbox = createOutbox({ storage, clock: world.clock, logger: silentLogger });
    // Nobody while it is removed, somebody right after: as two snapshots see it.
    const answers = [{ people: 0, deactivated: 0 }];
    const usage = () => Promise.resolve(answers.shift() ?? { people: 1, deactivated: 0 });
    const organizations = createOrganizations({ storage, outbox, clock: world.clock, uploadsDir: '', usage });
    await expect(
      own.run(() => organizations.changeList(own.system, 'grades', { action: 'remove', value: 'B1' })),
    ).rejects.toThrow('1 person has grade B1');
    const { lists } = await own.run(() => world.organizations.fresh());
    expect(lists.grades).toEqual(['A1', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2']);
    const recorded = await events('list.changed', own.organization.id);
    expect(recorded.map(({ data }) => (data as { change: string }).change)).toEqual(['removed', 'restored']);
  });

  it('are each organization’s own', async () => {
    const own = await world.tenant();
    const other = await world.tenant();
    await other.person({ grade: 'D2' });
    await own.run(() => world.organizations.changeList(own.system, 'grades', { action: 'remove', value: 'D2' }));
    const { lists } = await inOrganization(other.organization.id, () => world.organizations.fresh());
    expect(lists.grades).toContain('D2');
  });

  it('name everybody’s values, deactivated or not', async () => {
    const own = await world.tenant();
    await own.person({ grade: 'B1', location: 'UK' });
    const { id } = await own.person({ grade: 'B1', location: 'India' });
    await own.run(() => world.people.deactivate(own.system, id, 'Left'));
    const uses = await own.run(() => world.people.listUses());
    expect(uses.grades.get('B1')).toEqual({ people: 2, deactivated: 1 });
    expect(uses.locations.get('UK')).toEqual({ people: 1, deactivated: 0 });
  });
});
