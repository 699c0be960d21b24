import type { AnyStoredEvent } from '../../kernel/events.js';
import type { AbsenceParts } from './absence-parts.js';
import { dropAbsencesOf, keepAbsences } from './keep-absences.js';
import { loadRoster } from './load-roster.js';

type PersonEvent = Extract<
  AnyStoredEvent,
  {
    type: 'person.edited' | 'person.deactivated' | 'person.reactivated' | 'person.grants_changed' | 'person.reassigned';
  }
>;

/**
 * Puts requests where they belong when a change of somebody who is away, or may decide instead, moves them. A file can
 * change thousands who have nothing to do with any absence; what this does not see is seen by the job within a minute.
 */
export async function followPerson(parts: AbsenceParts, event: PersonEvent): Promise<void> {
  if (event.type === 'person.edited' && !event.data.fields.includes('exitDate')) return;
  const personId = event.subject.id;
  const before = await loadRoster(parts, await parts.organizations.today());
  if (event.type === 'person.deactivated' || event.type === 'person.edited') await dropAbsencesOf(parts, personId);
  if (before.people.has(personId)) await keepAbsences(parts);
}
