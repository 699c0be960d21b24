import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../src/kernel/actor.js';
import { AppError } from '../../src/kernel/errors.js';
import { createWorld, type Modules, type Tenant, type World } from '../support/world.js';
import { pendingRequest, team, type Team } from '../support/requests.js';

const REQUESTS = 25;

/** What a request may be answered with when somebody else was faster. */
const TOO_LATE = ['request.already_decided', 'request.not_assigned', 'request.same_decider', 'request.not_found'];

describe('moving, deciding and withdrawing at the same moment', () => {
  let world: World;
  let other: Modules;
  let tenant: Tenant;
  let pm: Team;
  let hr: PersonActor;
  let successor: PersonActor;

  beforeAll(async () => {
    world = await createWorld();
    other = await world.otherProcess();
    tenant = await world.tenant();
    pm = await team(tenant);
    hr = await tenant.actor({ grade: 'D1', grants: ['hr'] });
    successor = await tenant.actor({ grade: 'D1', grants: ['pm'] });
  });
  afterAll(() => world.close());

  async function codeOf(work: () => Promise<unknown>): Promise<string> {
    try {
      await tenant.run(work);
      return 'done';
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return error.code;
    }
  }

  it(`of ${REQUESTS} requests none is lost, none is decided twice, and the history fits what is stored`, async () => {
    for (let count = 0; count < REQUESTS; count += 1) {
      const { id } = await pendingRequest(world, tenant, pm);
      const approve = (modules: Modules, actor: PersonActor) =>
        codeOf(() => modules.requests.decide(actor, 'pm', id, { decision: 'approve', notes: 'In the race.' }));
      const reassign = (modules: Modules) =>
        codeOf(() => modules.requests.reassignOne(hr, id, successor.personId, 'In the race.'));
      const outcomes = await Promise.all([
        approve(world, pm.manager),
        reassign(other),
        approve(other, successor),
        ...(count % 3 === 0 ? [codeOf(() => world.requests.withdraw(pm.employee, id))] : []),
        reassign(world),
      ]);
      expect(outcomes.filter((code) => code !== 'done' && !TOO_LATE.includes(code))).toEqual([]);

      const events = await tenant.run(() => world.audit.ofSubject(id));
      const types = events.map(({ type }) => type).filter((type) => type.startsWith('request.'));
      const ends = types.filter((type) => type === 'request.approved' || type === 'request.withdrawn');
      expect(ends.length).toBeLessThanOrEqual(1);
      expect(types.filter((type) => type === 'request.reassigned').length).toBeLessThanOrEqual(1);
      // Whatever comes last is the end: nothing moves that is decided.
      if (ends.length === 1) expect(types.at(-1)).toBe(ends[0]);
      const { request } = await tenant.run(() => world.requests.trackedDetail(hr, id));
      const expected = ends[0] === undefined ? 'pending' : ends[0].replace('request.', '');
      expect(request.status).toBe(expected);
      const moved = types.includes('request.reassigned');
      expect(request.approver.id).toBe(moved ? successor.personId : pm.manager.personId);
    }
    const { items } = await tenant.run(() =>
      world.ledger.history({ personIds: [pm.employee.personId] }, { number: 1, size: 100 }),
    );
    const approved = await tenant.run(() =>
      world.requests.tracked(hr, { status: 'approved' }, 'raised', { number: 1, size: 100 }),
    );
    expect(items.map(({ sourceKey }) => sourceKey).sort()).toEqual(
      approved.items.map(({ id }) => `request:${id}`).sort(),
    );
  });

  it('everything that waits for somebody is handed over while some of it is decided', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 20; count += 1) ids.push((await pendingRequest(world, tenant, pm)).id);
    const decisions = ids
      .slice(0, 10)
      .map((id) =>
        codeOf(() => world.requests.decide(pm.manager, 'pm', id, { decision: 'approve', notes: 'In the race.' })),
      );
    const handedOver = codeOf(() =>
      other.requests.handOver(tenant.system, pm.manager.personId, { pm: successor.personId }, 'Leaving.'),
    );
    const outcomes = await Promise.all([...decisions, handedOver]);
    expect(outcomes.at(-1)).toBe('done');
    const left = await tenant.run(() =>
      world.requests.tracked(hr, { decider: pm.manager.personId }, 'raised', { number: 1, size: 50 }),
    );
    expect(left.items).toEqual([]);
    const all = await tenant.run(() =>
      world.requests.tracked(hr, { status: 'all' }, '-raised', { number: 1, size: 20 }),
    );
    const decided = outcomes.slice(0, -1).filter((code) => code === 'done').length;
    expect(all.items.filter(({ status }) => status === 'approved')).toHaveLength(decided);
    expect(
      all.items.filter(({ status, approver }) => status === 'pending' && approver.id === successor.personId),
    ).toHaveLength(20 - decided);
  });
});
