import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { absenceSteps, validators, type Validators } from '../../support/absences.js';
import { createWorld, WORLD_START, type Modules, type Tenant, type World } from '../../support/world.js';

const MONDAY = '2025-11-16T18:30:00Z';
const BACK = '2025-11-21T18:30:00Z';

describe('absences, with two processes at once', () => {
  let world: World;
  let other: Modules;
  let tenant: Tenant;
  let people: Validators;
  let steps: ReturnType<typeof absenceSteps>;

  beforeAll(async () => {
    world = await createWorld();
    other = await world.otherProcess();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    people = await validators(tenant);
    steps = absenceSteps(world, tenant);
  });

  const eventsOf = async (id: string, type: string) =>
    (await tenant.run(() => world.audit.ofSubject(id))).filter((event) => event.type === type);
  const keepInBoth = () =>
    Promise.all([world, other, world, other].map((process) => tenant.run(() => process.absences.keep())));

  it('move everything once, there and back', async () => {
    const { gail, jo, employee } = people;
    const ids: string[] = [];
    for (const day of ['03', '04', '05', '06', '07', '08', '09', '10']) {
      ids.push((await steps.raise(employee, gail, `2025-11-${day}`)).id);
    }
    const absent = await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await keepInBoth();
    for (const id of ids) expect(await steps.timeline(id)).toEqual(['request.raised', 'delegated']);
    expect(await eventsOf(absent.id, 'absence.started')).toHaveLength(1);
    // The delegate is told once, of all of them.
    const summaries = await eventsOf(jo.personId, 'requests.reassigned');
    expect(summaries.map(({ data }) => (data as { requestIds: string[] }).requestIds.length)).toEqual([ids.length]);

    world.clock.set(BACK);
    await keepInBoth();
    for (const id of ids) expect(await steps.timeline(id)).toEqual(['request.raised', 'delegated', 'returned']);
    const ended = await eventsOf(absent.id, 'absence.ended');
    expect(ended).toMatchObject([{ data: { left: ids.length, of: ids.length, early: false } }]);
  });

  it('go on where a process stopped in the middle', async () => {
    const { gail, jo, employee } = people;
    const { id } = await steps.raise(employee, gail);
    const absent = await steps.away(gail, jo);
    world.clock.set(MONDAY);
    // What a process that dies after the beginning of the absence leaves behind.
    await world.storage.connection
      .collection('absences')
      .updateOne({ _id: absent.id as never }, { $set: { status: 'running', startedAt: world.clock.now() } });
    await tenant.run(() => other.absences.keep());
    expect(await steps.place(id)).toMatchObject({ with: 'Jo Brown', of: 'Gail Erickson' });
  });

  it('decided by the delegate or back with the decider, never both', async () => {
    const { gail, jo, employee } = people;
    const ids: string[] = [];
    for (const day of ['05', '06', '07', '08', '09', '10'])
      ids.push((await steps.raise(employee, gail, `2025-11-${day}`)).id);
    await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await steps.keep();
    world.clock.set(BACK);
    const approve = (process: Pick<Modules, 'requests'>, actor: PersonActor, id: string) =>
      tenant.run(() => process.requests.decide(actor, 'ta', id, { decision: 'approve', notes: 'Well done.' }));
    const outcomes = await Promise.allSettled([
      ...ids.map((id) => approve(world, jo, id)),
      tenant.run(() => other.absences.keep()),
    ]);
    const decided = outcomes.slice(0, ids.length).filter(({ status }) => status === 'fulfilled');
    const { page, items } = await tenant.run(() =>
      world.ledger.history({ personIds: [employee.personId] }, { number: 1, size: 50 }),
    );
    expect(page.total).toBe(decided.length);
    for (const [index, id] of ids.entries()) {
      const back = outcomes[index]?.status === 'rejected';
      expect(await steps.place(id)).toMatchObject({ with: back ? 'Gail Erickson' : 'Jo Brown', unassigned: false });
      expect(items.filter(({ sourceKey }) => sourceKey === `request:${id}`)).toHaveLength(back ? 0 : 1);
      if (back) await approve(world, gail, id);
    }
  });

  it('reassigned by HR just before it would move, stays where HR put it', async () => {
    const { gail, jo, rob, employee } = people;
    const { id } = await steps.raise(employee, gail);
    await steps.away(gail, jo);
    world.clock.set(MONDAY);
    const byHr = () =>
      tenant.run(() =>
        other.requests.move(tenant.system, [{ id, toId: rob.personId }], {
          cause: 'reassigned',
          reason: 'Knows it best.',
        }),
      );
    // The moment after it was found with Gail and before the transaction that moves it.
    const { run } = world.storage;
    const spy = vi.spyOn(world.storage, 'run').mockImplementationOnce(async (work) => {
      await byHr();
      return run(work);
    });
    await tenant.run(() => world.requests.absentDeciders.follow(tenant.system));
    expect(spy).toHaveBeenCalled();
    spy.mockRestore();
    expect(await steps.timeline(id)).toEqual(['request.raised', 'reassigned']);
    await steps.keep();
    expect(await steps.place(id)).toEqual({ with: 'Rob Walters', of: null, unassigned: false });
  });

  it('two who name each other at once make no circle', async () => {
    const { gail, jo } = people;
    const both = await Promise.allSettled([
      absenceSteps(world, tenant).away(gail, jo),
      absenceSteps(other, tenant).away(jo, gail),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [refused] = both.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
    expect(refused).toMatchObject({ code: 'absence.circle' });
  });

  it('keeps the absences of every organization, each by its own calendar', async () => {
    const { gail, jo, employee } = people;
    const there = await world.tenant({ calendar: { zone: 'America/New_York', fiscalStartMonth: 4 } });
    const others = await validators(there);
    const thereSteps = absenceSteps(world, there);
    const here = await steps.raise(employee, gail);
    const abroad = await thereSteps.raise(others.employee, others.gail);
    await steps.away(gail, jo);
    await thereSteps.away(others.gail, others.jo);
    world.clock.set(MONDAY);
    await world.absences.keepEverywhere();
    expect((await steps.place(here.id)).with).toBe('Jo Brown');
    expect((await thereSteps.place(abroad.id)).with).toBe('Gail Erickson');
    world.clock.set('2025-11-17T05:00:00Z');
    await world.absences.keepEverywhere();
    expect((await thereSteps.place(abroad.id)).with).toBe('Jo Brown');
  });
});
