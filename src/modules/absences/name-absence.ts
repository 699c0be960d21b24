import type { Model } from 'mongoose';
import type { PersonActor } from '../../kernel/actor.js';
import { Conflict } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { absenceData, stateOf, subjectOf } from './absence-events.js';
import type { AbsenceParts } from './absence-parts.js';
import { loadAbsence } from './absence.queries.js';
import type { AbsenceTurnRecord } from './absence.model.js';
import type { Absence } from './absence.js';
import type { AbsenceInput } from './absences.schema.js';
import { assertMaySee, checkAbsence } from './check-absence.js';
import { cancelPlanned, endAbsence } from './keep-absences.js';

/** Of two absences that are entered at once, one starts again and then sees the other: together they make no circle. */
async function takeTurn(turns: Model<AbsenceTurnRecord>): Promise<void> {
  await turns.updateOne({ name: 'absences' }, { $inc: { turns: 1 }, $setOnInsert: { _id: newId() } }, { upsert: true });
}

/** Enters an absence. It is planned; whoever keeps absences begins it when its first day has come. */
export async function nameAbsence(
  parts: AbsenceParts,
  actor: PersonActor,
  personId: string,
  input: AbsenceInput,
): Promise<Absence> {
  assertMaySee(actor, personId);
  return parts.storage.run(async () => {
    await takeTurn(parts.turns);
    const { person } = await checkAbsence(parts, personId, input);
    const namedAt = parts.clock.now();
    const absence: Absence = {
      id: newId(namedAt),
      personId,
      ...input,
      status: 'planned',
      namedById: actor.personId,
      namedAt,
      startedAt: null,
      endedAt: null,
    };
    const { id, namedById, ...rest } = absence;
    const { personId: _person, ...fields } = rest;
    await parts.absences.insertMany([{ ...fields, _id: id, person: personId, namedBy: namedById }]);
    await parts.outbox.record(actor, {
      type: 'absence.named',
      subject: subjectOf(absence),
      data: absenceData(absence, person.name),
      after: stateOf(absence),
    });
    return absence;
  });
}

/** Changes days, delegates or note. What waits moves accordingly as soon as absences are kept. */
export async function changeAbsence(
  parts: AbsenceParts,
  actor: PersonActor,
  id: string,
  input: AbsenceInput,
): Promise<Absence> {
  return parts.storage.run(async () => {
    await takeTurn(parts.turns);
    const before = await loadStanding(parts, actor, id);
    const { person } = await checkAbsence(parts, before.personId, input, before);
    const after: Absence = { ...before, ...input };
    const { from, to, delegates, note } = after;
    const { matchedCount } = await parts.absences.updateOne(
      { _id: id, status: before.status },
      { $set: { from, to, delegates, note } },
    );
    if (matchedCount === 0) throw isOver(await loadAbsence(parts.absences, id));
    await parts.outbox.record(actor, {
      type: 'absence.changed',
      subject: subjectOf(after),
      data: { ...absenceData(after, person.name), formerDelegateIds: Object.values(before.delegates) },
      before: stateOf(before),
      after: stateOf(after),
    });
    return after;
  });
}

/** Takes a planned absence back; a running one is over from now on. */
export async function cancelAbsence(parts: AbsenceParts, actor: PersonActor, id: string): Promise<Absence> {
  return parts.storage.run(async () => {
    const before = await loadStanding(parts, actor, id);
    if (before.status === 'running') {
      const ended = await endAbsence(parts, actor, before, { early: true });
      if (ended === undefined) throw isOver(await loadAbsence(parts.absences, id));
      return ended;
    }
    const cancelled = await cancelPlanned(parts, actor, before);
    if (cancelled === undefined) throw isOver(await loadAbsence(parts.absences, id));
    return cancelled;
  });
}

async function loadStanding(parts: AbsenceParts, actor: PersonActor, id: string): Promise<Absence> {
  const absence = await loadAbsence(parts.absences, id);
  assertMaySee(actor, absence.personId);
  if (absence.status === 'over' || absence.status === 'cancelled') throw isOver(absence);
  return absence;
}

function isOver({ status }: Absence): Conflict {
  const state = status === 'cancelled' ? 'cancelled' : 'over';
  return new Conflict('absence.is_over', `This absence is ${state} already. Enter a new one if you need it.`, {
    extra: { status },
  });
}
