import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { projectRoot } from '../../src/project-root.js';

/** Somebody of the demo company. */
export interface CastMember {
  readonly name: string;
  readonly email: string;
}

type Row = Readonly<Record<string, string>>;

const FILE = path.join(projectRoot(), 'data', 'adventureworks', 'people.csv');
const GRADE = 'C1';

/** A project manager of the demo company, people of the own team who decide nothing, who holds the central duty, and HR. */
export interface DemoCast {
  readonly manager: CastMember;
  readonly employees: readonly [CastMember, CastMember, CastMember];
  /** The delivery partner of the first of them. */
  readonly partner: CastMember;
  readonly architect: CastMember;
  readonly central: CastMember;
  readonly hr: CastMember;
}

/** Picks them from the file that the demo imports. */
export function demoCast(): DemoCast {
  const rows = parse<Row>(readFileSync(FILE), { columns: true, bom: true });
  const holders = (code: string) => rows.filter((row) => (row['grants'] ?? '').split(',').includes(code));
  const plainReports = (manager: Row) =>
    rows.filter((row) => row['manager'] === manager['email'] && row['grants'] === '' && row['grade'] === GRADE);
  const manager = holders('pm').find((row) => row['grants'] === 'pm' && plainReports(row).length >= 3);
  const reports = manager === undefined ? [] : plainReports(manager).slice(0, 3);
  const employees = reports.map(member);
  const partner = rows.find((row) => row['email'] === reports[0]?.['dp']);
  const [architect] = holders('pm_arch').map(member);
  const [hr] = holders('hr').map(member);
  const central = holders('central').find((row) => row['grants'] === 'central');
  if (
    manager === undefined ||
    architect === undefined ||
    central === undefined ||
    hr === undefined ||
    partner === undefined
  ) {
    throw new Error('the demo company has changed: its cast is not complete');
  }
  return {
    manager: member(manager),
    employees: employees as [CastMember, CastMember, CastMember],
    partner: member(partner),
    architect,
    central: member(central),
    hr,
  };
}

function member({ name = '', email = '' }: Row): CastMember {
  return { name, email };
}
