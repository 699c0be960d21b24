import type { Grant } from '../../../kernel/units.js';
import { GRANT_CODE_NAMES, grantFromCode } from '../../../kernel/units.js';
import type { Person, PersonChanges } from '../../people/index.js';
import { readEmail } from '../../people/index.js';
import type { FieldChange, PersonRow } from '../import.js';
import { CLEAR } from './people-columns.js';

/** What a row changes of somebody, apart from who the superiors are. */
export interface Difference {
  readonly changes: PersonChanges;
  readonly shown: readonly FieldChange[];
}

const TEXTS = [
  ['name', 'name'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['employee_id', 'employeeId'],
  ['grade', 'grade'],
  ['department', 'department'],
  ['location', 'location'],
  ['level', 'level'],
  ['joining_date', 'joiningDate'],
] as const;

/** Field by field. An empty cell leaves the field as it is; `(clear)` empties it. */
export function differenceOf(values: Readonly<Record<string, string>>, row: PersonRow, person: Person): Difference {
  const given = (column: string) => (values[column] ?? '') !== '';
  const shown: FieldChange[] = [];
  const changes: Record<string, unknown> = {};
  for (const [column, field] of TEXTS) {
    const to = field === 'email' ? comparableEmail(row.email) : row[field];
    if (!given(column) || to === person[field]) continue;
    shown.push({ column, from: person[field], to });
    changes[field] = to;
  }
  if (given('grants') && grantCodes(row.grants) !== grantCodes(person.grants)) {
    shown.push({ column: 'grants', from: grantCodes(person.grants), to: grantCodes(row.grants) });
    changes['grants'] = row.grants;
  }
  if (given('exit_date') && row.exitDate !== person.exitDate) {
    shown.push({ column: 'exit_date', from: person.exitDate ?? '', to: row.exitDate ?? '' });
    changes['exitDate'] = row.exitDate;
  }
  return { changes, shown };
}

function comparableEmail(text: string): string {
  const reading = readEmail(text);
  return 'email' in reading ? reading.email : text;
}

const CODE_OF = new Map(
  GRANT_CODE_NAMES.map((code) => {
    const grant = grantFromCode(code);
    return [`${grant?.unit ?? ''}:${grant?.duty ?? ''}`, code];
  }),
);

/** Grants as an import file names them, in one order. */
export function grantCodes(grants: readonly Grant[]): string {
  const codes = grants.map(({ unit, duty }) => CODE_OF.get(`${unit}:${duty}`) ?? `${unit}:${duty}`);
  return [...new Set(codes)].sort().join(',');
}

/** Whether a row says anything about a superior: a name, or that there is none. */
export function namesSuperior(values: Readonly<Record<string, string>>, column: 'manager' | 'dp'): boolean {
  return (values[column] ?? '') !== '';
}

export function clearsSuperior(values: Readonly<Record<string, string>>, column: 'manager' | 'dp'): boolean {
  return values[column] === CLEAR;
}
