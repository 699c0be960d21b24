import type { QueryFilter } from 'mongoose';
import type { LocalDate } from '../../kernel/local-date.js';
import { operator } from '../../platform/storage/index.js';
import type { PersonRecord } from './person.model.js';

/** People who count as active on a day, for a filter's `$and`. */
export function activeOn(today: LocalDate): QueryFilter<PersonRecord>[] {
  return [{ status: 'active' }, { $or: [{ exitDate: null }, { exitDate: operator({ $gte: today }) }] }];
}

/** The others: deactivated, or gone by exit date. */
export function deactivatedOn(today: LocalDate): QueryFilter<PersonRecord>[] {
  return [{ $or: [{ status: 'deactivated' }, { exitDate: operator({ $lt: today }) }] }];
}

/** Active people whose exit date is known already. */
export function leavingFrom(today: LocalDate): QueryFilter<PersonRecord>[] {
  return [{ status: 'active' }, { exitDate: operator({ $gte: today }) }];
}
