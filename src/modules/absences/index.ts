export {
  ABSENCE_STATUSES,
  type Absence,
  type AbsenceDates,
  type AbsenceNotices,
  type AbsenceOverview,
  type AbsencePreview,
  type AbsenceStatus,
  type AbsenceView,
  type DelegateOption,
  type Delegates,
  type Destination,
  type StandingAbsence,
} from './absence.js';
export { deciderOn, hasDelegate, type Assignment, type Parties, type Roster } from './roster.js';
export { absenceInput, type AbsenceInput } from './absences.schema.js';
export { delegateField } from './absence.policy.js';
export { ABSENCE_JOB, type AbsencesModule, type AbsentDecidersRequests } from './absences.module.js';
export { createAbsences } from './create-absences.js';
export type { AbsencesDependencies } from './absence-parts.js';
