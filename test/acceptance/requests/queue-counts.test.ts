import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { QUEUE_STATUSES, type QueueFilter } from '../../../src/modules/requests/index.js';
import { createWorld, type Tenant, type World } from '../../support/world.js';

const PAGE = { number: 1, size: 100 };

/** Numbers on tabs are counted by other queries than lists are read by: whoever looks, both have to say the same. */
describe('what a queue counts', () => {
  let world: World;
  let tenant: Tenant;
  let viewers: Record<string, PersonActor>;

  beforeAll(async () => {
    world = await createWorld();
    tenant = await world.tenant();
    const [updater, validator, gaining, central] = await Promise.all([
      tenant.actor({ grants: ['ta_up'] }),
      tenant.actor({ grade: 'C2', grants: ['ta_va'] }),
      tenant.actor({ grade: 'C2', grants: ['ta_va', 'ta_up'] }),
      tenant.actor({ grants: ['central'] }),
    ]);
    viewers = { updater, validator, gaining, central };
    const employee = await tenant.actor({ name: 'Ruth Ellerbrock' });
    const propose = (by: PersonActor, forWhom: PersonActor, to: PersonActor, day: string) => {
      const asked = {
        categoryCode: 'interviews',
        eventDate: day,
        notes: 'Held the interviews.',
        quantity: 1,
        acknowledgeDuplicate: false,
      };
      return tenant.run(() =>
        world.requests.propose(by, { ...asked, personId: forWhom.personId, validatorId: to.personId }),
      );
    };
    await propose(gaining, employee, validator, '2025-11-11');
    const days = ['2025-09-01', '2025-09-02', '2025-11-03', '2025-11-04', '2025-11-05'];
    const fates = [
      { forWhom: gaining, to: validator, become: ['approve', 'approve', 'reject', 'withdraw', 'wait'] },
      { forWhom: employee, to: gaining, become: ['approve', 'reject', 'reject', 'withdraw', 'wait'] },
    ] as const;
    for (const { forWhom, to, become } of fates) {
      for (const [at, fate] of become.entries()) {
        const { id } = await propose(updater, forWhom, to, days[at] ?? '');
        if (fate === 'withdraw') await tenant.run(() => world.requests.withdraw(updater, id));
        if (fate !== 'approve' && fate !== 'reject') continue;
        await tenant.run(() => world.requests.decide(to, 'ta', id, { decision: fate, notes: 'Looked at.' }));
      }
    }
  });
  afterAll(() => world.close());

  const look = (viewer: PersonActor, filter: QueueFilter) =>
    tenant.run(() => world.requests.queue(viewer, 'ta', filter, PAGE));

  it.each<[string, QueueFilter]>([
    ['nothing', {}],
    ['a quarter', { quarter: '2025-Q2' }],
    ['a name', { q: 'ellerb' }],
    ['a decider', { decider: 'validator' }],
    ['whoever gains', { person: 'gaining' }],
    ['how they were made', { kind: 'proposed' }],
    ['what is odd', { odd: 'any' }],
  ])('is what it lists, for everybody who looks, filtered by %s', async (_name, given) => {
    const idOf = (who: string | undefined) => (who === undefined ? undefined : viewers[who]?.personId);
    const filter = { ...given, decider: idOf(given.decider), person: idOf(given.person) };
    for (const [who, viewer] of Object.entries(viewers)) {
      const listed = async (more: QueueFilter) => {
        const { items, page } = await look(viewer, { ...filter, ...more });
        expect([who, more, page.total]).toEqual([who, more, items.length]);
        return items.length;
      };
      const all = { status: 'all' } as const;
      const { counts } = await look(viewer, filter);
      expect([who, counts]).toEqual([
        who,
        {
          waiting: await listed({ status: 'pending', mine: true }),
          pending: await listed({ status: 'pending' }),
          decided: await listed({ status: 'decided' }),
          decidedByMe: await listed({ status: 'decided', mine: true }),
          all: await listed(all),
        },
      ]);
      for (const status of [...QUEUE_STATUSES, undefined]) await listed({ status, mine: true });
    }
  });

  it.each([
    ['central', { waiting: 0, pending: 3, decided: 6, decidedByMe: 0, all: 11 }],
    ['validator', { waiting: 2, pending: 3, decided: 6, decidedByMe: 3, all: 11 }],
    // What the colleague proposed is nobody's of the updater.
    ['updater', { waiting: 0, pending: 2, decided: 6, decidedByMe: 0, all: 10 }],
    // Of the own five, only the two approved ones.
    ['gaining', { waiting: 1, pending: 2, decided: 5, decidedByMe: 3, all: 8 }],
  ])('differs by who looks: %s', async (who, counts) => {
    expect((await look(viewers[who] as PersonActor, {})).counts).toEqual(counts);
  });

  it('does not look at every request of a unit to count them for somebody who sees it whole', async () => {
    const requests = world.storage.connection.collection('requests');
    const { base } = world.storage.connection;
    for (const viewer of [viewers['validator'], viewers['gaining'], viewers['central']] as PersonActor[]) {
      const asked: Record<string, unknown>[][] = [];
      base.set('debug', (collection: string, method: string, pipeline: Record<string, unknown>[]) => {
        if (collection === 'requests' && method === 'aggregate') asked.push(pipeline);
      });
      await look(viewer, {}).finally(() => base.set('debug', false));
      expect(asked.length).toBeGreaterThan(2);
      for (const pipeline of asked) {
        const plan = JSON.stringify(await requests.aggregate(pipeline).explain('executionStats'));
        const [, examined] = /"totalDocsExamined":(\d+)/.exec(plan) ?? [];
        // Of eleven: at most what somebody gains by, or has to decide.
        expect([pipeline, Number(examined) <= 5]).toEqual([pipeline, true]);
      }
    }
  });

  it('is what dashboards say', async () => {
    for (const viewer of Object.values(viewers)) {
      const { counts } = await look(viewer, {});
      const said = await tenant.run(() => world.requests.counts(viewer, 'ta'));
      const standing = await tenant.run(() => world.requests.standing(viewer, 'ta', { mine: false, size: 5 }));
      expect([said.pending, said.assigned, said.approved + said.rejected]).toEqual([
        counts.pending,
        counts.waiting,
        counts.decided,
      ]);
      expect([standing.pending, standing.assigned]).toEqual([counts.pending, counts.waiting]);
    }
  });
});
