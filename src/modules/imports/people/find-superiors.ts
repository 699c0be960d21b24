import type { LocalDate } from '../../../kernel/local-date.js';
import {
  dpProblem,
  isActive,
  managerProblem,
  type PeopleModule,
  type Person,
  type Superior,
} from '../../people/index.js';
import type { CellProblem } from '../import-chunk.model.js';
import { CLEAR } from './people-columns.js';
import type { IndexedRow, PeopleIndex } from './people-index.js';
import { Directory, SUPERIOR_COLUMNS, type SuperiorColumn } from './superiors.js';

export interface FoundSuperiors {
  /** By column; absent where the row says nothing. */
  readonly links: Readonly<Partial<Record<SuperiorColumn, string | null>>>;
  readonly leansOn: readonly { readonly column: SuperiorColumn; readonly row: IndexedRow }[];
  readonly problems: readonly CellProblem[];
}

type Values = Readonly<Record<string, string>>;

/** Registered people whom rows name as manager or dp. */
export async function registeredSuperiors(rows: readonly Values[], people: PeopleModule): Promise<Directory<Person>> {
  const names = [...new Set(rows.flatMap((values) => SUPERIOR_COLUMNS.map((column) => values[column] ?? '')))];
  const emails = names.filter((name) => name.includes('@')).map((name) => name.toLowerCase());
  const byEmail = await people.byEmails(emails);
  const byEmployeeId = await people.byEmployeeIds(names.filter((name) => name !== '' && !name.includes('@')));
  const directory = new Directory<Person>();
  for (const person of [...byEmail.values(), ...byEmployeeId.values()])
    directory.add(person, person.email, person.employeeId);
  return directory;
}

/**
 * Who is meant by the columns `manager` and `dp`: registered people first, then other rows, wherever they stand. Somebody
 * registered who may not be a superior yet may become one by a row of the same file.
 */
export function findSuperiors(
  values: Values,
  ownId: string,
  registered: Directory<Person>,
  index: PeopleIndex,
  today: LocalDate,
): FoundSuperiors {
  const links: Partial<Record<SuperiorColumn, string | null>> = {};
  const leansOn: { column: SuperiorColumn; row: IndexedRow }[] = [];
  const problems: CellProblem[] = [];
  for (const column of SUPERIOR_COLUMNS) {
    const name = values[column] ?? '';
    if (name === '') continue;
    if (name === CLEAR) {
      links[column] = null;
      continue;
    }
    const person = registered.find(name);
    const row = person === undefined ? index.names.find(name) : index.byTarget.get(person.id);
    if (person === undefined && row === undefined) {
      problems.push({
        column,
        message: 'Nobody has this e-mail address or employee id, neither here nor in the file.',
      });
      continue;
    }
    const id = person?.id ?? row?.targetId ?? row?.id ?? '';
    const judge = column === 'manager' ? managerProblem : dpProblem;
    const now = person === undefined ? undefined : judge(ownId, id, standing(person, today));
    const later = row === undefined ? undefined : judge(ownId, id, standing(afterwards(row, person), today));
    links[column] = id;
    if (person !== undefined && now === undefined) continue;
    if (row !== undefined && later === undefined) leansOn.push({ column, row });
    else problems.push({ column, message: (later ?? now)?.message ?? '', reason: reasonOf(column) });
  }
  return { links, leansOn, problems };
}

function reasonOf(column: SuperiorColumn): string {
  return column === 'manager' ? 'This person cannot be a manager.' : 'This person cannot be a delivery partner.';
}

type Standing = Pick<Person, 'name' | 'status' | 'exitDate' | 'grants'>;

function standing(person: Standing, today: LocalDate): Superior {
  return { name: person.name, grants: person.grants, active: isActive(person, today) };
}

/** Somebody as the row will leave them. */
function afterwards(row: IndexedRow, person: Person | undefined): Standing {
  return {
    name: row.name === '' ? (person?.name ?? '') : row.name,
    status: person?.status ?? 'active',
    exitDate: row.exitDate ?? person?.exitDate ?? null,
    grants: row.grants ?? person?.grants ?? [],
  };
}
