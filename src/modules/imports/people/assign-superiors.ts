import type { Actor } from '../../../kernel/actor.js';
import { InvalidInput } from '../../../kernel/errors.js';
import type { ManagerAssignment, PeopleModule } from '../../people/index.js';
import type { CellProblem, KeptRow } from '../import-chunk.model.js';
import type { WritableRow } from '../kind-of-import.js';
import { columnOfField } from './people-columns.js';

interface Assignment extends ManagerAssignment {
  readonly rowId: string;
}

/** Gives written rows their superiors. One who cannot be a superior any more is left out and named. */
export async function assignSuperiors(
  people: PeopleModule,
  actor: Actor,
  rows: readonly WritableRow[],
): Promise<KeptRow[]> {
  const problems = new Map<string, CellProblem[]>();
  let assignments = await withoutChanged(people, rows.flatMap(assignmentOf), rows, problems);
  for (;;) {
    const errors = await problemsOfAssigning(people, actor, assignments);
    if (errors.length === 0) break;
    for (const { path, message } of errors) {
      const [place = '', field = ''] = path.split('.');
      const assignment = assignments[Number(place)];
      if (assignment === undefined) throw new InvalidInput([...errors]);
      note(problems, assignment.rowId, { column: columnOfField(field), message });
    }
    // Without these, others may have become impossible: whoever keeps a manager can close a circle.
    assignments = assignments.map((assignment) => withoutFailed(assignment, problems.get(assignment.rowId) ?? []));
  }
  return rows.map(({ values: _values, ...row }) => ({
    ...row,
    problems: [...row.problems, ...(problems.get(row.id) ?? [])],
  }));
}

/** Assigns all of them, or says what is in the way. Each time at least one less is tried, so it comes to an end. */
async function problemsOfAssigning(
  people: PeopleModule,
  actor: Actor,
  assignments: readonly Assignment[],
): Promise<InvalidInput['errors']> {
  try {
    await people.assignManagers(actor, assignments.map(withoutRow));
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.errors;
  }
}

function assignmentOf(row: WritableRow): Assignment[] {
  const { id, action, links, changes, done } = row;
  if (!done || action === 'unchanged') return [];
  const personId = action === 'create' ? id : (links['person'] ?? id);
  // Of somebody who is there only what the dry run showed as a change.
  const wanted = (column: string) =>
    action === 'create' || changes.some((change) => change.column === column) ? links[column] : undefined;
  const managerId = wanted('manager');
  const dpId = wanted('dp');
  if ((managerId ?? null) === null && (dpId ?? null) === null && action === 'create') return [];
  if (managerId === undefined && dpId === undefined) return [];
  return [{ rowId: id, personId, managerId, dpId }];
}

/** Leaves alone who got another superior since the dry run. */
async function withoutChanged(
  people: PeopleModule,
  assignments: readonly Assignment[],
  rows: readonly WritableRow[],
  problems: Map<string, CellProblem[]>,
): Promise<Assignment[]> {
  const updates = new Map(rows.filter(({ action }) => action === 'update').map((row) => [row.id, row]));
  const targets = await people.byIds(
    assignments.filter(({ rowId }) => updates.has(rowId)).map(({ personId }) => personId),
  );
  return assignments.map((assignment) => {
    const row = updates.get(assignment.rowId);
    const target = targets.get(assignment.personId);
    if (row === undefined || target === undefined) return assignment;
    const changed = (column: 'manager' | 'dp', now: string | null) =>
      row.changes.some((change) => change.column === column) && row.links[`${column}Before`] !== now;
    const failed = [
      ...(changed('manager', target.managerId) ? [CHANGED('manager')] : []),
      ...(changed('dp', target.dpId) ? [CHANGED('dp')] : []),
    ];
    for (const problem of failed) note(problems, row.id, problem);
    return withoutFailed(assignment, failed);
  });
}

const CHANGED = (column: string): CellProblem => ({
  column,
  message: 'Changed meanwhile: it is somebody else now. Upload the file again.',
  reason: 'This person was changed after the check. Upload the file again.',
});

function note(problems: Map<string, CellProblem[]>, rowId: string, problem: CellProblem): void {
  problems.set(rowId, [...(problems.get(rowId) ?? []), problem]);
}

function withoutRow({ rowId: _rowId, ...assignment }: Assignment): ManagerAssignment {
  return assignment;
}

function withoutFailed(assignment: Assignment, problems: readonly CellProblem[]): Assignment {
  const failed = (column: string) => problems.some((problem) => problem.column === column);
  return {
    ...assignment,
    ...(failed('manager') && { managerId: undefined }),
    ...(failed('dp') && { dpId: undefined }),
  };
}
