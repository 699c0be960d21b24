import { newId } from '../../kernel/ids.js';
import type { NewPerson, PeopleModule } from '../people/index.js';
import { columnOfField, PEOPLE_TABLE } from './people-columns.js';
import { readPersonRow, type CellProblem } from './read-person-row.js';
import type { Seal } from './sealed-text.js';
import { Directory, findSuperiors } from './superiors.js';
import { readTable, type Table, type TableRow } from './table/read-table.js';

/** A row after the dry run. Its person's id is chosen already, so that writing it twice writes it once. */
export interface CheckedRow {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
  readonly personId: string;
  readonly managerId: string | null;
  readonly dpId: string | null;
  readonly problems: readonly CellProblem[];
}

export interface CheckedFile {
  /** Equal for files with the same rows, whatever their name, encoding, delimiter, line ends or order of columns. */
  readonly fingerprint: string;
  readonly columns: readonly string[];
  readonly unknownColumns: readonly string[];
  readonly rows: readonly CheckedRow[];
}

/** The dry run: reads the file and judges every row as it would be judged when written. Writes nothing. */
export async function checkPeopleFile(path: string, people: PeopleModule, seal: Seal): Promise<CheckedFile> {
  const table = await readTable(path, PEOPLE_TABLE);
  return {
    fingerprint: fingerprintOf(table.rows, seal),
    columns: table.columns,
    unknownColumns: table.unknownColumns,
    rows: withoutLostSuperiors(await checkRows(table, people)),
  };
}

function fingerprintOf(rows: readonly TableRow[], seal: Seal): string {
  const print = seal.fingerprint();
  const columns = [...PEOPLE_TABLE.required, ...PEOPLE_TABLE.optional];
  for (const { values } of rows) {
    for (const column of columns) print.add((values[column] ?? '').normalize('NFC'));
  }
  return print.digest();
}

async function checkRows(table: Table, people: PeopleModule): Promise<CheckedRow[]> {
  const rows = table.rows.map((row) => ({ ...row, ...readPersonRow(row.values), personId: newId() }));
  const registered = await registeredPeople(table.rows, people);
  const inFile = new Directory();
  for (const { personId, person } of rows) inFile.add(personId, person.email, person.employeeId);
  const drafts = rows.map((row) => ({ ...row, superiors: findSuperiors(row.values, registered, inFile) }));
  const found = await people.check(
    drafts.map(({ person, personId, superiors }): NewPerson => ({
      ...person,
      id: personId,
      managerId: superiors.managerId,
      dpId: superiors.dpId,
    })),
  );
  const repeated = repetitions(rows);
  return drafts.map(({ line, values, personId, problem, problems, superiors }, index) => ({
    line,
    values,
    personId,
    managerId: superiors.managerId,
    dpId: superiors.dpId,
    problems:
      // A cell too many moves all that follow; what they hold says nothing then.
      problem !== undefined
        ? [{ column: '', message: problem }]
        : onePerColumn([
            ...problems,
            ...superiors.problems,
            ...(repeated[index] ?? []),
            ...(found[index] ?? []).map(({ path, message }) => ({ column: columnOfField(path), message })),
          ]),
  }));
}

/** Registered people whom the file names as manager or dp. */
async function registeredPeople(rows: readonly TableRow[], people: PeopleModule): Promise<Directory> {
  const names = [...new Set(rows.flatMap(({ values }) => [values['manager'] ?? '', values['dp'] ?? '']))];
  const emails = names.filter((name) => name.includes('@')).map((name) => name.toLowerCase());
  const byEmail = await people.byEmails(emails);
  const byEmployeeId = await people.byEmployeeIds(names.filter((name) => name !== '' && !name.includes('@')));
  const directory = new Directory();
  for (const { id, email, employeeId } of [...byEmail.values(), ...byEmployeeId.values()])
    directory.add(id, email, employeeId);
  return directory;
}

interface Identified {
  readonly line: number;
  readonly person: { readonly email: string; readonly employeeId: string };
}

/** Of two rows with the same address or employee id the later one is at fault, and is told where the first stands. */
function repetitions(rows: readonly Identified[]): CellProblem[][] {
  const seen = new Map<string, number>();
  const repeated = (column: string, value: string, line: number): CellProblem[] => {
    if (value === '') return [];
    const first = seen.get(`${column}:${value}`);
    if (first === undefined) seen.set(`${column}:${value}`, line);
    return first === undefined ? [] : [{ column, message: `Stands in line ${first} already.` }];
  };
  return rows.map(({ line, person }) => [
    ...repeated('email', person.email.toLowerCase(), line),
    ...repeated('employee_id', person.employeeId, line),
  ]);
}

function onePerColumn(problems: readonly CellProblem[]): CellProblem[] {
  return problems.filter(({ column }, index) => problems.findIndex((other) => other.column === column) === index);
}

/** Whoever has a superior in a row that cannot be written cannot be written either; that may go on up the line. */
function withoutLostSuperiors(rows: readonly CheckedRow[]): CheckedRow[] {
  const checked = new Map(rows.map((row) => [row.personId, row]));
  const below = new Map<string, { row: CheckedRow; column: string }[]>();
  for (const row of rows) {
    for (const [column, superiorId] of [
      ['manager', row.managerId],
      ['dp', row.dpId],
    ] as const) {
      if (superiorId === null) continue;
      const others = below.get(superiorId);
      if (others === undefined) below.set(superiorId, [{ row, column }]);
      else others.push({ row, column });
    }
  }
  const lost = rows.filter((row) => row.problems.length > 0);
  for (let superior = lost.pop(); superior !== undefined; superior = lost.pop()) {
    for (const { row, column } of below.get(superior.personId) ?? []) {
      const known = checked.get(row.personId) ?? row;
      const others = known.problems.filter((problem) => problem.column !== column);
      const message = `Stands in line ${superior.line}, which has a mistake of its own.`;
      checked.set(row.personId, { ...known, problems: [...others, { column, message }] });
      if (known.problems.length === 0) lost.push(row);
    }
  }
  return [...checked.values()];
}
