import type { Entry, EntryFilter } from '../ledger/index.js';
import type { Person } from '../people/index.js';
import type { CellValue } from '../../platform/spreadsheet/index.js';
import { csvCell } from './csv-cell.js';
import { entriesIn, type FigureRange } from './figure-range.js';
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
  readonly range: FigureRange;
  /** Everybody where absent. */
  readonly personIds?: readonly string[];
  readonly daysAgree: boolean;
}

type EntryOfPerson = readonly [Entry, Person];
type Readers = Pick<ReportsDependencies, 'people' | 'ledger'>;

/**
 * Entries with whose they are, some hundred at a time: of everybody oldest day first, as they lie in the index of days; of
 * some people person by person. Both streams cost what they yield and sort nothing.
 */
export async function* entriesOfExport(deps: Readers, source: EntrySource): AsyncGenerator<readonly EntryOfPerson[]> {
  const { filter, range, personIds, daysAgree } = source;
  if (personIds === undefined && daysAgree) {
    yield* withPeople(deps, deps.ledger.eachInOrder({ ...filter, from: range.from, to: range.to }, 'date'));
    return;
  }
  const ids = [...(personIds ?? (await everybody(deps)))].sort();
  for (let start = 0; start < ids.length; start += PEOPLE) {
    const some = ids.slice(start, start + PEOPLE);
    yield* withPeople(deps, deps.ledger.eachEntry({ ...filter, ...entriesIn(range), personIds: some }));
  }
}

/** How many entries an export of everybody passes through, and whether they are found by their days. */
export interface ExportedDays {
  readonly count: number;
  /** False where the calendar was changed, so that the days of a period are not those of the entries stored with it. */
  readonly agree: boolean;
}

export async function lookAtDays(
  { ledger }: Readers,
  filter: EntrySource['filter'],
  { period, from, to }: FigureRange,
): Promise<ExportedDays> {
  const dated = await ledger.tally({ ...filter, from, to }, 'date');
  if (period === null) return { count: countOf(dated), agree: true };
  const stored = await ledger.tally({ ...filter, period }, 'date');
  const within = stored.every(({ key }) => String(key) >= from && String(key) <= to);
  return { count: countOf(stored), agree: within && countOf(stored) === countOf(dated) };
}

function countOf(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

async function everybody({ people }: Readers): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of people.eachBatch({}, LINES)) ids.push(...batch.map(({ id }) => id));
  return ids;
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
