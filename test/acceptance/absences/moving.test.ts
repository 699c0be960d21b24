import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { absence, absenceSteps, validators, type Validators } from '../../support/absences.js';
import { claim, failureOf } from '../../support/requests.js';
import { actorFor, createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';

/** The first instant of Monday 17 November 2025 in Kolkata. */
const MONDAY = '2025-11-16T18:30:00Z';
const JUST_BEFORE = '2025-11-16T18:29:59Z';
/** Saturday 22 November: the day after the last one. */
const BACK = '2025-11-21T18:30:00Z';

describe('requests of somebody who is away', () => {
  let world: World;
  let tenant: Tenant;
  let people: Validators;
  let steps: ReturnType<typeof absenceSteps>;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    people = await validators(tenant);
    steps = absenceSteps(world, tenant);
  });

  const approve = (actor: Validators['jo'], id: string) =>
    tenant.run(() => world.requests.decide(actor, 'ta', id, { decision: 'approve', notes: 'Well done.' }));
  const eventsOf = async (id: string, type: string) =>
    (await tenant.run(() => world.audit.ofSubject(id))).filter((event) => event.type === type);

  it('29: move on Monday, except those of the delegate, and come back on return', async () => {
    const { gail, jo, employee } = people;
    const ordinary = [await steps.raise(employee, gail), await steps.raise(employee, gail, '2025-11-09')];
    const ofDelegate = await steps.raise(jo, gail);
    await steps.away(gail, jo);
    for (const { id } of [...ordinary, ofDelegate]) {
      expect(await steps.place(id)).toEqual({ with: 'Gail Erickson', of: null, unassigned: false });
    }
    world.clock.set(JUST_BEFORE);
    await steps.keep();
    expect(await steps.place(ordinary[0]?.id ?? '')).toMatchObject({ with: 'Gail Erickson' });

    world.clock.set(MONDAY);
    await steps.keep();
    for (const { id } of ordinary) {
      expect(await steps.place(id)).toEqual({ with: 'Jo Brown', of: 'Gail Erickson', unassigned: false });
    }
    expect(await steps.place(ofDelegate.id)).toEqual({ with: 'Gail Erickson', of: null, unassigned: true });
    await steps.keep();
    expect(await steps.timeline(ordinary[0]?.id ?? '')).toEqual(['request.raised', 'delegated']);

    const decided = await approve(jo, ordinary[0]?.id ?? '');
    expect(decided).toMatchObject({ decidedBy: { name: 'Jo Brown' }, delegatedFrom: { name: 'Gail Erickson' } });

    world.clock.set(BACK);
    await steps.keep();
    expect(await steps.place(ordinary[1]?.id ?? '')).toEqual({ with: 'Gail Erickson', of: null, unassigned: false });
    expect(await steps.place(ofDelegate.id)).toEqual({ with: 'Gail Erickson', of: null, unassigned: false });
    expect(await steps.place(ordinary[0]?.id ?? '')).toMatchObject({ with: 'Jo Brown', of: 'Gail Erickson' });
    expect(await steps.timeline(ordinary[1]?.id ?? '')).toEqual(['request.raised', 'delegated', 'returned']);
    expect((await approve(gail, ordinary[1]?.id ?? '')).status).toBe('approved');
  });

  it.each([
    [
      'Asia/Kolkata',
      '2025-11-17',
      '2025-11-16T18:29:59Z',
      '2025-11-16T18:30:00Z',
      '2025-11-17',
      '2025-11-17T18:30:00Z',
    ],
    // The clocks go back at 2:00 on 2 November, so this day has 25 hours.
    [
      'America/New_York',
      '2025-11-02',
      '2025-11-02T03:59:59Z',
      '2025-11-02T04:00:00Z',
      '2025-11-02',
      '2025-11-03T05:00:00Z',
    ],
    [
      'America/New_York',
      '2026-03-08',
      '2026-03-08T04:59:59Z',
      '2026-03-08T05:00:00Z',
      '2026-03-08',
      '2026-03-09T04:00:00Z',
    ],
  ])('29: begin and end at midnight in %s on %s', async (zone, from, before, begins, to, ends) => {
    world.clock.set(new Date(Date.parse(begins) - 5 * 86_400_000));
    tenant = await world.tenant({ calendar: { zone, fiscalStartMonth: 4 } });
    people = await validators(tenant);
    steps = absenceSteps(world, tenant);
    const day = new Date(Date.parse(begins) - 7 * 86_400_000).toISOString().slice(0, 10);
    const { id } = await steps.raise(people.employee, people.gail, day);
    await steps.away(people.gail, people.jo, { from, to });
    const withAt = async (instant: string | Date) => {
      world.clock.set(instant);
      await steps.keep();
      return (await steps.place(id)).with;
    };
    expect(await withAt(before)).toBe('Gail Erickson');
    expect(await withAt(begins)).toBe('Jo Brown');
    expect(await withAt(new Date(Date.parse(ends) - 1000))).toBe('Jo Brown');
    expect(await withAt(ends)).toBe('Gail Erickson');
  });

  it('29: raised and proposed meanwhile, go to the delegate at once, before any job has run', async () => {
    const { gail, jo, employee } = people;
    const updater = actorFor(await tenant.person({ name: 'Sheela Word', grants: ['ta_up'] }));
    await steps.away(gail, jo);
    world.clock.set(MONDAY);
    expect((await steps.raise(employee, gail)).approver.name).toBe('Jo Brown');
    const proposal = await tenant.run(() =>
      world.requests.propose(updater, {
        personId: employee.personId,
        categoryCode: 'interviews',
        eventDate: '2025-11-10',
        notes: 'Interviewed.',
        quantity: 1,
        validatorId: gail.personId,
        acknowledgeDuplicate: true,
      }),
    );
    expect(proposal).toMatchObject({ approver: { name: 'Jo Brown' }, delegatedFrom: { name: 'Gail Erickson' } });
    const own = await steps.raise(jo, gail);
    expect(await steps.place(own.id)).toEqual({ with: 'Gail Erickson', of: null, unassigned: true });
  });

  it('26: nobody decides the own request as a delegate; it goes to the manager who holds the duty, else HR assigns it', async () => {
    const boss = await tenant.person({ name: 'Diane Margheim', grade: 'D1', grants: ['pm', 'ta_va'] });
    const gail = actorFor(
      await tenant.person({ name: 'Gail Goldberg', grade: 'C2', grants: ['ta_va'], managerId: boss.id }),
    );
    const { jo } = people;
    const [first, second] = [await steps.raise(jo, gail), await steps.raise(actorFor(boss), gail)];
    await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await steps.keep();
    expect(await steps.place(first.id)).toEqual({ with: 'Diane Margheim', of: 'Gail Goldberg', unassigned: false });
    expect(await steps.place(second.id)).toMatchObject({ with: 'Jo Brown' });
    const refused = await failureOf(approve(jo, first.id));
    expect(refused.status).toBe(403);
    expect(refused.code).toBe('request.other_eyes');
  });

  it('26: a manager who is named by the own employee decides nothing of his own', async () => {
    const boss = await tenant.person({ name: 'Diane Margheim', grade: 'D1', grants: ['pm', 'ta_va'] });
    const gail = actorFor(
      await tenant.person({ name: 'Gail Goldberg', grade: 'C2', grants: ['ta_va'], managerId: boss.id }),
    );
    const { id } = await steps.raise(actorFor(boss), gail);
    await steps.away(gail, actorFor(boss));
    world.clock.set(MONDAY);
    await steps.keep();
    expect(await steps.place(id)).toEqual({ with: 'Gail Goldberg', of: null, unassigned: true });
    const refused = await failureOf(approve(actorFor(boss), id));
    expect(refused.code).toBe('request.other_eyes');
    // A validator of the unit may take over what nobody has.
    expect((await approve(people.rob, id)).status).toBe('approved');
  });

  it('stay in sight of whoever is away, who decides none of them', async () => {
    const of = (name: string) => tenant.person({ name, grade: 'C2', grants: ['presales'] });
    const [kevin, david, john] = [await of('Kevin Brown'), await of('David Bradley'), await of('John Wood')];
    const { id } = await tenant.run(() =>
      world.requests.raise(people.employee, {
        ...claim({ categoryCode: 'presales_adhoc', approverId: kevin.id }),
      }),
    );
    const named = absence({ delegate_presales: david.id });
    await tenant.run(() => world.absences.name(actorFor(kevin), kevin.id, named));
    world.clock.set(MONDAY);
    await steps.keep();
    const seenBy = (person: typeof kevin) =>
      tenant.run(() => world.requests.queue(actorFor(person), 'presales', {}, { number: 1, size: 20 }));
    const [seen] = (await seenBy(kevin)).items;
    expect(seen).toMatchObject({ id, approver: { name: 'David Bradley' }, canDecide: false });
    expect((await seenBy(david)).items).toMatchObject([{ id, canDecide: true }]);
    expect((await seenBy(john)).items).toEqual([]);
    const detail = tenant.run(() => world.requests.detail(actorFor(kevin), 'presales', id));
    expect((await detail).request.id).toBe(id);
  });

  it('go on where the delegate is away as well, and back step by step', async () => {
    const { gail, jo, rob, employee } = people;
    const { id } = await steps.raise(employee, gail);
    await steps.away(jo, rob, { from: '2025-11-18', to: '2025-11-19' });
    await steps.away(gail, jo);
    const names: string[] = [];
    for (const day of ['17', '18', '19', '20', '21', '22']) {
      world.clock.set(`2025-11-${day}T06:00:00Z`);
      await steps.keep();
      names.push((await steps.place(id)).with);
    }
    expect(names).toEqual(['Jo Brown', 'Rob Walters', 'Rob Walters', 'Jo Brown', 'Jo Brown', 'Gail Erickson']);
  });

  it('are routed anew when the delegate is deactivated, loses the duty or leaves', async () => {
    const boss = await tenant.person({ name: 'Diane Margheim', grade: 'D1', grants: ['pm', 'ta_va'] });
    const gail = actorFor(
      await tenant.person({ name: 'Gail Goldberg', grade: 'C2', grants: ['ta_va'], managerId: boss.id }),
    );
    const { jo, employee } = people;
    const { id } = await steps.raise(employee, gail);
    await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await steps.keep();
    expect((await steps.place(id)).with).toBe('Jo Brown');
    // What a delegate holds counts among what waits for him.
    const refused = await failureOf(tenant.run(() => world.people.deactivate(tenant.system, jo.personId, 'Left.')));
    expect(refused.code).toBe('person.has_open_work');
    await tenant.run(() => world.people.changeGrants(tenant.system, jo.personId, []));
    await world.outbox.relay.drain();
    expect(await steps.place(id)).toEqual({ with: 'Diane Margheim', of: 'Gail Goldberg', unassigned: false });
  });

  it('are given to HR when the exit date of the delegate passes, of which no event tells', async () => {
    const { gail, jo, employee } = people;
    const { id } = await steps.raise(employee, gail);
    await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await steps.keep();
    await world.storage.connection
      .collection('people')
      .updateOne({ _id: jo.personId as never }, { $set: { exitDate: '2025-11-18' } });
    world.clock.set('2025-11-18T06:00:00Z');
    await steps.keep();
    expect((await steps.place(id)).with).toBe('Jo Brown');
    world.clock.set('2025-11-19T06:00:00Z');
    await steps.keep();
    expect(await steps.place(id)).toEqual({ with: 'Gail Erickson', of: null, unassigned: true });
  });

  it('come back at once when the person says so, and the person is told how many are left', async () => {
    const { gail, jo, employee } = people;
    const requests = [
      await steps.raise(employee, gail),
      await steps.raise(employee, gail, '2025-11-09'),
      await steps.raise(employee, gail, '2025-11-08'),
    ];
    const absent = await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await steps.keep();
    await approve(jo, requests[0]?.id ?? '');
    world.clock.set('2025-11-18T06:00:00Z');
    const ended = await tenant.run(() => world.absences.cancel(gail, absent.id));
    expect(ended).toMatchObject({ status: 'over', endedAt: new Date('2025-11-18T06:00:00Z') });
    expect((await steps.place(requests[1]?.id ?? '')).with).toBe('Gail Erickson');
    const [event] = await eventsOf(absent.id, 'absence.ended');
    expect(event).toMatchObject({
      data: { left: 2, of: 3, early: true },
      before: { status: 'running' },
      after: { status: 'over' },
    });
    const again = await failureOf(tenant.run(() => world.absences.cancel(gail, absent.id)));
    expect(again).toMatchObject({ status: 409, code: 'absence.is_over' });
    expect((await steps.raise(employee, gail, '2025-11-07')).approver.name).toBe('Gail Erickson');
  });

  it('move with a running absence that is changed', async () => {
    const { gail, jo, rob, employee } = people;
    const { id } = await steps.raise(employee, gail);
    const absent = await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await steps.keep();
    const change = (fields: Record<string, string>) =>
      tenant.run(() => world.absences.change(gail, absent.id, absenceOf(fields)));
    await change({ delegate_ta: rob.personId });
    expect(await steps.place(id)).toEqual({ with: 'Rob Walters', of: 'Gail Erickson', unassigned: false });
    await change({ delegate_ta: rob.personId, to: '2025-11-17' });
    world.clock.set('2025-11-18T06:00:00Z');
    await steps.keep();
    expect((await steps.place(id)).with).toBe('Gail Erickson');
  });

  it('are left alone by an organization that does without delegates', async () => {
    const settings = {
      features: { oneTimeCodes: true, rememberMe: true, personalTokens: true, absence: false, reminders: true },
    };
    const other = await world.tenant({ settings });
    const there = await validators(other);
    const refused = await failureOf(absenceSteps(world, other).away(there.gail, there.jo));
    expect(refused).toMatchObject({ status: 403, code: 'absence.switched_off' });
  });

  const absenceOf = (fields: Record<string, string>) => ({
    from: fields['from'] ?? '2025-11-17',
    to: fields['to'] ?? '2025-11-21',
    note: '',
    delegates: { ta: fields['delegate_ta'] ?? '' },
  });
});
