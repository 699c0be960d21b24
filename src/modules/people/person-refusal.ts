import { InvalidInput, type FieldProblem } from '../../kernel/errors.js';
import type { CheckedPerson } from './check-new-people.js';
import type { PersonProblem } from './person.policy.js';

/** Where a problem stands in the input: `email`, or `3.email` in a batch. */
export type PathOf = (row: number, path: string) => string;

/** @throws InvalidInput with all problems of all people */
export function assertNoProblems(checked: readonly CheckedPerson[], pathOf: PathOf): void {
  const problems = checked.flatMap((person, row) =>
    person.problems.map((problem) => ({ ...problem, path: pathOf(row, problem.path) })),
  );
  if (problems.length > 0) throw invalid(problems);
}

export function fieldProblem({ path, message }: PersonProblem): FieldProblem {
  return { path, message };
}

/** One problem is said as it is; several are said at their fields. */
export function invalid(problems: readonly PersonProblem[]): InvalidInput {
  const [first] = problems;
  const message = problems.length === 1 ? first?.message : undefined;
  return new InvalidInput(problems.map(fieldProblem), message, first?.code);
}
