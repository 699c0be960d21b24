import type { Actor } from '../../kernel/actor.js';
import { groupBy } from '../../kernel/group-by.js';
import type { AnyNewEvent } from '../../platform/outbox/index.js';
import type { Person } from '../people/index.js';
import { eventDataOf, subjectOf } from './request-events.js';
import type { RequestParts } from './request-parts.js';
import type { MoveReason, MovesToTell, Request } from './request.js';

interface Change {
  readonly before: Request;
  readonly after: Request;
}

/**
 * One event for each request; for several that go to one person at once also a summary, which is what people are told.
 * Those that nobody may decide are told to HR administration instead. `tell` replaces what the summary is of, where all
 * of the changes are part of more; empty where that was told before.
 */
export async function recordMoves(
  parts: RequestParts,
  actor: Actor,
  changes: readonly Change[],
  people: ReadonlyMap<string, Person>,
  why: MoveReason,
  tell?: MovesToTell,
): Promise<void> {
  if (changes.length === 0) return;
  const assigned = groupBy(
    changes.filter(({ after }) => !after.needsAssignment),
    ({ after }) => after.approverId,
  );
  const events: AnyNewEvent[] = [];
  for (const [toId, group] of assigned) {
    const to = { toId, toName: nameIn(people, toId) };
    const told = tell ?? toTell(group);
    const bulk = group.length > 1 || told.length !== 1;
    events.push(...group.map((change) => reassigned(change, to, people, why, bulk)));
    if (told.length > 1) events.push(summary(told, group[0]?.after.category.unit ?? '', to, people, why));
  }
  const unassigned = changes.filter(({ after }) => after.needsAssignment);
  for (const change of unassigned) {
    const toId = change.after.approverId;
    events.push(reassigned(change, { toId, toName: nameIn(people, toId) }, people, why, true));
  }
  const orphaned = unassigned.length === 0 ? [] : (tell ?? toTell(unassigned));
  if (orphaned.length > 0) {
    events.push({
      type: 'requests.unassigned',
      subject: { type: 'organization', id: actor.organizationId },
      data: { requestIds: orphaned.map(({ id }) => id), reason: why.reason },
    });
  }
  await parts.outbox.record(actor, ...events);
}

function toTell(changes: readonly Change[]): MovesToTell {
  return changes.map(({ before }) => ({ id: before.id, fromId: before.approverId }));
}

interface Receiver {
  readonly toId: string;
  readonly toName: string;
}

type People = ReadonlyMap<string, Pick<Person, 'name'>>;

function nameIn(people: People, id: string): string {
  return people.get(id)?.name ?? 'Unknown person';
}

function reassigned(
  { before, after }: Change,
  to: Receiver,
  people: People,
  why: MoveReason,
  bulk: boolean,
): AnyNewEvent {
  const from = { fromId: before.approverId, fromName: nameIn(people, before.approverId) };
  return {
    type: 'request.reassigned',
    subject: subjectOf(after),
    data: { ...eventDataOf(after), ...(bulk && { bulk }), ...from, ...to, ...why },
    before: stateOf(before),
    after: stateOf(after),
  };
}

function stateOf({ approverId, delegatedFromId, needsAssignment }: Request): Readonly<Record<string, unknown>> {
  return { approverId, delegatedFromId, needsAssignment };
}

function summary(told: MovesToTell, unit: string, to: Receiver, people: People, why: MoveReason): AnyNewEvent {
  const from = [...groupBy(told, ({ fromId }) => fromId)].map(([id, { length }]) => ({
    id,
    name: nameIn(people, id),
    count: length,
  }));
  return {
    type: 'requests.reassigned',
    subject: { type: 'person', id: to.toId },
    data: {
      ...to,
      from,
      fromId: from.length === 1 ? (from[0]?.id ?? null) : null,
      unit,
      requestIds: told.map(({ id }) => id),
      ...why,
    },
  };
}
