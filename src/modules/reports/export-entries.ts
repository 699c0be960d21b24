import type { DateRange } from '../../kernel/period.js';
import type { Entry, EntryFilter } from '../ledger/index.js';
import type { Person } from '../people/index.js';
import type { CellValue } from '../../platform/spreadsheet/index.js';
import { csvCell } from './csv-cell.js';
import { monthsBetween } from './figure-range.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** So many people's entries are read with one query. */
const PEOPLE = 100;
const LINES = 500;
/** So many people are remembered, each some hundred bytes. */
const MOST_KNOWN = 20_000;

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

/** The entries of an export. */
export interface EntrySource {
  /** What of the entries is asked for, without people and days. */
  readonly filter: Pick<EntryFilter, 'categoryCode' | 'unit'>;
  /** By effective date; quarter and year in the lines are those stored with each entry. */
  readonly range: DateRange;
  /** Everybody where absent. */
  readonly personIds?: readonly string[];
}

type EntryOfPerson = readonly [Entry, Person];
type Readers = Pick<ReportsDependencies, 'people' | 'ledger'>;

/**
 * Entries with whose they are, some hundred at a time: of everybody oldest day first, as they lie in the index of days; of
 * some people person by person. Both streams cost what they yield and sort nothing.
 */
export async function* entriesOfExport(deps: Readers, source: EntrySource): AsyncGenerator<readonly EntryOfPerson[]> {
  const { filter, personIds } = source;
  const { from, to } = source.range;
  if (personIds === undefined) {
    yield* withPeople(deps, deps.ledger.eachInOrder({ ...filter, from, to }, 'date'));
    return;
  }
  const ids = [...personIds].sort();
  for (let start = 0; start < ids.length; start += PEOPLE) {
    const some = ids.slice(start, start + PEOPLE);
    yield* withPeople(deps, deps.ledger.eachEntry({ ...filter, from, to, personIds: some }));
  }
}

/**
 * How many entries an export passes through. Counted month by month: the database answers nobody else while it counts, and
 * a month is a fraction of a second.
 */
export async function countEntries({ ledger }: Readers, { filter, range, personIds }: EntrySource): Promise<number> {
  let count = 0;
  for (const month of monthsBetween(range.from, range.to)) {
    const [first, last] = [`${month}-01`, `${month}-31`];
    const rows = await ledger.tally(
      {
        ...filter,
        ...(personIds !== undefined && { personIds }),
        // Days compare as text: the 31st ends a month of any length.
        from: first > range.from ? first : range.from,
        to: last < range.to ? last : range.to,
      },
      'date',
    );
    count += rows.reduce((sum, row) => sum + row.count, 0);
  }
  return count;
}

async function* withPeople(
  { people }: Readers,
  entries: AsyncIterable<Entry>,
): AsyncGenerator<readonly EntryOfPerson[]> {
  const known = new Map<string, Person>();
  for await (const batch of batchesOf(entries)) {
    if (known.size > MOST_KNOWN) known.clear();
    const missing = new Set(batch.map(({ personId }) => personId).filter((id) => !known.has(id)));
    if (missing.size > 0) for (const [id, person] of await people.byIds([...missing])) known.set(id, person);
    yield batch.flatMap((entry): EntryOfPerson[] => {
      const person = known.get(entry.personId);
      return person === undefined ? [] : [[entry, person]];
    });
  }
}

async function* batchesOf(entries: AsyncIterable<Entry>): AsyncGenerator<Entry[]> {
  let batch: Entry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < LINES) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
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
