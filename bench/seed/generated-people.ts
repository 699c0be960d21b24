import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { Random } from '../../src/demo/random.js';
import { newId } from '../../src/kernel/ids.js';
import { addDays, type LocalDate } from '../../src/kernel/local-date.js';
import { grantFromCode, type Grant } from '../../src/kernel/units.js';
import type { NewPerson } from '../../src/modules/people/index.js';
import { projectRoot } from '../../src/project-root.js';

/** A person who is about to be registered, with the id under which others refer to her or him. */
export type GeneratedPerson = NewPerson & { readonly id: string; readonly grants: readonly Grant[] };

/** Who may be chosen to decide has none of the lowest grades. */
const GRADES = ['A1', 'B1', 'B1', 'B2', 'B2', 'C1', 'C1', 'C2', 'D1', 'D2'] as const;
const DECIDING_GRADES = ['C1', 'C1', 'C2', 'D1', 'D2'] as const;
const DEPARTMENTS = ['IT', 'IT', 'IT', 'IT', 'Sales', 'Sales', 'HR', 'Finance', 'Marketing', 'Admin', 'Management'];
const LOCATIONS = ['India', 'India', 'India', 'US', 'US', 'UK', 'Canada', 'Australia'];
const LEVELS = ['Junior', 'Mid-Level', 'Senior', 'Lead', 'Principal'];

/** Grants beside `pm`, and one holder for so many people; at least one of each, alone, so that every role has an account. */
const HOLDERS: readonly (readonly [code: string, perPeople: number])[] = [
  ['dp', 100],
  ['pm_arch', 250],
  ['hr', 2000],
  ['hr_up', 400],
  ['hr_va', 400],
  ['ta_up', 400],
  ['ta_va', 400],
  ['ld_up', 400],
  ['ld_va', 400],
  ['pmo_up', 400],
  ['pmo_va', 400],
  ['presales', 250],
  ['marketing', 250],
  ['central', 2000],
];

/** Of so many people one is a manager. */
const TEAM = 10;

/**
 * So many people with names of the sample company: managers first, each under one before, then everybody else. The
 * same for the same seed, except for their ids.
 */
export function generatePeople(count: number, today: LocalDate): GeneratedPerson[] {
  const random = new Random(count);
  const [firstNames, lastNames] = sampleNames();
  const managers = Math.max(1, Math.round(count / TEAM));
  const codes = new Map<number, string>();
  let next = managers;
  for (const [code, perPeople] of HOLDERS) {
    for (let holder = 0; holder < Math.max(1, Math.round(count / perPeople)); holder += 1) codes.set(next++, code);
  }
  const ids = Array.from({ length: count }, () => newId());
  const dps = [...codes].flatMap(([number, code]) => (code === 'dp' ? [number] : []));
  return ids.map((id, number) => {
    const first = firstNames[number % firstNames.length] ?? '';
    const last = lastNames[Math.floor(number / firstNames.length + number * 7) % lastNames.length] ?? '';
    const code = number < managers ? 'pm' : codes.get(number);
    const grant = code === undefined ? undefined : grantFromCode(code);
    const manager =
      number === 0 ? undefined : ids[number < managers ? Math.floor((number - 1) / TEAM) : number % managers];
    const left = grant === undefined && random.chance(0.02);
    return {
      id,
      name: `${first} ${last}`,
      email: `${first.toLowerCase().replaceAll(/[^a-z]/g, '')}.${number}@adventure-works.com`,
      phone: '320-555-0195',
      employeeId: `AW${String(number + 1).padStart(5, '0')}`,
      grade: random.pick(grant === undefined ? GRADES : DECIDING_GRADES),
      department: random.pick(DEPARTMENTS),
      location: random.pick(LOCATIONS),
      level: random.pick(LEVELS),
      managerId: manager ?? null,
      dpId: grant !== undefined ? null : (ids[dps[number % dps.length] ?? 0] ?? null),
      joiningDate: addDays(today, -random.whole(800, 4000)),
      exitDate: left ? addDays(today, -random.whole(5, 400)) : null,
      grants: grant === undefined ? [] : [grant],
    };
  });
}

function sampleNames(): [string[], string[]] {
  const file = path.join(projectRoot(), 'data', 'adventureworks', 'people.csv');
  const rows = parse<{ name: string }>(readFileSync(file), { columns: true });
  const names = rows.map(({ name }) => name.split(' '));
  const unique = (part: number) => [...new Set(names.map((words) => words.at(part) ?? ''))].filter(Boolean);
  return [unique(0), unique(-1)];
}
