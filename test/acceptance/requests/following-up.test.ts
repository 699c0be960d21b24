import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { EventData } from '../../../src/kernel/events.js';
import { newId } from '../../../src/kernel/ids.js';
import { createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';
import { claim, failureOf, pendingRequest, team, type Team } from '../../support/requests.js';

/** A moment on the clock of Kolkata. */
const at = (text: string) => `${text}:00+05:30`;
const PAGE = { number: 1, size: 50 };

describe('following pending requests up', () => {
  let world: World;
  let tenant: Tenant;
  let pm: Team;
  let hr: PersonActor;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant({ settings: { holidays: [{ date: '2025-11-14', name: 'Company day' }] } });
    pm = await team(tenant);
    hr = await tenant.actor({ grade: 'D1', grants: ['hr'] });
  });

  const followUp = () => tenant.run(() => world.requests.followUp());
  async function told<T extends 'requests.reminded' | 'requests.escalated'>(type: T): Promise<EventData[T][]> {
    const { items } = await tenant.run(() => world.audit.list({ types: [type] }, { number: 1, size: 50 }));
    return items.map(({ data }) => data as EventData[T]).reverse();
  }
  const tracked = (filter: Parameters<World['requests']['tracked']>[1]) =>
    tenant.run(() => world.requests.tracked(hr, filter, 'raised', PAGE));
  const summary = () => tenant.run(() => world.requests.trackerSummary(hr, {}));

  describe('by the clock', () => {
    it('reminds once after two working days, over a holiday and a weekend, with one message for all of a decider', async () => {
      // Thursday 10:00. Friday is a holiday, so two working days are over on Tuesday at 10:00.
      world.clock.set(at('2025-11-13T10:00'));
      const first = await pendingRequest(world, tenant, pm);
      const second = await pendingRequest(world, tenant, pm);
      world.clock.set(at('2025-11-17T18:00'));
      await followUp();
      expect(await told('requests.reminded')).toEqual([]);
      world.clock.set(at('2025-11-18T09:59'));
      await followUp();
      expect(await told('requests.reminded')).toEqual([]);

      world.clock.set(at('2025-11-18T10:00'));
      await followUp();
      await followUp();
      expect(await told('requests.reminded')).toEqual([
        {
          deciderId: pm.manager.personId,
          requestIds: [first.id, second.id],
          by: 'clock',
          oldest: expect.objectContaining({ requestId: first.id, workingDays: 2 }) as unknown,
        },
      ]);
      expect((await tracked({})).items.map(({ remindedAt }) => remindedAt)).toEqual([
        world.clock.now(),
        world.clock.now(),
      ]);
      expect(await told('requests.escalated')).toEqual([]);
    });

    it('gives one message also for more than a transaction of something else would hold', async () => {
      const { id } = await pendingRequest(world, tenant, pm);
      const requests = world.storage.connection.collection('requests');
      const original = await requests.findOne({ _id: id as never });
      const copies = Array.from({ length: 600 }, () => ({ ...original, _id: newId(world.clock.now()) as never }));
      await requests.insertMany(copies);
      world.clock.set(at('2025-12-15T10:00'));
      await followUp();
      await followUp();
      expect((await told('requests.reminded')).map(({ requestIds }) => requestIds.length)).toEqual([601]);
      expect((await told('requests.escalated')).map(({ requestIds }) => requestIds.length)).toEqual([601]);
    });

    it('escalates once after five working days, to the managers of those who wait and to HR administration', async () => {
      const director = await tenant.person({ grade: 'D2', grants: ['pm'] });
      const manager = await tenant.actor({ grade: 'D1', grants: ['pm'], managerId: director.id });
      await tenant.actor({ grade: 'D1', grants: ['pm'] });
      const employee = await tenant.actor({ managerId: manager.personId });
      const request = await pendingRequest(world, tenant, { manager, employee });
      // Wednesday 11:30 and five working days, of which Friday is none: Thursday of the next week.
      world.clock.set(at('2025-11-20T11:29'));
      await followUp();
      expect(await told('requests.escalated')).toEqual([]);
      world.clock.set(at('2025-11-20T11:30'));
      await followUp();
      await followUp();
      expect(await told('requests.escalated')).toEqual([
        expect.objectContaining({
          unit: 'pm',
          requestIds: [request.id],
          deciders: [{ id: manager.personId, name: manager.name, count: 1 }],
          colleagueIds: [director.id],
          hrIds: [hr.personId],
        }),
      ]);
      expect((await tracked({ status: 'escalated' })).items.map(({ id }) => id)).toEqual([request.id]);
      expect((await tracked({ status: 'overdue' })).items.map(({ id }) => id)).toEqual([request.id]);
      expect(await summary()).toMatchObject({ pending: 1, overdue: 1, escalated: 1, oldestHours: 40 });
    });

    it('tells the other deciders of a unit with validators', async () => {
      const validator = await tenant.person({ grade: 'C2', grants: ['ta_va'] });
      const other = await tenant.person({ grade: 'C2', grants: ['ta_va'] });
      const employee = await tenant.actor({});
      await tenant.run(() =>
        world.requests.raise(employee, claim({ categoryCode: 'interviews', approverId: validator.id })),
      );
      world.clock.set(at('2025-11-21T12:00'));
      await followUp();
      expect(await told('requests.escalated')).toMatchObject([{ unit: 'ta', colleagueIds: [other.id] }]);
    });

    it('begins anew with a new decider, while the age that is shown does not', async () => {
      const request = await pendingRequest(world, tenant, pm);
      const other = await tenant.actor({ grade: 'D1', grants: ['pm'] });
      world.clock.set(at('2025-11-13T15:00'));
      await tenant.run(() => world.requests.reassignOne(hr, request.id, other.personId, 'On leave.'));
      world.clock.set(at('2025-11-17T15:00'));
      await followUp();
      expect(await told('requests.reminded')).toEqual([]);
      expect((await tracked({})).items[0]?.ageHours).toBeGreaterThan(16);
      world.clock.set(at('2025-11-18T15:00'));
      await followUp();
      expect(await told('requests.reminded')).toMatchObject([{ deciderId: other.personId }]);
    });

    it('does nothing where reminders are switched off', async () => {
      const silent = await world.tenant({
        settings: {
          features: { oneTimeCodes: true, rememberMe: true, personalTokens: true, absence: true, reminders: false },
        },
      });
      await pendingRequest(world, silent, await team(silent));
      world.clock.set(at('2025-12-20T12:00'));
      await silent.run(() => world.requests.followUp());
      const events = await silent.run(() =>
        world.audit.list({ types: ['requests.reminded', 'requests.escalated'] }, { number: 1, size: 5 }),
      );
      expect(events.items).toEqual([]);
    });

    it('tells everything once when two processes do it at the same moment', async () => {
      const other = await world.otherProcess();
      for (let count = 0; count < 5; count += 1) await pendingRequest(world, tenant, pm);
      world.clock.set(at('2025-11-24T12:00'));
      await Promise.all([world, other, world, other].map(({ requests }) => tenant.run(() => requests.followUp())));
      expect(await told('requests.reminded')).toMatchObject([{ requestIds: { length: 5 } }]);
      expect(await told('requests.escalated')).toMatchObject([{ requestIds: { length: 5 } }]);
    });

    it('fills in what requests of before do not say, and counts their wait from when they were made', async () => {
      const request = await pendingRequest(world, tenant, pm);
      const missing = {
        assignedAt: '',
        location: '',
        remindedAt: '',
        escalatedAt: '',
        needsAssignment: '',
        nudgedAt: '',
      };
      await world.storage.connection
        .collection('requests')
        .updateOne({ _id: request.id as never }, { $unset: missing });
      world.clock.set(at('2025-11-24T12:00'));
      expect((await tracked({})).items).toMatchObject([
        { assignedAt: request.raisedAt, remindedAt: null, needsAssignment: false },
      ]);
      await followUp();
      expect(await told('requests.reminded')).toMatchObject([{ requestIds: [request.id] }]);
      expect((await tracked({ location: 'India' })).items).toHaveLength(1);
    });
  });

  describe('by HR administration', () => {
    it('reminds each request once a day, one message for each decider', async () => {
      const other = await team(tenant);
      const ids = [
        (await pendingRequest(world, tenant, pm)).id,
        (await pendingRequest(world, tenant, pm)).id,
        (await pendingRequest(world, tenant, other)).id,
      ];
      const gone = await pendingRequest(world, tenant, pm);
      await tenant.run(() => world.requests.withdraw(pm.employee, gone.id));
      const result = await tenant.run(() => world.requests.remind(hr, [...ids, gone.id]));
      expect(result.done).toEqual(ids);
      expect(result.failed).toMatchObject([{ id: gone.id, code: 'request.already_decided' }]);
      expect(
        (await told('requests.reminded')).map((data) => [data.deciderId, data.requestIds.length, data.by]),
      ).toEqual([
        [pm.manager.personId, 2, 'manual'],
        [other.manager.personId, 1, 'manual'],
      ]);
      const again = () => tenant.run(() => world.requests.remindOne(hr, ids[0] ?? ''));
      world.clock.set(at('2025-11-12T23:59'));
      expect(await failureOf(again())).toMatchObject({
        status: 409,
        code: 'request.reminded_today',
        message: expect.stringContaining('13 Nov 2025') as string,
      });
      world.clock.set(at('2025-11-13T00:01'));
      expect((await again()).remindedAt).toEqual(world.clock.now());
      expect(await failureOf(tenant.run(() => world.requests.remind(pm.manager, ids)))).toMatchObject({ status: 403 });
    });

    it('30: five requests of somebody whose exit date passes are listed for reassignment, and none is lost', async () => {
      const leaving = await tenant.actor({ grade: 'D1', grants: ['pm'], exitDate: '2025-11-20' });
      const employee = await tenant.actor({ managerId: leaving.personId });
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        ids.push((await pendingRequest(world, tenant, { manager: leaving, employee })).id);
      }
      await pendingRequest(world, tenant, pm);
      expect(await summary()).toMatchObject({ pending: 6, orphaned: 0 });
      world.clock.set(at('2025-11-20T23:59'));
      expect(await summary()).toMatchObject({ orphaned: 0 });

      world.clock.set(at('2025-11-21T00:01'));
      expect(await summary()).toMatchObject({ pending: 6, orphaned: 5 });
      const orphaned = await tracked({ status: 'orphaned' });
      expect(orphaned.items.map(({ id, orphaned: mark }) => [id, mark])).toEqual(ids.map((id) => [id, true]));
      // Nobody is reminded in vain: others are told instead.
      expect(await failureOf(tenant.run(() => world.requests.remindOne(hr, ids[0] ?? '')))).toMatchObject({
        code: 'request.nobody_to_remind',
      });

      const { done, failed } = await tenant.run(() =>
        world.requests.reassign(hr, ids, pm.manager.personId, 'Their manager has left.'),
      );
      expect([done, failed]).toEqual([ids, []]);
      expect(await summary()).toMatchObject({ pending: 6, orphaned: 0 });
      const decided = await tenant.run(() => world.requests.decideMany(pm.manager, 'pm', ids, 'approve', 'Well done.'));
      expect(decided.done).toEqual(ids);
    });

    it('30: whoever loses the duty leaves orphans too', async () => {
      const request = await pendingRequest(world, tenant, pm);
      await world.storage.connection
        .collection('people')
        .updateOne({ _id: pm.manager.personId as never }, { $set: { grants: [] } });
      expect((await tracked({ status: 'orphaned' })).items.map(({ id }) => id)).toEqual([request.id]);
    });

    it('26: nobody is given what he or she proposed or gains from, and HR administration itself does not decide', async () => {
      const updater = await tenant.actor({ grade: 'C2', grants: ['hr_va', 'hr_up'] });
      const beneficiary = await tenant.actor({ grade: 'C2', grants: ['hr_va'] });
      const [validator, third] = [
        await tenant.actor({ grade: 'C2', grants: ['hr_va'] }),
        await tenant.actor({ grade: 'C2', grants: ['hr_va'] }),
      ];
      const proposal = await tenant.run(() =>
        world.requests.propose(updater, {
          personId: beneficiary.personId,
          categoryCode: 'feedback',
          eventDate: '2025-11-10',
          notes: 'Helped with the survey.',
          quantity: 1,
          validatorId: validator.personId,
          acknowledgeDuplicate: false,
        }),
      );
      const give = (toId: string) => tenant.run(() => world.requests.reassignOne(hr, proposal.id, toId, 'Busy.'));
      for (const { personId } of [updater, beneficiary]) {
        expect(await failureOf(give(personId))).toMatchObject({
          status: 422,
          code: 'request.other_eyes',
          errors: [{ path: 'toId' }],
        });
      }
      expect(await failureOf(give(hr.personId))).toMatchObject({ code: 'request.decider_not_allowed' });
      const options = await tenant.run(() => world.requests.deciders(hr, ['hr'], proposal));
      expect(options.map(({ id }) => id)).toEqual([third.personId]);
      expect((await give(third.personId)).approver.id).toBe(third.personId);
    });

    it('sees and does all of it alone', async () => {
      const request = await pendingRequest(world, tenant, pm);
      for (const actor of [pm.manager, pm.employee, await tenant.actor({ grants: ['hr_va', 'central'] })]) {
        for (const work of [
          () => world.requests.tracked(actor, {}, 'raised', PAGE),
          () => world.requests.trackedDetail(actor, request.id),
          () => world.requests.reassign(actor, [request.id], pm.manager.personId, 'x'),
          () => world.requests.remindOne(actor, request.id),
        ]) {
          expect(await failureOf(tenant.run<unknown>(work))).toMatchObject({ status: 403 });
        }
      }
      const { timeline } = await tenant.run(() => world.requests.trackedDetail(hr, request.id));
      expect(timeline.map(({ type }) => type)).toEqual(['request.raised']);
    });
  });

  describe('by a colleague', () => {
    it('a validator takes over what is orphaned, and only that; the history says so', async () => {
      const employee = await tenant.actor({});
      const leaving = await tenant.person({ grade: 'C2', grants: ['ta_va'], exitDate: '2025-11-20' });
      const other = await tenant.actor({ grade: 'C2', grants: ['ta_va'] });
      const request = await tenant.run(() =>
        world.requests.raise(employee, claim({ categoryCode: 'interviews', approverId: leaving.id })),
      );
      const takeOver = (actor: PersonActor) =>
        tenant.run(() => world.requests.takeOver(actor, 'ta', request.id, 'The colleague left.'));
      expect(await failureOf(takeOver(other))).toMatchObject({ status: 409, code: 'request.not_orphaned' });
      world.clock.set(at('2025-11-21T09:00'));
      expect((await failureOf(takeOver(pm.manager))).status).toBe(404);
      const claimant = await failureOf(takeOver({ ...employee, grants: other.grants }));
      expect(claimant).toMatchObject({ status: 403, code: 'request.other_eyes' });
      expect(await takeOver(other)).toMatchObject({
        approver: { id: other.personId },
        orphaned: false,
        canDecide: true,
      });
      expect(await failureOf(takeOver(other))).toMatchObject({ code: 'request.not_orphaned' });
      const { timeline } = await tenant.run(() => world.requests.detail(other, 'ta', request.id));
      expect(timeline.at(-1)).toMatchObject({
        type: 'request.reassigned',
        by: other.name,
        to: other.name,
        cause: 'taken over',
        reason: 'The colleague left.',
      });
    });
  });
});
