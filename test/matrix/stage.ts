import { newId } from '../../src/kernel/ids.js';
import type { Person } from '../../src/modules/people/index.js';
import { GRANT_CODE_NAMES, type Unit } from '../../src/kernel/units.js';
import type { Route } from '../../src/web/route.js';
import { routeTable } from '../../src/web/route-table.js';
import { bonusRecords } from '../support/bonus-records.js';
import { account, anonymous, signIn, type Agent } from '../support/agents.js';
import { announce } from '../support/announcements.js';
import { absencePlanner } from '../support/absences.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { createCast, type Cast } from '../support/cast.js';
import { otherSession, personalTokenOf } from '../support/devices.js';
import { keptClaims, propose, raiseForOther } from '../support/claims-for-others.js';
import { allocate, newCategory } from '../support/points.js';
import { raise, type DecidingUnit } from '../support/records.js';
import { forgetExports, keptExport } from '../support/kept-exports.js';
import { registrationOf } from '../support/registration.js';
import { plannedTargets } from '../support/planned-targets.js';
import { savedMapping, unmappedImport } from '../support/import-samples.js';
import { createRecords, type SampleRecords } from '../support/sample-records.js';
import type { Row } from './row.js';
import { roleOf, type Kind } from './kinds.js';

/** The unit's approver decides several at once, none of which there is; the id of what became of it. */
async function decidedAtOnce(cast: Cast, unit: Unit | undefined): Promise<string> {
  const approver = await cast.as(roleOf('approver', unit));
  const answer = await approver
    .post(`/${String(unit)}/bulk-reject`)
    .send({ ids: ['0123456789abcdef01234567'], notes: 'Not any more.' });
  return (answer.body as { id: string }).id;
}

/** The table as tests have it; which routes there are does not depend on what the services do. */
export const ROUTES: readonly Route[] = routeTable({
  config: { mode: 'test', publicUrl: 'http://localhost' },
  mailbox: {},
} as never);

export function nameOf(route: Pick<Route, 'method' | 'path'>): string {
  return `${route.method} ${route.path}`;
}

/** Where the matrix plays: one organization with everybody and a record of every sort, and another one beside it. */
export interface Stage {
  readonly app: TestApp;
  readonly cast: Cast;
  readonly records: SampleRecords;
  /** The device of whoever plays the kind for a route. */
  agentOf(kind: Kind, route: Route, row: Row): Promise<Agent>;
  /** The route's address with the id of a real record. */
  addressOf(route: Route, row: Row): Promise<string>;
}

/** What the employee was told of the allocation. */
async function notificationOf(app: TestApp, cast: Cast): Promise<string> {
  await app.settle();
  const { body } = await (await cast.as('employee')).get('/employee/notifications');
  const [item] = (body as { items: { id: string }[] }).items;
  if (item === undefined) throw new Error('the employee was told nothing');
  return item.id;
}

export async function openStage(): Promise<Stage> {
  const app = await openTestApp();
  const cast = await createCast(app, { settings: { registrationOpen: true } });
  const records = await createRecords(app, cast);
  const planAbsence = absencePlanner(app, cast);
  const absence = await planAbsence();
  const claims = keptClaims(cast);
  const bonuses = bonusRecords(app, cast);
  const category = await newCategory(cast);
  const entry = await allocate(cast);
  const unmapped = await unmappedImport(cast);
  const mapping = await savedMapping(cast);
  const announcement = await announce(cast);
  const notification = await notificationOf(app, cast);
  const other = await app.tenant();
  const otherAdmin: Person = await account(app, other, {
    email: 'guy1@elsewhere.com',
    grade: 'D2',
    grants: GRANT_CODE_NAMES,
  });
  const otherAgent = await signIn(app, otherAdmin);

  let exported: string | undefined;
  async function idOf(record: Row['id'], unit: Unit | undefined): Promise<string> {
    switch (record) {
      case undefined:
        return '';
      case 'unitRequest':
        return records.requests[unit as DecidingUnit].id;
      case 'bulkDecision':
        return decidedAtOnce(cast, unit);
      case 'ownRequest':
        return records.requests.pm.id;
      case 'freshRequest':
        return (await raise(cast)).id;
      case 'evidence':
        return records.evidence;
      case 'import':
        return records.importId;
      case 'mappedImport':
        return unmapped;
      case 'freshImport':
        return unmappedImport(cast);
      case 'importMapping':
        return mapping;
      case 'freshMapping':
        return savedMapping(cast);
      case 'person':
        return cast.people.employee.id;
      case 'freshPerson':
        // An import of the same run registers people, whose ids its file chose.
        return (await cast.tenant.person({ employeeId: `fresh-${newId()}` })).id;
      case 'registration':
        return registrationOf(app, cast);
      case 'freshSession':
        return otherSession(app, cast.people.employee);
      case 'personalToken':
        return personalTokenOf(app, cast.people.employee);
      case 'absence':
        return absence;
      case 'freshAbsence':
        return planAbsence();
      case 'proposal':
        return (await claims.proposal(unit)).id;
      case 'freshProposal':
        return (await propose(cast, unit)).id;
      case 'raisedForOther':
        return (await claims.raised()).id;
      case 'freshRaisedForOther':
        return (await raiseForOther(cast)).id;
      case 'announcement':
        return announcement;
      case 'freshAnnouncement':
        return announce(cast);
      case 'freshTargets':
        return plannedTargets(cast);
      case 'export':
        return (exported ??= await keptExport(app, cast));
      case 'freshExport':
        await forgetExports(app, cast, exported);
        return keptExport(app, cast);
      case 'category':
        return category;
      case 'freshCategory':
        return newCategory(cast);
      case 'entry':
        return entry.id;
      case 'bonus':
        return (await bonuses()).entryId;
      case 'bonusRun':
        return (await bonuses()).runId;
      case 'mail':
        return records.mail;
      case 'notification':
        return notification;
    }
  }

  return {
    app,
    cast,
    records,
    async agentOf(kind, route, { unit = route.unit, endsSession }) {
      if (kind === 'anonymous') return anonymous(app);
      if (kind === 'otherAdmin') return endsSession === true ? signIn(app, otherAdmin) : otherAgent;
      const role = roleOf(kind, unit);
      return endsSession === true ? signIn(app, cast.people[role]) : cast.as(role);
    },
    addressOf: async (route, row) => route.path.replace(/:(?:id|code)\b/, await idOf(row.id, route.unit)),
  };
}
