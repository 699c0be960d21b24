import type { PersonActor } from '../../kernel/actor.js';
import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';
import { newId } from '../../kernel/ids.js';
import type { Unit } from '../../kernel/units.js';
import { inSameContext } from '../../platform/request-context.js';
import type { OwnPeopleFilter, OwnPersonRow, PeopleScope } from './own-people-figures.js';
import { eachOwnPerson, lookOf } from './own-people.js';
import { assertMayLook } from './own-people.policy.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** The actor's own people of a filter by name, in pieces; who took how much is recorded after the last line. */
export function ownPeopleCsv(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  scope: PeopleScope,
  filter: OwnPeopleFilter,
): AsyncIterable<string> {
  assertMayLook(actor, unit, scope);
  return inSameContext(linesOf(deps, actor, unit, scope, filter));
}

async function* linesOf(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  scope: PeopleScope,
  filter: OwnPeopleFilter,
): AsyncGenerator<string> {
  const look = await lookOf(deps, actor, unit, scope, filter.year);
  let rows = 0;
  try {
    yield (
      BYTE_ORDER_MARK +
      csvLine([
        ...['employee_id', 'name', 'grade', 'department', 'location', 'status'],
        ...look.quarters,
        ...[`FY_${look.year}`, `minimum_${look.quarter}`, `missing_${look.quarter}`, 'pending'],
      ])
    );
    for await (const batch of eachOwnPerson(deps, look, filter)) {
      rows += batch.length;
      yield batch.map((row) => csvLine(cellsOf(row))).join('');
    }
  } finally {
    // Also when the reader went away half-way: what was sent was taken.
    const { sort: _sort, ...filters } = filter;
    await deps.storage.run(() =>
      deps.outbox.record(actor, {
        type: 'export.taken',
        subject: { type: 'export', id: newId() },
        data: { format: 'csv', from: '', to: '', rows, what: 'people' },
        after: { filters: { unit, ...filters } },
      }),
    );
  }
}

function cellsOf(row: OwnPersonRow): (string | number | null)[] {
  return [
    ...[row.employeeId, row.name, row.grade, row.department, row.location, row.status],
    ...row.quarters.map(({ points }) => points),
    ...[row.year, row.minimum?.expected ?? null, row.minimum?.missing ?? null, row.pending],
  ];
}
