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
import type { ReportsDependencies } from './reports-dependencies.js';

/**
 * Everybody of a filter with the columns and in the order of central's table, in pieces. Asks for the days first, so that
 * what makes no sense is refused before the first byte; who took how much is recorded after the last line.
 * @throws Forbidden without `exports:take`; InvalidInput at `from`
 */
export async function centralPeopleCsv(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: CentralFilter,
): Promise<AsyncIterable<string>> {
  if (!can(actor, 'exports:take')) throw new Forbidden();
  const look = await centralLook(deps, filter);
  return inSameContext(linesOf(deps, actor, filter, look));
}

async function* linesOf(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: CentralFilter,
  look: CentralLook,
): AsyncGenerator<string> {
  let rows = 0;
  try {
    yield BYTE_ORDER_MARK + csvLine([...PERSON_COLUMNS, ...figureColumns(look)]);
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
