import type { ImportMode } from '../import.js';
import type { TableShape } from '../table/table-shape.js';

const ALWAYS = ['name', 'email', 'employee_id', 'grade', 'department', 'location', 'level', 'joining_date'];
const SOMETIMES = ['phone', 'manager', 'dp', 'grants', 'exit_date', 'password'];

/** The columns of a people file. Whoever only changes people names them, and the columns to be changed. */
export function peopleShape(mode: ImportMode): TableShape {
  return mode === 'create'
    ? { required: ALWAYS, oneOf: [], optional: SOMETIMES, ignored: ['problem'] }
    : { required: [], oneOf: ['employee_id', 'email'], optional: [...ALWAYS, ...SOMETIMES], ignored: ['problem'] };
}

/** In the order in which the template has them. */
export const PEOPLE_COLUMNS = [
  ...['name', 'email', 'phone', 'employee_id', 'grade', 'department', 'location', 'level', 'manager', 'dp'],
  ...['grants', 'joining_date', 'exit_date', 'password'],
] as const;

/** Empties a cell of somebody who is there; an empty cell leaves it as it is. */
export const CLEAR = '(clear)';
/** Columns that may be empty. */
export const CLEARABLE: readonly string[] = ['phone', 'manager', 'dp', 'grants', 'exit_date'];

/** The column that holds a field of a person. */
const COLUMNS: Readonly<Record<string, string>> = {
  employeeId: 'employee_id',
  joiningDate: 'joining_date',
  exitDate: 'exit_date',
  managerId: 'manager',
  dpId: 'dp',
};

export function columnOfField(field: string): string {
  const name = field.split('.')[0] ?? field;
  return COLUMNS[name] ?? name;
}
