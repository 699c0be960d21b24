import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { Absence, AbsenceStatus, Delegates } from './absence.js';

export interface AbsenceRecord {
  _id: string;
  person: string;
  from: string;
  to: string;
  delegates: Delegates;
  note: string;
  status: AbsenceStatus;
  namedBy: string;
  namedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

const text = { type: String, required: true };

export const absenceSchema = new Schema<AbsenceRecord>(
  {
    _id: text,
    person: text,
    from: text,
    to: text,
    // By unit; read and written as a whole, nothing queries inside.
    delegates: { type: Schema.Types.Mixed, required: true },
    note: { type: String, default: '' },
    status: text,
    namedBy: text,
    namedAt: { type: Date, required: true },
    startedAt: { type: Date, default: null },
    endedAt: { type: Date, default: null },
  },
  { collection: 'absences', versionKey: false, minimize: false },
);
absenceSchema.index({ organization: 1, person: 1, status: 1, from: -1 });
// Who is away on a day, what begins and what ends.
absenceSchema.index({ organization: 1, status: 1, from: 1, to: 1 });

/** Lets absences of an organization be named one after the other, so that two at once cannot make a circle. */
export interface AbsenceTurnRecord {
  _id: string;
  name: string;
  turns: number;
}

export const absenceTurnSchema = new Schema<AbsenceTurnRecord>(
  { _id: { type: String, default: () => newId() }, name: text, turns: { type: Number, required: true } },
  { collection: 'absence_turns', versionKey: false },
);
absenceTurnSchema.index({ organization: 1, name: 1 }, { unique: true });

export function toAbsence({ _id, person, namedBy, ...rest }: AbsenceRecord): Absence {
  const { from, to, delegates, note, status, namedAt, startedAt, endedAt } = rest;
  return {
    id: _id,
    personId: person,
    namedById: namedBy,
    from,
    to,
    delegates: { ...delegates },
    note,
    status,
    namedAt,
    startedAt,
    endedAt,
  };
}
