import { systemActor, type SystemActor } from '../../kernel/actor.js';
import { groupBy } from '../../kernel/group-by.js';
import { UNITS, decidingDuty, type Unit } from '../../kernel/units.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import { operator } from '../../platform/storage/index.js';
import { hoursOfWorkday, workingHoursBefore } from '../organizations/index.js';
import type { Person } from '../people/index.js';
import { isActiveDecider, managerDecides } from './approver.policy.js';
import { completeOutcomes } from './outcomes.js';
import { completeRequests } from './complete-requests.js';
import { finishBulkDecisions } from './finish-bulk-decisions.js';
import { here, type RequestParts } from './request-parts.js';
import { oldestOf, recordReminders } from './reminder-events.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Request } from './request.js';

/**
 * More than anybody has, so that everybody is told once; only marks are set, which many fit into one transaction. What
 * is left comes right after.
 */
const BATCH = 5000;

/** Every organization, one after the other. One that fails keeps no other from its turn. */
export async function followUpEverywhere(parts: RequestParts): Promise<void> {
  const failures: unknown[] = [];
  for (const { id } of await acrossOrganizations(() => parts.organizations.list())) {
    try {
      await inOrganization(id, () => followUp(parts));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'requests were not followed up everywhere');
}

/**
 * Reminds deciders of what they have had for too long, and tells others of what nobody decided. By working time since
 * the present decider got it: a request that moves begins anew. Does everything once, however often it runs, in how many
 * processes, and wherever it was interrupted: what is done is written in the transaction that tells of it.
 */
export async function followUp(parts: RequestParts): Promise<void> {
  const { organization } = await here(parts);
  const { settings, calendar } = organization;
  await finishBulkDecisions(parts);
  await completeOutcomes(parts);
  if (!settings.features.reminders) return;
  await completeRequests(parts);
  const actor = systemActor(organization.id, 'reminders');
  const since = (days: number) =>
    workingHoursBefore(parts.clock.now(), days * hoursOfWorkday(settings), settings, calendar.zone);
  const remind = since(settings.remindAfterWorkingDays);
  const escalate = since(settings.escalateAfterWorkingDays);
  if (escalate !== undefined) await escalateAll(parts, actor, escalate);
  if (remind !== undefined) await remindAll(parts, actor, remind);
}

/** Pending, given to the present decider by then, and not told yet. */
function due(field: 'remindedAt' | 'escalatedAt', since: Date): Record<string, unknown> {
  return { status: 'pending', [field]: null, assignedAt: operator({ $lte: since }) };
}

/** One decider after the other, each in one transaction, so that nobody gets two messages about one round. */
async function remindAll(parts: RequestParts, actor: SystemActor, since: Date): Promise<void> {
  const rows = await parts.requests.aggregate<{ _id: { approver: string; unit: Unit } }>([
    { $match: due('remindedAt', since) },
    { $group: { _id: { approver: '$approver', unit: '$category.unit' } } },
  ]);
  const { today } = await here(parts);
  const unitsOf = groupBy(
    rows.map(({ _id }) => _id),
    ({ approver }) => approver,
  );
  const people = await parts.people.byIds([...unitsOf.keys()]);
  for (const [deciderId, places] of unitsOf) {
    const able = places.filter(({ unit }) => isActiveDecider(people.get(deciderId), unit, today));
    const units = able.map(({ unit }) => unit);
    if (units.length > 0) await remindOne(parts, actor, deciderId, units, since);
  }
}

async function remindOne(
  parts: RequestParts,
  actor: SystemActor,
  deciderId: string,
  units: readonly Unit[],
  since: Date,
): Promise<void> {
  await parts.storage.run(async () => {
    const requests = await take(parts, 'remindedAt', {
      ...due('remindedAt', since),
      approver: deciderId,
      'category.unit': operator({ $in: [...units] }),
      needsAssignment: operator({ $ne: true }),
    });
    if (requests.length > 0) await recordReminders(parts, actor, new Map([[deciderId, requests]]), 'clock');
  });
}

/** Finds what is due and marks it, in the caller's transaction: of two at once one has to begin again and finds nothing. */
async function take(
  { requests, clock }: RequestParts,
  field: 'remindedAt' | 'escalatedAt',
  match: Record<string, unknown>,
): Promise<Request[]> {
  const records = await requests.find(match).sort({ assignedAt: 1, _id: 1 }).limit(BATCH).lean<RequestRecord[]>();
  if (records.length === 0) return [];
  await requests.updateMany(
    { _id: operator({ $in: records.map(({ _id }) => _id) }) },
    { $set: { [field]: clock.now() } },
  );
  return records.map(toRequest);
}

async function escalateAll(parts: RequestParts, actor: SystemActor, since: Date): Promise<void> {
  const units = await parts.requests.distinct('category.unit', due('escalatedAt', since));
  for (const unit of UNITS.filter((one) => units.includes(one))) {
    let count = BATCH;
    while (count === BATCH) count = await escalateOne(parts, actor, unit, since);
  }
}

async function escalateOne(parts: RequestParts, actor: SystemActor, unit: Unit, since: Date): Promise<number> {
  return parts.storage.run(async () => {
    const requests = await take(parts, 'escalatedAt', { ...due('escalatedAt', since), 'category.unit': unit });
    const oldest = await oldestOf(parts, requests);
    if (oldest === undefined) return 0;
    const people = await parts.people.byIds([...new Set(requests.map(({ approverId }) => approverId))]);
    const deciders = countByDecider(requests, people);
    const hr = await parts.people.holders('hr', 'admin');
    const colleagues = await colleaguesOf(parts, unit, deciders);
    // Whoever gains from one of them must not learn of it, and is told of the others alone.
    const gaining = new Set(requests.filter(isForSomebodyElse).map(({ personId }) => personId));
    const escalated = {
      type: 'requests.escalated' as const,
      subject: { type: 'organization', id: actor.organizationId },
    };
    await parts.outbox.record(actor, {
      ...escalated,
      data: {
        unit,
        requestIds: requests.map(({ id }) => id),
        deciders,
        oldest,
        colleagueIds: colleagues.filter((id) => !gaining.has(id)),
        hrIds: hr.map(({ id }) => id),
      },
    });
    for (const id of colleagues.filter((colleague) => gaining.has(colleague))) {
      const others = requests.filter((request) => request.personId !== id || !isForSomebodyElse(request));
      const first = await oldestOf(parts, others);
      if (first === undefined) continue;
      const withWhom = countByDecider(others, people);
      await parts.outbox.record(actor, {
        ...escalated,
        data: {
          ...{ unit, requestIds: others.map((other) => other.id), deciders: withWhom, oldest: first },
          ...{ colleagueIds: [id], hrIds: [] },
        },
      });
    }
    return requests.length;
  });
}

function isForSomebodyElse({ personId, proposerId }: Request): boolean {
  return personId !== proposerId;
}

function countByDecider(requests: readonly Request[], people: ReadonlyMap<string, Person>) {
  return [...groupBy(requests, ({ approverId }) => approverId)].map(([id, { length }]) => ({
    id,
    name: people.get(id)?.name ?? 'Unknown person',
    count: length,
  }));
}

/**
 * The unit's other deciders. Managers decide for their own teams and see nobody else's; in their unit it is the managers
 * of those with whom the requests wait.
 */
async function colleaguesOf(
  parts: RequestParts,
  unit: Unit,
  deciders: readonly { readonly id: string }[],
): Promise<string[]> {
  const waiting = new Set(deciders.map(({ id }) => id));
  const holders = await parts.people.holders(unit, decidingDuty(unit));
  const only = deciders.length === 1;
  if (!managerDecides(unit)) return holders.map(({ id }) => id).filter((id) => !only || !waiting.has(id));
  const people = await parts.people.byIds([...waiting]);
  const managers = new Set([...people.values()].map(({ managerId }) => managerId));
  return holders.map(({ id }) => id).filter((id) => managers.has(id));
}
