import type { z } from 'zod';
import type { Person } from '../../people/index.js';
import type { CellProblem } from '../import-chunk.model.js';
import { columnOfClaim } from './claim-columns.js';

type Values = Readonly<Record<string, string>>;

/** People of the organization by the employee ids that a file names. */
export type NamedPeople = ReadonlyMap<string, Person>;

export const NOBODY: CellProblem = {
  column: 'employee_id',
  message: 'Nobody has this employee id.',
};

/** The person that a cell names; a problem where nobody is called so. */
export function namedPerson(
  values: Values,
  column: 'employee_id' | 'validator_employee_id',
  people: NamedPeople,
): { readonly id: string | undefined; readonly problems: readonly CellProblem[] } {
  const text = values[column] ?? '';
  const person = people.get(text);
  if (person !== undefined) return { id: person.id, problems: [] };
  return {
    id: undefined,
    problems: [text === '' ? { column, message: 'Give an employee id.' } : { ...NOBODY, column }],
  };
}

/** What a schema of single claims makes of cells, or what it finds wrong with them, column by column. */
export function parseCells<T extends z.ZodType>(
  schema: T,
  input: Readonly<Record<string, unknown>>,
):
  | { readonly input: z.output<T>; readonly problems: readonly CellProblem[] }
  | { readonly input: undefined; readonly problems: readonly CellProblem[] } {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { input: parsed.data, problems: [] };
  const problems = new Map<string, CellProblem>();
  for (const { path, message } of parsed.error.issues) {
    const column = columnOfClaim(String(path[0] ?? ''));
    if (!problems.has(column)) problems.set(column, { column, message });
  }
  return { input: undefined, problems: [...problems.values()] };
}

/**
 * A claim that an updater makes by a row: who gains, who decides, and what the cells say. What is wrong with the column
 * `worded` names is said in its words.
 */
export function proposedClaim<T extends object>(
  values: Values,
  people: NamedPeople,
  cells: { readonly input: T | undefined; readonly problems: readonly CellProblem[] },
  worded: CellProblem,
) {
  const person = namedPerson(values, 'employee_id', people);
  const validator = namedPerson(values, 'validator_employee_id', people);
  const problems = [...person.problems, ...validator.problems, ...cells.problems];
  return {
    claim: cells.input && { ...cells.input, personId: person.id, validatorId: validator.id },
    problems: problems.map((problem) => (problem.column === worded.column ? worded : problem)),
  };
}
