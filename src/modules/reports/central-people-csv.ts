import type { PersonActor } from '../../kernel/actor.js';
import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';
import { Forbidden } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { can } from '../../kernel/permissions.js';
import { inSameContext } from '../../platform/request-context.js';
import type { Progress } from '../targets/index.js';
import type { CentralFilter, CentralRow } from './central-figures.js';
import { centralLook, type CentralLook } from './central-look.js';
import { eachCentralRow } from './central-people.js';
import { quartersOf } from './own-people.js';
import type { ExportScope } from './export-figures.js';
import { madeBy } from './export-head.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** How the file is made. */
export interface CentralCsvWish {
  /** Lines at the top that say what the file is. */
  readonly head: boolean;
  /** Said there. */
  readonly at: Date;
}

/**
 * Everybody of a filter with the columns and in the order of central's table, in pieces. Asks for the days first, so that
 * what makes no sense is refused before the first byte; who took how much is recorded after the last line.
 * @throws Forbidden without `exports:take`; InvalidInput at `from`
 */
export async function centralPeopleCsv(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: CentralFilter,
  { head, at }: CentralCsvWish,
): Promise<AsyncIterable<string>> {
  if (!can(actor, 'exports:take')) throw new Forbidden();
  const look = await centralLook(deps, filter);
  const { name, calendar } = await deps.organizations.current();
  const lines = head ? headOf(filter, look, { organization: name, zone: calendar.zone, by: actor.name, at }) : [];
  return inSameContext(linesOf(deps, actor, filter, look, lines));
}

async function* linesOf(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: CentralFilter,
  look: CentralLook,
  head: readonly string[],
): AsyncGenerator<string> {
  let rows = 0;
  try {
    const first = head.map((line) => csvLine([`# ${line}`])).join('');
    yield BYTE_ORDER_MARK + first + csvLine([...PERSON_COLUMNS, ...figureColumns(look)]);
    for await (const batch of eachCentralRow(deps, filter, look)) {
      rows += batch.length;
      yield batch.map((row) => csvLine([...personCells(row), ...figureCells(row)])).join('');
    }
  } finally {
    // Also when the reader went away half-way: what was sent was taken.
    const { sort: _sort, descending: _descending, from = '', to = '', ...filters } = filter;
    await deps.storage.run(() =>
      deps.outbox.record(actor, {
        type: 'export.taken',
        subject: { type: 'export', id: newId() },
        data: { format: 'csv', from, to, rows, what: 'people' },
        after: { filters: { unit: 'central', ...filters } },
      }),
    );
  }
}

/** What the file is, in sentences for whoever opens it later. */
function headOf(filter: CentralFilter, { present, range }: CentralLook, scope: ExportScope): string[] {
  const { sort = 'name', descending, status = 'active', eligible, from: _from, to: _to, ...conditions } = filter;
  const filters = Object.entries({ status, ...conditions, ...(eligible === true && { bonus: 'eligible' }) }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`${name} ${value}`]),
  );
  const about = range === null ? `${present.quarter} and FY ${present.year}` : `${range.from} to ${range.to}`;
  const order = descending === undefined ? '' : descending ? ', descending' : ', ascending';
  return [
    `${scope.organization}: progress of people, ${about}. Filters: ${filters.join(', ')}. Order: ${sort}${order}.`,
    madeBy(scope),
    'Regular points unless a column says bonus or combined. Only credited points count.',
  ];
}

const PERSON_COLUMNS = ['employee_id', 'name', 'grade', 'department', 'location', 'status'] as const;
const PROGRESS_COLUMNS = ['target', 'percent'] as const;

/** Regular points unless the name says bonus or combined. */
function figureColumns({ range, present: { quarter, year } }: CentralLook): string[] {
  if (range !== null) {
    const days = `${range.from}_${range.to}`;
    return ['regular', 'bonus', 'combined', ...PROGRESS_COLUMNS].map((name) => `${name}_${days}`);
  }
  return [
    ...quartersOf(year),
    `FY_${year}`,
    ...PROGRESS_COLUMNS.map((name) => `${name}_FY_${year}`),
    ...PROGRESS_COLUMNS.map((name) => `${name}_${quarter}`),
    'combined_all_time',
    ...['bonus', 'bonus_amount', 'bonus_reason'].map((name) => `${name}_${quarter}`),
  ];
}

type Cell = string | number | null;

function personCells(row: CentralRow): Cell[] {
  return [row.employeeId, row.name, row.grade, row.department, row.location, row.status];
}

function figureCells({ range, ...row }: CentralRow): Cell[] {
  if (range !== null) return [range.regular, range.bonus, range.combined, ...progressCells(range.progress)];
  const state = row.bonusState;
  return [
    ...row.quarters.map(({ regular }) => regular),
    row.year.regular,
    ...progressCells(row.yearProgress),
    ...progressCells(row.quarterProgress),
    row.total.combined,
    ...(state === null ? [null, null, null] : [bonusWord(state), state.amount, state.reason]),
  ];
}

function bonusWord({ awarded, eligible }: NonNullable<CentralRow['bonusState']>): string {
  return awarded ? 'awarded' : eligible ? 'eligible' : 'not eligible';
}

function progressCells(progress: Progress | null): Cell[] {
  return progress === null ? [null, null] : [progress.target, progress.percent];
}
