import type { Grant } from '../../../kernel/units.js';
import { holds } from '../../../kernel/units.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { PeopleModule } from '../../people/index.js';
import type { CellProblem } from '../import-chunk.model.js';
import type { StagedFile } from '../kind-of-import.js';
import { readPersonRow } from './read-person-row.js';
import { Directory } from './superiors.js';

/** What has to be known of every row while others are judged; little, since it is known of all rows at once. */
export interface IndexedRow {
  readonly chunk: number;
  readonly line: number;
  readonly id: string;
  /** Who is there already and is meant; undefined for somebody new. */
  readonly targetId: string | undefined;
  readonly name: string;
  readonly exitDate: LocalDate | null;
  /** As the row says; undefined where it says nothing. */
  grants: readonly Grant[] | undefined;
  /** What somebody who is there already holds. */
  readonly grantsBefore: readonly Grant[];
  /** The manager after the import, found when the row is judged; undefined where that stays as it is. */
  managerId: string | null | undefined;
  /** Rows that this one cannot do without, by column. */
  leansOn: { column: string; row: IndexedRow }[];
  hasProblems: boolean;
}

export interface PeopleIndex {
  readonly rows: ReadonlyMap<string, IndexedRow>;
  readonly names: Directory<IndexedRow>;
  /** By the person's id: rows about somebody who is there. */
  readonly byTarget: ReadonlyMap<string, IndexedRow>;
  /** What is wrong with a row because of an earlier one. */
  problemsOf(id: string): readonly CellProblem[];
  /** Whether somebody gets PM for being a manager in the file. */
  becomesManager(id: string): boolean;
}

/** Goes through the file once. */
export async function indexPeople(file: StagedFile, people: PeopleModule): Promise<PeopleIndex> {
  const rows = new Map<string, IndexedRow>();
  const names = new Directory<IndexedRow>();
  const byTarget = new Map<string, IndexedRow>();
  const problems = new Map<string, CellProblem[]>();
  const seen = new Map<string, number>();
  const managers = new Set<string>();
  const note = (id: string, problem: CellProblem) => problems.set(id, [...(problems.get(id) ?? []), problem]);

  function noteRepetition(id: string, line: number, column: string, value: string): void {
    if (value === '') return;
    const first = seen.get(`${column}:${value}`);
    if (first === undefined) seen.set(`${column}:${value}`, line);
    else
      note(id, { column, message: `Stands in line ${first} already.`, reason: 'Stands in an earlier line already.' });
  }

  for (let chunk = 0; chunk < file.chunks; chunk += 1) {
    const staged = await file.rows(chunk);
    const targets = file.mode === 'create' ? undefined : await targetsOf(staged, people);
    for (const { line, id, values } of staged) {
      const { person } = readPersonRow(values);
      const email = person.email.toLowerCase();
      const target = targets?.(email, person.employeeId);
      const targetId = target?.id;
      const says = (values['grants'] ?? '') !== '' || target === undefined;
      const row: IndexedRow = {
        ...{ chunk, line, id, targetId, name: person.name, exitDate: person.exitDate },
        grants: says ? person.grants : undefined,
        grantsBefore: target?.grants ?? [],
        managerId: undefined,
        leansOn: [],
        hasProblems: false,
      };
      rows.set(id, row);
      names.add(row, email, person.employeeId);
      noteRepetition(id, line, 'email', email);
      noteRepetition(id, line, 'employee_id', person.employeeId);
      if (targetId !== undefined) {
        const earlier = byTarget.get(targetId);
        if (earlier === undefined) byTarget.set(targetId, row);
        else if (!problems.has(id)) note(id, sameTarget(earlier.line));
      }
      if (file.mapping?.managersHoldPm === true) managers.add(values['manager'] ?? '');
    }
  }
  const becoming = givePm(managers, names);
  return {
    rows,
    names,
    byTarget,
    problemsOf: (id) => problems.get(id) ?? [],
    becomesManager: (id) => becoming.has(id),
  };
}

function sameTarget(line: number): CellProblem {
  return {
    column: 'employee_id',
    message: `Means the same person as line ${line}.`,
    reason: 'Means the same person as an earlier line.',
  };
}

/** Who is there: by employee id, else by e-mail address. */
async function targetsOf(
  staged: readonly { readonly values: Readonly<Record<string, string>> }[],
  people: PeopleModule,
) {
  const cells = (column: string) => staged.map(({ values }) => values[column] ?? '').filter((cell) => cell !== '');
  const byEmployeeId = await people.byEmployeeIds(cells('employee_id'));
  const byEmail = await people.byEmails(cells('email').map((email) => email.toLowerCase()));
  return (email: string, employeeId: string) => byEmployeeId.get(employeeId) ?? byEmail.get(email);
}

const PM: Grant = { unit: 'pm', duty: 'approver' };

/** Rows of people who are named as managers and would not hold PM otherwise. */
function givePm(managers: ReadonlySet<string>, names: Directory<IndexedRow>): Set<string> {
  const becoming = new Set<string>();
  for (const name of managers) {
    const row = names.find(name);
    if (row === undefined) continue;
    const grants = row.grants ?? row.grantsBefore;
    if (holds(grants, 'pm')) continue;
    row.grants = [...grants, PM];
    becoming.add(row.id);
  }
  return becoming;
}
