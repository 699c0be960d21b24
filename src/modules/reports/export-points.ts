import { stringify } from 'csv-stringify/sync';
import type { Actor } from '../../kernel/actor.js';
import { Forbidden, InvalidInput } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { can } from '../../kernel/permissions.js';
import { UNITS, type Unit } from '../../kernel/units.js';
import { inSameContext } from '../../platform/request-context.js';
import type { Entry, EntryFilter } from '../ledger/index.js';
import type { Person } from '../people/index.js';
import { categoryNames } from './category-figures.js';
import { csvCell } from './csv-cell.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import type { ExportRequest } from './reports.module.js';

const COLUMNS = [
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

/** Tells Excel that the file is UTF-8. */
const BOM = '\ufeff';
const BATCH = 500;

/** Points as CSV in pieces of some hundred lines, so that memory does not grow with the file. */
export function exportPoints(deps: ReportsDependencies, actor: Actor, request: ExportRequest): AsyncIterable<string> {
  if (!can(actor, 'exports:take')) throw new Forbidden();
  if (request.from > request.to) {
    const message = 'The first day is after the last one.';
    throw new InvalidInput([{ path: 'from', message }], message);
  }
  return inSameContext(csvOf(deps, actor, request));
}

async function* csvOf(deps: ReportsDependencies, actor: Actor, request: ExportRequest): AsyncGenerator<string> {
  const names = await categoryNames(deps);
  let rows = 0;
  try {
    yield BOM + stringify([COLUMNS], { record_delimiter: '\r\n' });
    for await (const entries of batches(deps.ledger.eachEntry(entryFilter(request)))) {
      const people = await deps.people.byIds([...new Set(entries.map((entry) => entry.personId))]);
      const lines = entries.flatMap((entry) => {
        const person = people.get(entry.personId);
        return person !== undefined && isMeant(person, request) ? [lineOf(entry, person, names)] : [];
      });
      rows += lines.length;
      if (lines.length > 0) yield stringify(lines, { record_delimiter: '\r\n' });
    }
  } finally {
    // Also when the reader went away half-way: what was sent was taken.
    await recordTaken(deps, actor, request, rows);
  }
}

function entryFilter({ from, to, filters = {} }: ExportRequest): EntryFilter {
  const unit = UNITS.find((known): known is Unit => known === filters.unit);
  return {
    from,
    to,
    ...(filters.categoryCode !== undefined && { categoryCode: filters.categoryCode }),
    ...(unit !== undefined && { unit }),
    // A unit that does not exist has no entries, instead of all.
    ...(filters.unit !== undefined && unit === undefined && { personIds: [] }),
  };
}

function isMeant(person: Person, { filters = {} }: ExportRequest): boolean {
  return (['department', 'grade', 'location'] as const).every(
    (field) => filters[field] === undefined || person[field] === filters[field],
  );
}

function lineOf(entry: Entry, person: Person, names: ReadonlyMap<string, string>): (string | number)[] {
  return [
    person.employeeId,
    person.name,
    person.email,
    person.department,
    person.grade,
    person.location,
    entry.effectiveDate,
    entry.quarter,
    entry.year,
    entry.categoryCode,
    names.get(entry.categoryCode) ?? entry.categoryCode,
    entry.unit,
    entry.kind,
    entry.class,
    entry.points,
    entry.reason,
    entry.by.name,
    entry.at.toISOString(),
    entry.id,
  ].map(csvCell);
}

async function* batches(entries: AsyncIterable<Entry>): AsyncGenerator<Entry[]> {
  let batch: Entry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function recordTaken(
  { storage, outbox }: ReportsDependencies,
  actor: Actor,
  { from, to, filters = {} }: ExportRequest,
  rows: number,
): Promise<void> {
  await storage.run(async () => {
    await outbox.record(actor, {
      type: 'export.taken',
      subject: { type: 'export', id: newId() },
      data: { format: 'csv', from, to, rows },
      after: { filters },
    });
  });
}
