import type { Model } from 'mongoose';
import { NotFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import { operator } from '../../platform/storage/index.js';
import { toAbsence, type AbsenceRecord } from './absence.model.js';
import type { Absence, AbsenceDates } from './absence.js';

/** Those that are still to happen or happen now. */
const STANDING = operator({ $in: ['planned', 'running'] as const });
const GONE = operator({ $in: ['over', 'cancelled'] as const });

export async function loadAbsence(absences: Model<AbsenceRecord>, id: string): Promise<Absence> {
  const record = isId(id) ? await absences.findOne({ _id: id }).lean<AbsenceRecord>() : null;
  if (record === null) throw noSuchAbsence();
  return toAbsence(record);
}

export function noSuchAbsence(): NotFound {
  return new NotFound('absence.not_found', 'There is no such absence.');
}

/** Planned and running absences of a person, in the order of days. */
export async function standingOf(absences: Model<AbsenceRecord>, person: string): Promise<Absence[]> {
  const records = await absences.find({ person, status: STANDING }).sort({ from: 1 }).lean<AbsenceRecord[]>();
  return records.map(toAbsence);
}

export async function pastOf(
  absences: Model<AbsenceRecord>,
  person: string,
  page: PageRequest,
): Promise<Page<Absence>> {
  const match = { person, status: GONE };
  const records = await absences
    .find(match)
    .sort({ from: -1, _id: -1 })
    .skip(offsetOf(page))
    .limit(page.size)
    .lean<AbsenceRecord[]>();
  return pageOf(records.map(toAbsence), page, await absences.countDocuments(match));
}

/** Planned and running absences of anybody that share a day with the given ones. Only people who decide have some. */
export async function standingOn(absences: Model<AbsenceRecord>, { from, to }: AbsenceDates): Promise<Absence[]> {
  const records = await absences
    .find({ status: STANDING, from: operator({ $lte: to }), to: operator({ $gte: from }) })
    .lean<AbsenceRecord[]>();
  return records.map(toAbsence);
}

/** What has to begin on a day or before, or has to end before it. */
export async function dueOn(absences: Model<AbsenceRecord>, today: LocalDate, limit: number): Promise<Absence[]> {
  const begins = await absences
    .find({ status: 'planned', from: operator({ $lte: today }) })
    .sort({ from: 1 })
    .limit(limit)
    .lean<AbsenceRecord[]>();
  const ends = await absences
    .find({ status: 'running', to: operator({ $lt: today }) })
    .sort({ from: 1 })
    .limit(limit)
    .lean<AbsenceRecord[]>();
  return [...begins, ...ends].map(toAbsence);
}
