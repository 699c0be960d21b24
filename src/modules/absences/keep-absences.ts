import { systemActor, type Actor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import { isActive } from '../people/index.js';
import { absenceData, stateOf, subjectOf } from './absence-events.js';
import type { AbsenceParts } from './absence-parts.js';
import { dueOn, standingOf } from './absence.queries.js';
import type { Absence } from './absence.js';

const BATCH = 50;

/** Keeps the absences of every organization; what goes wrong in one keeps no other from its turn. */
export async function keepEverywhere(parts: AbsenceParts): Promise<void> {
  const failures: unknown[] = [];
  for (const { id } of await acrossOrganizations(() => parts.organizations.list())) {
    try {
      await inOrganization(id, () => keepAbsences(parts));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'absences of some organizations could not be kept');
}

/**
 * Begins what has come to its first day, ends what is past its last one, and gives every request to whom it belongs
 * today. Each absence in a transaction of its own; whatever was done already, also by another process, is left alone.
 */
export async function keepAbsences(parts: AbsenceParts): Promise<void> {
  const { id } = await parts.organizations.current();
  const actor = systemActor(id, 'absences');
  const today = await parts.organizations.today();
  const tried = new Set<string>();
  for (;;) {
    const due = (await dueOn(parts.absences, today, BATCH)).filter((absence) => !tried.has(absence.id));
    if (due.length === 0) break;
    for (const absence of due) {
      tried.add(absence.id);
      await turn(parts, actor, absence, today);
    }
  }
  await parts.requests().follow(actor);
}

async function turn(parts: AbsenceParts, actor: Actor, absence: Absence, today: LocalDate): Promise<void> {
  if (absence.to < today) await endAbsence(parts, actor, absence, { early: false });
  else if (isActive(await parts.people.byId(absence.personId), today)) await beginAbsence(parts, actor, absence);
  else await cancelPlanned(parts, actor, absence);
}

/** Whoever has left is not away any more, nor will be. */
export async function dropAbsencesOf(parts: AbsenceParts, personId: string): Promise<void> {
  const person = await parts.people.byId(personId);
  if (isActive(person, await parts.organizations.today())) return;
  const actor = systemActor(person.organizationId, 'absences');
  for (const absence of await standingOf(parts.absences, personId)) {
    if (absence.status === 'running') await endAbsence(parts, actor, absence, { early: true });
    else await cancelPlanned(parts, actor, absence);
  }
}

/** Undefined where somebody else was faster. */
export async function cancelPlanned(parts: AbsenceParts, actor: Actor, before: Absence): Promise<Absence | undefined> {
  return parts.storage.run(async () => {
    const after: Absence = { ...before, status: 'cancelled', endedAt: parts.clock.now() };
    const { matchedCount } = await parts.absences.updateOne(
      { _id: before.id, status: 'planned' },
      { $set: { status: after.status, endedAt: after.endedAt } },
    );
    if (matchedCount === 0) return undefined;
    const { name } = await parts.people.byId(before.personId);
    await parts.outbox.record(actor, {
      type: 'absence.cancelled',
      subject: subjectOf(after),
      data: absenceData(after, name),
      before: stateOf(before),
      after: stateOf(after),
    });
    return after;
  });
}

async function beginAbsence(parts: AbsenceParts, actor: Actor, before: Absence): Promise<void> {
  await parts.storage.run(async () => {
    const after: Absence = { ...before, status: 'running', startedAt: parts.clock.now() };
    // Only if the days are still those that were read: they may have been changed meanwhile.
    const { matchedCount } = await parts.absences.updateOne(
      { _id: before.id, status: 'planned', from: before.from },
      { $set: { status: after.status, startedAt: after.startedAt } },
    );
    if (matchedCount === 0) return;
    const { name } = await parts.people.byId(before.personId);
    await parts.outbox.record(actor, {
      type: 'absence.started',
      subject: subjectOf(after),
      data: absenceData(after, name),
      before: stateOf(before),
      after: stateOf(after),
    });
  });
}

/** The person is back. Undefined where somebody else was faster. */
export async function endAbsence(
  parts: AbsenceParts,
  actor: Actor,
  before: Absence,
  { early }: { readonly early: boolean },
): Promise<Absence | undefined> {
  return parts.storage.run(async () => {
    const after: Absence = { ...before, status: 'over', endedAt: parts.clock.now() };
    const { matchedCount } = await parts.absences.updateOne(
      { _id: before.id, status: before.status, to: before.to },
      { $set: { status: after.status, endedAt: after.endedAt } },
    );
    if (matchedCount === 0) return undefined;
    const { name } = await parts.people.byId(before.personId);
    const progress = await parts.requests().progress(before.personId, before.startedAt ?? after.namedAt);
    await parts.outbox.record(actor, {
      type: 'absence.ended',
      subject: subjectOf(after),
      data: { ...absenceData(after, name), ...progress, early },
      before: stateOf(before),
      after: stateOf(after),
    });
    return after;
  });
}
