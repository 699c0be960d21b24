import { absenceSchema, absenceTurnSchema, type AbsenceRecord, type AbsenceTurnRecord } from './absence.model.js';
import type { AbsenceParts, AbsencesDependencies } from './absence-parts.js';
import { loadAbsence, pastOf, standingOf } from './absence.queries.js';
import type { AbsencesModule } from './absences.module.js';
import { assertMaySee, checkAbsence } from './check-absence.js';
import { followPerson } from './follow-person.js';
import { keepAbsences, keepEverywhere } from './keep-absences.js';
import { isEnabled, loadRoster, loadRosterFor } from './load-roster.js';
import { cancelAbsence, changeAbsence, nameAbsence } from './name-absence.js';
import {
  choicesFor,
  noticesFor,
  presentAbsence,
  presentAbsences,
  presentDelegates,
  presentStanding,
} from './present-absences.js';

export function createAbsences(deps: AbsencesDependencies): AbsencesModule {
  const { storage, organizations } = deps;
  const absences = storage.tenantModel<AbsenceRecord>('Absence', absenceSchema.clone());
  const turns = storage.tenantModel<AbsenceTurnRecord>('AbsenceTurn', absenceTurnSchema.clone());
  const parts: AbsenceParts = { ...deps, absences, turns };
  const keep = () => keepAbsences(parts);
  /** What was entered stands, whatever happens then; the job keeps what could not be kept now, and says why not. */
  const keepNow = () => keep().catch(() => undefined);

  // Who decides may change with whoever leaves, gets other duties or another manager.
  deps.outbox.subscribe(
    'absences',
    ['person.edited', 'person.deactivated', 'person.reactivated', 'person.grants_changed', 'person.reassigned'],
    (event) => followPerson(parts, event),
  );

  return {
    keep,
    keepEverywhere: () => keepEverywhere(parts),
    roster: async () => loadRoster(parts, await organizations.today()),
    rosterFor: async (deciderId) => loadRosterFor(parts, await organizations.today(), deciderId),
    notices: (personId) => noticesFor(parts, personId),

    async overview(actor, personId, page) {
      assertMaySee(actor, personId);
      const person = await deps.people.byId(personId);
      const past = await pastOf(absences, personId, page);
      return {
        person: { id: person.id, name: person.name },
        enabled: await isEnabled(parts),
        units: await choicesFor(parts, person),
        coming: await presentStanding(parts, await standingOf(absences, personId)),
        past: { ...past, items: await presentAbsences(parts, past.items) },
      };
    },
    async byId(actor, id) {
      const absence = await loadAbsence(absences, id);
      assertMaySee(actor, absence.personId);
      return presentAbsence(parts, absence);
    },
    async preview(actor, personId, input, absenceId) {
      assertMaySee(actor, personId);
      const changed = absenceId === undefined ? undefined : await loadAbsence(absences, absenceId);
      const { plan } = await checkAbsence(parts, personId, input, changed);
      const today = await organizations.today();
      const roster = await loadRoster(parts, plan.from < today ? today : plan.from, plan);
      return {
        from: plan.from,
        to: plan.to,
        delegates: presentDelegates(plan.delegates, roster.people),
        destinations: await deps.requests().destinations(personId, roster),
      };
    },
    async name(actor, personId, input) {
      const absence = await nameAbsence(parts, actor, personId, input);
      await keepNow();
      return presentAbsence(parts, await loadAbsence(absences, absence.id));
    },
    async change(actor, id, input) {
      await changeAbsence(parts, actor, id, input);
      await keepNow();
      return presentAbsence(parts, await loadAbsence(absences, id));
    },
    async cancel(actor, id) {
      const absence = await cancelAbsence(parts, actor, id);
      await keepNow();
      return presentAbsence(parts, absence);
    },
  };
}
