import { EMPTY_MAPPING, type FieldSource, type Mapping } from './mapping.js';

/** What columns are called elsewhere, letters and digits only. The first that a file has is suggested. */
const USUAL_NAMES: Readonly<Record<string, readonly string[]>> = {
  name: ['name', 'fullname', 'employeename', 'displayname'],
  email: ['email', 'emailaddress', 'mail', 'workemail'],
  phone: ['phone', 'phonenumber', 'mobile', 'telephone'],
  employee_id: ['employeeid', 'employeenumber', 'employeeno', 'staffid', 'personnelnumber'],
  grade: ['grade', 'paygrade', 'band'],
  department: ['department', 'departmentname'],
  location: ['location', 'office', 'country'],
  level: ['level', 'seniority'],
  manager: ['manager', 'manageremail', 'managerid', 'reportsto', 'supervisor'],
  dp: ['dp', 'deliverypartner'],
  grants: ['grants', 'roles'],
  joining_date: ['joiningdate', 'hiredate', 'dateofjoining', 'startdate'],
  exit_date: ['exitdate', 'leavingdate', 'terminationdate'],
  password: ['password', 'initialpassword'],
};

/** What the columns of a file probably are; whoever maps it sees and corrects that. */
export function suggestMapping(titles: readonly string[], known: readonly string[]): Mapping {
  const byName = new Map(titles.map((title) => [title.toLowerCase().replace(/[^a-z0-9]/g, ''), title]));
  const fields: Record<string, FieldSource> = {};
  for (const column of known) {
    const title = (USUAL_NAMES[column] ?? [column])
      .map((name) => byName.get(name))
      .find((found) => found !== undefined);
    if (title !== undefined) fields[column] = { how: 'column', column: title };
  }
  const [first, last] = [byName.get('firstname'), byName.get('lastname')];
  if (fields['name'] === undefined && first !== undefined && last !== undefined) {
    fields['name'] = { how: 'template', template: `{${first}} {${last}}` };
  }
  return { ...EMPTY_MAPPING, fields };
}
