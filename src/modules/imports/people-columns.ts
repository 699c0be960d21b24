import type { TableShape } from './table/read-table.js';

/** The columns of a people file. */
export const PEOPLE_TABLE: TableShape = {
  required: ['name', 'email', 'employee_id', 'grade', 'department', 'location', 'level', 'joining_date'],
  optional: ['phone', 'manager', 'dp', 'grants', 'exit_date', 'password'],
  ignored: ['problem'],
  maxRows: 10_000,
};

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
