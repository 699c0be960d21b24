import type { PersonActor } from '../../src/kernel/actor.js';
import { absenceInput, type AbsenceInput, type AbsenceView } from '../../src/modules/absences/index.js';
import type { RequestView } from '../../src/modules/requests/index.js';
import { addDays } from '../../src/kernel/local-date.js';
import type { TestApp } from './app.js';
import type { Cast } from './cast.js';
import type { Modules } from './modules.js';
import { actorFor, type PersonOverrides, type Tenant } from './tenant.js';

/** From Monday 17 to Friday 21 November 2025, with what the test cares about replaced. Parsed like a posted body. */
export function absence(fields: Readonly<Record<string, string>> = {}): AbsenceInput {
  return absenceInput.parse({ from: '2025-11-17', to: '2025-11-21', ...fields });
}

/** People of talent acquisition, where validators decide, and an employee who may raise requests with any of them. */
export interface Validators {
  readonly gail: PersonActor;
  readonly jo: PersonActor;
  readonly rob: PersonActor;
  readonly employee: PersonActor;
}

export async function validators(tenant: Tenant, gail: PersonOverrides = {}): Promise<Validators> {
  const of = async (name: string, overrides: PersonOverrides = {}) =>
    actorFor(await tenant.person({ name, grade: 'C2', grants: ['ta_va'], ...overrides }));
  return {
    gail: await of('Gail Erickson', gail),
    jo: await of('Jo Brown'),
    rob: await of('Rob Walters'),
    employee: await of('Dylan Miller', { grants: [] }),
  };
}

type Parts = Pick<Modules, 'absences' | 'requests' | 'outbox'>;

/** What tests about absences do over and over. */
export function absenceSteps(modules: Parts, tenant: Tenant) {
  const { run } = tenant;
  return {
    /** Somebody is away, from 17 to 21 November unless said, and `to` decides in `ta` meanwhile. */
    away: (actor: PersonActor, to: PersonActor, fields: Record<string, string> = {}): Promise<AbsenceView> =>
      run(() => modules.absences.name(actor, actor.personId, absence({ delegate_ta: to.personId, ...fields }))),
    /** An employee raises a request with a validator. */
    raise: (who: PersonActor, approver: PersonActor, eventDate = '2025-11-10'): Promise<RequestView> =>
      run(() =>
        modules.requests.raise(who, {
          categoryCode: 'interviews',
          eventDate,
          notes: 'Interviewed for the platform team.',
          quantity: 1,
          approverId: approver.personId,
          link: undefined,
          attachmentIds: [],
          acknowledgeDuplicate: true,
        }),
      ),
    keep: () => run(() => modules.absences.keep()),
    /** Who has a request, instead of whom, and whether HR has to assign it. */
    async place(id: string) {
      const { request } = await run(() => modules.requests.detail(tenantViewer(tenant), 'ta', id));
      return {
        with: request.approver.name,
        of: request.delegatedFrom?.name ?? null,
        unassigned: request.needsAssignment,
      };
    },
    async timeline(id: string) {
      const { timeline } = await run(() => modules.requests.detail(tenantViewer(tenant), 'ta', id));
      return timeline.map(({ type, cause }) => cause ?? type);
    },
  };
}

/** HR administration looks at everything. */
function tenantViewer({ organization }: Tenant): PersonActor {
  return {
    kind: 'person',
    organizationId: organization.id,
    personId: '000000000000000000000000',
    name: 'Paula Barreto',
    email: 'paula0@adventure-works.com',
    grade: 'D1',
    grants: [{ unit: 'hr', duty: 'admin' }],
    mustChangePassword: false,
  };
}

/** Plans absences of the manager, each a day after the last one; gives the id. */
export function absencePlanner(app: TestApp, cast: Cast): () => Promise<string> {
  let planned = 0;
  return async () => {
    const day = addDays('2026-01-05', (planned += 1));
    const { manager, otherManager } = cast.people;
    const { id } = await cast.tenant.run(() =>
      app.container.absences.name(
        actorFor(manager),
        manager.id,
        absence({ from: day, to: day, delegate_pm: otherManager.id }),
      ),
    );
    return id;
  };
}
