import type { Entry, EntryFilter } from '../ledger/index.js';
import type { Person } from '../people/index.js';
import type { CellValue } from '../../platform/spreadsheet/index.js';
import { csvCell } from './csv-cell.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** So many people's entries are read with one query. */
const PEOPLE = 100;
const LINES = 500;

/** One line per entry. */
export const ENTRY_COLUMNS = [
  'employee_id',
  'name',
  'email',
  'department',
  'grade',
  'location',
  'date',
  'quarter',
  'fiscal_year',
  'category_code',
  'category',
  'unit',
  'kind',
  'class',
  'points',
  'reason',
  'by',
  'recorded_at',
  'entry_id',
] as const;

/** Entries with whose they are, some hundred at a time: people by id, each in the order of writing. */
export async function* entriesOfPeople(
  { people, ledger }: Pick<ReportsDependencies, 'people' | 'ledger'>,
  personIds: readonly string[],
  filter: EntryFilter,
): AsyncGenerator<readonly (readonly [Entry, Person])[]> {
  const ids = [...personIds].sort();
  for (let start = 0; start < ids.length; start += PEOPLE) {
    const some = ids.slice(start, start + PEOPLE);
    const known = await people.byIds(some);
    let batch: [Entry, Person][] = [];
    for await (const entry of ledger.eachEntry({ ...filter, personIds: some })) {
      const person = known.get(entry.personId);
      if (person === undefined) continue;
      batch.push([entry, person]);
      if (batch.length < LINES) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
}

/** The cells of an entry in the order of ENTRY_COLUMNS; no text starts a formula, here or where it is copied to. */
export function entryCells(entry: Entry, person: Person, names: ReadonlyMap<string, string>): CellValue[] {
  return [
    csvCell(person.employeeId),
    csvCell(person.name),
    csvCell(person.email),
    csvCell(person.department),
    csvCell(person.grade),
    csvCell(person.location),
    entry.effectiveDate,
    entry.quarter,
    entry.year,
    csvCell(entry.categoryCode),
    csvCell(names.get(entry.categoryCode) ?? entry.categoryCode),
    entry.unit,
    entry.kind,
    entry.class,
    entry.points,
    csvCell(entry.reason),
    csvCell(entry.by.name),
    entry.at,
    entry.id,
  ];
}
