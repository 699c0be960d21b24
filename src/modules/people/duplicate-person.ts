import { isDuplicateKey } from '../../platform/storage/index.js';
import type { PersonProblem } from './person.policy.js';

/** What belongs to one person only. */
export const TAKEN = {
  email: { code: 'person.email_taken', path: 'email', message: 'Somebody has this e-mail address already.' },
  employeeId: {
    code: 'person.employee_id_taken',
    path: 'employeeId',
    message: 'Somebody has this employee id already.',
  },
} as const satisfies Record<string, PersonProblem>;

const PROBLEMS: Readonly<Record<string, PersonProblem>> = TAKEN;

/** The database names the unique index in its message; of an insert of many there is nothing else. */
const INDEX = /index: organization_1_(\w+?)_1/;

/**
 * The broken rule behind the database's refusal, when two registrations raced: which field, and which row of the batch.
 * Undefined for every other error.
 */
export function duplicateProblem(
  error: unknown,
): { readonly row: number; readonly problem: PersonProblem } | undefined {
  if (!isDuplicateKey(error)) return undefined;
  const { message, writeErrors } = error as { message: string; writeErrors?: { index?: number; errmsg?: string }[] };
  const [first] = Array.isArray(writeErrors) ? writeErrors : [];
  const problem = PROBLEMS[INDEX.exec(first?.errmsg ?? message)?.[1] ?? ''];
  return problem === undefined ? undefined : { row: first?.index ?? 0, problem };
}
