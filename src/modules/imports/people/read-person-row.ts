import { GRANT_CODE_NAMES, grantFromCode, type Grant } from '../../../kernel/units.js';
import type { CellProblem } from '../import-chunk.model.js';
import type { PersonRow } from '../import.js';
import { IMPOSSIBLE_DAY, readDay } from '../read-day.js';
import { CLEAR, CLEARABLE, PEOPLE_COLUMNS } from './people-columns.js';

export interface PersonReading {
  readonly person: PersonRow;
  readonly problems: readonly CellProblem[];
}

/** Codes separated by comma or semicolon, as in `pm,ld_va`. */
export function readGrants(text: string): { grants: Grant[]; unknown: string[] } {
  const codes = text
    .split(/[,;]/)
    .map((code) => code.trim().toLowerCase())
    .filter((code) => code !== '');
  return {
    grants: codes.flatMap((code) => grantFromCode(code) ?? []),
    unknown: codes.filter((code) => grantFromCode(code) === undefined),
  };
}

/** Reads the cells of one row. Lists, uniqueness and lengths are judged by the rules for people afterwards. */
export function readPersonRow(values: Readonly<Record<string, string>>): PersonReading {
  const cell = (column: string) => {
    const text = values[column] ?? '';
    return text === CLEAR ? '' : text;
  };
  const problems: CellProblem[] = PEOPLE_COLUMNS.filter(
    (column) => values[column] === CLEAR && !CLEARABLE.includes(column),
  ).map((column) => ({ column, message: 'This cannot be cleared.' }));

  const joiningDate = readDay(cell('joining_date'));
  if (joiningDate === undefined) problems.push({ column: 'joining_date', message: IMPOSSIBLE_DAY });
  const exitDate = cell('exit_date') === '' ? null : readDay(cell('exit_date'));
  if (exitDate === undefined) problems.push({ column: 'exit_date', message: IMPOSSIBLE_DAY });

  const { grants, unknown } = readGrants(cell('grants'));
  if (unknown.length > 0) {
    problems.push({
      column: 'grants',
      message: `Not known: ${unknown.join(', ')}. Known are ${GRANT_CODE_NAMES.join(', ')}.`,
      reason: `Contains a code that is not known. Known are ${GRANT_CODE_NAMES.join(', ')}.`,
    });
  }

  return {
    person: {
      name: cell('name'),
      email: cell('email'),
      phone: cell('phone'),
      employeeId: cell('employee_id'),
      grade: cell('grade'),
      department: cell('department'),
      location: cell('location'),
      level: cell('level'),
      joiningDate: joiningDate ?? '',
      exitDate: exitDate ?? null,
      grants,
    },
    problems,
  };
}
