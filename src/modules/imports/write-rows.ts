import type { Actor } from '../../kernel/actor.js';
import { InvalidInput } from '../../kernel/errors.js';
import type { ManagerAssignment, NewPerson, PeopleModule } from '../people/index.js';
import type { KeptRow } from './import-chunk.model.js';
import type { ImportRecord } from './import.model.js';
import { columnOfField } from './people-columns.js';
import { readPersonRow } from './read-person-row.js';

/** Registers the good rows of a chunk, without superiors. Rows that are not good any more get their problems. */
export async function registerRows(
  people: PeopleModule,
  actor: Actor,
  record: ImportRecord,
  rows: readonly KeptRow[],
  hashes: ReadonlyMap<string, string>,
): Promise<KeptRow[]> {
  const waiting = rows.filter(({ problems, created }) => problems.length === 0 && !created);
  const inputs = waiting.map((row) => newPerson(row, hashes.get(row.personId)));
  const found = await people.check(inputs);
  const good = inputs.filter((_input, index) => found[index]?.length === 0);
  await people.registerMany(actor, good, {
    mustChangePassword: record.mustChangePassword,
    ...(record.initialPasswordHash !== null && { initialPasswordHash: record.initialPasswordHash }),
  });
  const outcome = new Map(waiting.map((row, index) => [row.personId, found[index] ?? []]));
  return rows.map((row) => {
    const problems = outcome.get(row.personId);
    if (problems === undefined) return row;
    if (problems.length === 0) return { ...row, created: true, values: withoutPassword(row.values) };
    return { ...row, problems: problems.map(({ path, message }) => ({ column: columnOfField(path), message })) };
  });
}

function newPerson(row: KeptRow, passwordHash: string | undefined): NewPerson {
  const { person } = readPersonRow(row.values);
  return { ...person, id: row.personId, ...(passwordHash !== undefined && { passwordHash }) };
}

function withoutPassword({ password: _password, ...values }: Record<string, string>): Record<string, string> {
  return values;
}

/** Gives the registered rows their superiors. One who cannot be a superior any more is left out and named. */
export async function assignSuperiors(
  people: PeopleModule,
  actor: Actor,
  rows: readonly KeptRow[],
): Promise<KeptRow[]> {
  let assignments: ManagerAssignment[] = rows
    .filter(({ created, managerId, dpId }) => created && (managerId !== null || dpId !== null))
    .map(({ personId, managerId, dpId }) => ({ personId, managerId, dpId }));
  const problems = new Map<string, KeptRow['problems']>();
  try {
    await people.assignManagers(actor, assignments);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    for (const { path, message } of error.errors) {
      const [index = '', field = ''] = path.split('.');
      const assignment = assignments[Number(index)];
      if (assignment === undefined) throw error;
      const known = problems.get(assignment.personId) ?? [];
      problems.set(assignment.personId, [...known, { column: columnOfField(field), message }]);
    }
    assignments = assignments.map((assignment) => withoutFailed(assignment, problems.get(assignment.personId) ?? []));
    await people.assignManagers(actor, assignments);
  }
  return rows.map((row) => ({ ...row, problems: [...row.problems, ...(problems.get(row.personId) ?? [])] }));
}

function withoutFailed(assignment: ManagerAssignment, problems: KeptRow['problems']): ManagerAssignment {
  const failed = (column: string) => problems.some((problem) => problem.column === column);
  return {
    ...assignment,
    ...(failed('manager') && { managerId: null }),
    ...(failed('dp') && { dpId: null }),
  };
}
