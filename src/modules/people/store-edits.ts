import type { Actor } from '../../kernel/actor.js';
import type { AnyNewEvent } from '../../platform/outbox/index.js';
import { startNewGeneration } from './access/sessions.js';
import { keepGrades } from './grade-history.js';
import { ends, letsIn, type GoodShape } from './judge-edits.js';
import type { PeopleParts } from './people-parts.js';
import { derivedFields, grantText, type PersonRecord } from './person.model.js';
import type { EditableField } from './person.js';

/**
 * Writes edits that were judged, in the caller's transaction. Whoever is gone by them is signed out everywhere; whoever
 * comes back by them begins anew, as nothing was ended when the exit date passed.
 */
export async function storeEdits(parts: PeopleParts, actor: Actor, edits: readonly GoodShape[]): Promise<void> {
  const { storage, outbox, people, actors, organizations } = parts;
  const changing = edits.filter(({ changed }) => changed.length > 0);
  if (changing.length === 0) return;
  await people.bulkWrite(
    changing.map((edit) => ({
      updateOne: { filter: { _id: edit.person.id }, update: { $set: recordChanges(edit), $inc: { revision: 1 } } },
    })),
  );
  await outbox.record(actor, ...changing.flatMap(eventsOf));
  const today = await organizations.today();
  await keepGrades(parts, changing, today);
  for (const edit of changing.filter((each) => ends(each, today) || letsIn(each, today))) {
    await startNewGeneration(parts, actor, edit.person.id, 'exit date');
  }
  storage.afterCommit(() => {
    for (const { person } of changing) actors.forget(person.id);
  });
}

function recordChanges({ after, changed }: GoodShape): Partial<PersonRecord> {
  const { managerId, dpId, grants, name, email, phone, employeeId, ...rest } = after;
  const { grade, department, location, level, joiningDate, exitDate } = rest;
  const values: Record<EditableField, Partial<PersonRecord>> = {
    ...{ name: { name }, email: { email }, phone: { phone }, employeeId: { employeeId } },
    ...{ grade: { grade }, department: { department }, location: { location }, level: { level } },
    ...{ joiningDate: { joiningDate }, exitDate: { exitDate } },
    managerId: { manager: managerId },
    dpId: { dp: dpId },
    grants: { grants: [...new Set(grants.map(grantText))] },
  };
  return Object.assign({}, derivedFields(after), ...changed.map((field) => values[field])) as Partial<PersonRecord>;
}

/** Grants and superiors have events of their own; everything else is one. Each says exactly what changed. */
function eventsOf({ person, after, changed }: GoodShape): AnyNewEvent[] {
  const subject = { type: 'person', id: person.id };
  const fields = changed.filter((field) => !['grants', 'managerId', 'dpId'].includes(field));
  const pick = (from: object) =>
    Object.fromEntries(fields.map((field) => [field, (from as Record<string, unknown>)[field]]));
  const events: AnyNewEvent[] = [];
  if (fields.length > 0) {
    events.push({ type: 'person.edited', subject, data: { fields }, before: pick(person), after: pick(after) });
  }
  if (changed.includes('managerId') || changed.includes('dpId')) {
    const { managerId, dpId } = after;
    events.push({
      type: 'person.reassigned',
      subject,
      data: { managerId, dpId },
      before: { managerId: person.managerId, dpId: person.dpId },
      after: { managerId, dpId },
    });
  }
  if (changed.includes('grants')) {
    const grants = [...new Set(after.grants.map(grantText))];
    events.push({
      type: 'person.grants_changed',
      subject,
      data: { grants },
      before: { grants: person.grants.map(grantText) },
      after: { grants },
    });
  }
  return events;
}
