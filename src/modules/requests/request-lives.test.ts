import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../kernel/actor.js';
import { AppError } from '../../kernel/errors.js';
import { claim, team, type Team } from '../../../test/support/requests.js';
import { createWorld, WORLD_START, type Tenant, type World } from '../../../test/support/world.js';

/** Days in two quarters, so that limits and totals of different periods are met. */
const DAYS = ['2025-09-29', '2025-09-30', '2025-10-01', '2025-11-11'] as const;
/** Without a limit, and with at most two a quarter for B1. */
const CATEGORIES = ['initiative_ai', 'mentoring'] as const;

type Step =
  | { readonly do: 'raise'; readonly day: number; readonly category: number; readonly acknowledge: boolean }
  | { readonly do: 'approve' | 'reject' | 'withdraw'; readonly request: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('raise' as const),
    day: fc.nat(DAYS.length - 1),
    category: fc.nat(CATEGORIES.length - 1),
    acknowledge: fc.boolean(),
  }),
  fc.record({ do: fc.constantFrom('approve' as const, 'reject' as const, 'withdraw' as const), request: fc.nat(9) }),
);

/** What the rules say should be there. */
interface Expected {
  readonly id: string;
  readonly category: string;
  readonly day: string;
  status: 'pending' | 'approved' | 'rejected' | 'withdrawn';
}

const quarterOf = (day: string) => (day < '2025-10-01' ? '2025-Q2' : '2025-Q3');
const stands = ({ status }: Expected) => status === 'pending' || status === 'approved';

/** The code with which the model refuses a raise; undefined where it accepts. */
function refusalOf(
  model: readonly Expected[],
  category: string,
  day: string,
  acknowledge: boolean,
): string | undefined {
  const same = model.filter((request) => stands(request) && request.category === category);
  if (category === 'mentoring' && same.filter((request) => quarterOf(request.day) === quarterOf(day)).length >= 2) {
    return 'request.limit_reached';
  }
  return !acknowledge && same.some((request) => request.day === day) ? 'request.duplicate' : undefined;
}

describe('the lives of requests', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
    try {
      await work;
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return error.code;
    }
  }

  async function take(tenant: Tenant, pm: Team, model: Expected[], next: Step): Promise<void> {
    if (next.do === 'raise') {
      const [category, day] = [CATEGORIES[next.category] ?? 'mentoring', DAYS[next.day] ?? '2025-11-11'];
      const refusal = refusalOf(model, category, day, next.acknowledge);
      const input = claim({ categoryCode: category, eventDate: day, acknowledgeDuplicate: next.acknowledge });
      const raising = tenant.run(() => world.requests.raise(pm.employee, input));
      expect(await codeOf(raising)).toBe(refusal);
      if (refusal === undefined) model.push({ id: (await raising).id, category, day, status: 'pending' });
      return;
    }
    const request = model[next.request % Math.max(model.length, 1)];
    if (request === undefined) return;
    const work = () =>
      next.do === 'withdraw'
        ? world.requests.withdraw(pm.employee, request.id)
        : world.requests.decide(pm.manager, 'pm', request.id, { decision: next.do, notes: 'By the model.' });
    expect(await codeOf(tenant.run(work))).toBe(request.status === 'pending' ? undefined : 'request.already_decided');
    if (request.status === 'pending') {
      request.status = next.do === 'withdraw' ? 'withdrawn' : next.do === 'approve' ? 'approved' : 'rejected';
    }
  }

  async function compare(
    tenant: Tenant,
    employee: PersonActor,
    manager: PersonActor,
    model: readonly Expected[],
  ): Promise<void> {
    const count = (status: Expected['status']) => model.filter((request) => request.status === status).length;
    expect(await tenant.run(() => world.requests.counts(manager, 'pm'))).toEqual({
      period: 'all',
      pending: count('pending'),
      assigned: count('pending'),
      approved: count('approved'),
      rejected: count('rejected'),
      withdrawn: count('withdrawn'),
    });
    const approved = model.filter(({ status }) => status === 'approved');
    const points = (quarter: string) => approved.filter(({ day }) => quarterOf(day) === quarter).length * 250;
    const totals = (
      await tenant.run(() => world.ledger.totals([employee.personId], ['2025-Q2', '2025-Q3', 'all']))
    ).get(employee.personId);
    expect([totals?.['2025-Q2']?.regular, totals?.['2025-Q3']?.regular, totals?.all.combined]).toEqual([
      points('2025-Q2'),
      points('2025-Q3'),
      approved.length * 250,
    ]);
    const { items } = await tenant.run(() =>
      world.ledger.history({ personIds: [employee.personId] }, { number: 1, size: 100 }),
    );
    expect(items.map(({ sourceKey }) => sourceKey).sort()).toEqual(approved.map(({ id }) => `request:${id}`).sort());
    expect(await tenant.run(() => world.requests.pendingOf(employee.personId))).toEqual({
      count: count('pending'),
      points: count('pending') * 250,
    });
  }

  test('follow the rules, and only approved ones are points', async () => {
    let approvals = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
        world.clock.set(WORLD_START);
        const tenant = await world.tenant();
        const pm = await team(tenant, { grade: 'B1' });
        const model: Expected[] = [];
        for (const next of steps) await take(tenant, pm, model, next);
        await compare(tenant, pm.employee, pm.manager, model);
        approvals += model.filter(({ status }) => status === 'approved').length;
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(approvals).toBeGreaterThan(0);
  }, 120_000);
});
