import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../../src/project-root.js';
import type { Agent } from './agents.js';
import type { Cast } from './cast.js';

/** The raw export: columns of its own, `NULL`, days first, former versions of people, managers by key. */
export function rawExport(): Promise<Buffer> {
  return readFile(path.join(projectRoot(), 'data', 'adventureworks', 'hr-export.csv'));
}

/** What HR says on the page of columns, so that the raw export becomes people. */
export const RAW_EXPORT_FORM = {
  name_how: 'template',
  name_text: '{FirstName} {LastName}',
  email_how: 'column',
  email_column: 'EmailAddress',
  phone_how: 'column',
  phone_column: 'Phone',
  employee_id_how: 'template',
  employee_id_text: 'AW-{EmployeeKey}',
  grade_how: 'fixed',
  grade_text: 'B2',
  department_how: 'list',
  department_column: 'DepartmentName',
  'department_from[]': ['Sales', 'Marketing', 'Finance', 'Human Resources', 'Executive', 'Information Services'],
  'department_to[]': ['Sales', 'Marketing', 'Finance', 'HR', 'Management', 'IT'],
  department_otherwise: 'Admin',
  location_how: 'fixed',
  location_text: 'US',
  level_how: 'list',
  level_column: 'Title',
  'level_from[]': ['Chief Executive Officer'],
  'level_to[]': ['Principal'],
  level_otherwise: 'Senior',
  manager_how: 'row',
  manager_column: 'ParentEmployeeKey',
  joining_date_how: 'column',
  joining_date_column: 'HireDate',
  dates: 'DD/MM/YYYY',
  emptyWords: 'NULL',
  keepColumn: 'Status',
  keepValue: 'Current',
  rowKey: 'EmployeeKey',
  rowSame: 'EmailAddress',
  managersHoldPm: 'true',
} as const;

let files = 0;

/** A small file with columns of its own, different each time. */
function foreignFile(): Buffer {
  files += 1;
  return Buffer.from(`EmployeeKey,FullName,EmailAddress\n${files},Guy Gilbert,guy.${files}@elsewhere.com\n`);
}

async function uploaded(hr: Agent): Promise<string> {
  const answer = await hr
    .post('/hr/imports/people')
    .field('mapColumns', 'true')
    .attach('file', foreignFile(), 'export.csv');
  return (answer.body as { import: { id: string } }).import.id;
}

/** An import that waits for somebody to say which column is which. */
export async function unmappedImport(cast: Cast): Promise<string> {
  return uploaded(await cast.as('hrAdmin'));
}

/** A mapping that was saved; its id. */
export async function savedMapping(cast: Cast): Promise<string> {
  const hr = await cast.as('hrAdmin');
  files += 1;
  const name = `Export ${files}`;
  await hr
    .post(`/imports/${await uploaded(hr)}/mapping`)
    .send({ name_how: 'column', name_column: 'FullName', action: 'show', saveAs: name });
  const { items } = (await hr.get('/hr/imports/mappings').set('Accept', 'application/json')).body as {
    items: { id: string; name: string }[];
  };
  const found = items.find((item) => item.name === name);
  if (found === undefined) throw new Error('the mapping was not saved');
  return found.id;
}
