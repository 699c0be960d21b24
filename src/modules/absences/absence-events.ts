import type { AbsenceEventData } from '../../kernel/events.js';
import { UNITS } from '../../kernel/units.js';
import type { Absence } from './absence.js';

export function absenceData(absence: Absence, personName: string): AbsenceEventData {
  const { id, personId, from, to, delegates } = absence;
  return {
    absenceId: id,
    personId,
    personName,
    from,
    to,
    delegates: UNITS.flatMap((unit) => {
      const delegateId = delegates[unit];
      return delegateId === undefined ? [] : [{ unit, personId: delegateId }];
    }),
  };
}

export function subjectOf({ id }: Pick<Absence, 'id'>): { type: string; id: string } {
  return { type: 'absence', id };
}

/** What of an absence can change, for the audit. */
export function stateOf({ from, to, delegates, note, status }: Absence): Readonly<Record<string, unknown>> {
  return { from, to, delegates, note, status };
}
