import type { PersonActor } from '../../src/kernel/actor.js';
import type { AppError } from '../../src/kernel/errors.js';
import type { Unit } from '../../src/kernel/units.js';
import { raiseRequestInput, type RaiseRequestInput, type RequestView } from '../../src/modules/requests/index.js';
import type { Modules } from './modules.js';
import { actorFor, type PersonOverrides, type Tenant } from './tenant.js';

/** A valid claim on `initiative_ai` of 10 November 2025, with what the test cares about replaced. Parsed like a posted body. */
export function claim(overrides: Readonly<Record<string, unknown>> = {}): RaiseRequestInput {
  return raiseRequestInput.parse({
    categoryCode: 'initiative_ai',
    eventDate: '2025-11-10',
    notes: 'Showed the team how to review with an assistant.',
    ...overrides,
  });
}

export interface Team {
  readonly manager: PersonActor;
  readonly employee: PersonActor;
}

/** A manager who decides for `pm`, and an employee who reports to that manager. */
export async function team(tenant: Tenant, employee: PersonOverrides = {}): Promise<Team> {
  const manager = await tenant.person({ grade: 'D1', grants: ['pm'] });
  return { manager: actorFor(manager), employee: await tenant.actor({ managerId: manager.id, ...employee }) };
}

/** A pending request of an employee, to be decided by that employee's manager. */
export async function pendingRequest(
  modules: Pick<Modules, 'requests'>,
  tenant: Tenant,
  { employee }: Team,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<RequestView> {
  return tenant.run(() => modules.requests.raise(employee, claim({ acknowledgeDuplicate: true, ...overrides })));
}

/** How many requests the organization keeps, in any state. */
export async function storedRequests(
  modules: Pick<Modules, 'requests'>,
  tenant: Tenant,
  unit: Unit,
  viewer: PersonActor,
): Promise<number> {
  const { page } = await tenant.run(() => modules.requests.queue(viewer, unit, {}, { number: 1, size: 1 }));
  return page.total;
}

/** The error that work ends with; fails where there is none. */
export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    return error as AppError;
  }
  throw new Error('was expected to be refused');
}
