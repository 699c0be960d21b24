import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../src/kernel/errors.js';
import { createWorld, type Modules, type Tenant, type World } from '../support/world.js';
import { pendingRequest, team, type Team } from '../support/requests.js';

const REQUESTS = 100;
const DECISIONS = 20;

interface Outcome {
  readonly id: string;
  readonly status: string;
  readonly error: AppError | undefined;
}

describe('many deciders, one decision', () => {
  let world: World;
  let other: Modules;
  let tenant: Tenant;
  let pm: Team;

  beforeAll(async () => {
    world = await createWorld();
    other = await world.otherProcess();
    tenant = await world.tenant();
    pm = await team(tenant);
  });
  afterAll(() => world.close());

  async function attempt(modules: Modules, id: string, decision: 'approve' | 'reject'): Promise<Outcome> {
    try {
      const notes = `${decision}d in the race`;
      const { status } = await tenant.run(() => modules.requests.decide(pm.manager, 'pm', id, { decision, notes }));
      return { id, status, error: undefined };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { id, status: 'refused', error };
    }
  }

  test(`${REQUESTS} requests, ${DECISIONS} decisions at once on each, from two processes`, async () => {
    const ids: string[] = [];
    for (let index = 0; index < REQUESTS; index += 1) ids.push((await pendingRequest(world, tenant, pm)).id);
    world.clock.advance(60_000);

    const outcomes: Outcome[] = [];
    for (const id of ids) {
      const racing = Array.from({ length: DECISIONS }, (_, index) =>
        attempt(index % 2 === 0 ? world : other, id, index % 4 < 2 ? 'approve' : 'reject'),
      );
      outcomes.push(...(await Promise.all(racing)));
    }
    expect(outcomes).toHaveLength(REQUESTS * DECISIONS);

    let approved = 0;
    for (const id of ids) {
      const mine = outcomes.filter((outcome) => outcome.id === id);
      const winners = mine.filter(({ error }) => error === undefined);
      expect(winners).toHaveLength(1);
      const status = winners[0]?.status;
      if (status === 'approved') approved += 1;
      for (const { error } of mine.filter((outcome) => outcome.error !== undefined)) {
        expect(error).toMatchObject({
          status: 409,
          code: 'request.already_decided',
          extra: { current: { status, decidedBy: { name: pm.manager.name } } },
        });
      }
      const { request } = await tenant.run(() => world.requests.detail(pm.employee, 'own', id));
      expect(request.status).toBe(status);
      expect(request.entryId !== null).toBe(status === 'approved');
    }
    // Both ways of deciding won some; otherwise nothing raced here.
    expect(approved).toBeGreaterThan(0);
    expect(approved).toBeLessThan(REQUESTS);

    const page = { number: 1, size: 1 };
    const history = await tenant.run(() => world.ledger.history({ personIds: [pm.employee.personId] }, page));
    expect(history.page.total).toBe(approved);
    const totals = await tenant.run(() => world.ledger.totals([pm.employee.personId], ['all']));
    expect(totals.get(pm.employee.personId)?.all.combined).toBe(approved * 250);
    const told = async (type: 'request.approved' | 'request.rejected') =>
      (await tenant.run(() => world.audit.list({ types: [type] }, page))).page.total;
    expect([await told('request.approved'), await told('request.rejected')]).toEqual([approved, REQUESTS - approved]);
    await tenant.run(async () => {
      for await (const difference of world.ledger.verify()) expect(difference).toBeUndefined();
    });
  });
});
