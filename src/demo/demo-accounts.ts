import { holds, type Duty, type Unit } from '../kernel/units.js';
import type { Person } from '../modules/people/index.js';
import type { Company } from './company.js';

/** The one password of all demo accounts. */
export const DEMO_PASSWORD = 'Points-demo-2026';

/** Somebody as whom the demo can be looked at. */
export interface DemoAccount {
  readonly role: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

const ROLES: readonly (readonly [role: string, unit: Unit, duty: Duty])[] = [
  ['PM-Architect', 'pmarch', 'approver'],
  ['HR administration', 'hr', 'admin'],
  ['HR updater', 'hr', 'updater'],
  ['HR validator', 'hr', 'validator'],
  ['Talent acquisition updater', 'ta', 'updater'],
  ['Talent acquisition validator', 'ta', 'validator'],
  ['L&D updater', 'ld', 'updater'],
  ['L&D validator', 'ld', 'validator'],
  ['PMO updater', 'pmo', 'updater'],
  ['PMO validator', 'pmo', 'validator'],
  ['Pre-sales approver', 'presales', 'approver'],
  ['Marketing approver', 'marketing', 'approver'],
  ['Delivery partner', 'dp', 'viewer'],
  ['Central', 'central', 'admin'],
];

/**
 * One account for every role, held by whoever does least beside it; as employee the one of the team with most to see.
 * @param pointsOf points of a person that count for "most"
 */
export function demoAccounts(company: Company, pointsOf: (personId: string) => number): DemoAccount[] {
  const account = (role: string, { name, email }: Person): DemoAccount => ({
    role,
    name,
    email,
    password: DEMO_PASSWORD,
  });
  const [employee] = company
    .reportsOf(company.busiestManager)
    .filter(({ grants }) => grants.length === 0)
    .toSorted((a, b) => pointsOf(b.id) - pointsOf(a.id));
  return [
    ...(employee === undefined ? [] : [account('Employee', employee)]),
    account('PM (manager of the employee)', company.busiestManager),
    ...ROLES.flatMap(([role, unit, duty]) => {
      const [holder] = company.people
        .filter(({ grants }) => holds(grants, unit, duty))
        .toSorted((a, b) => a.grants.length - b.grants.length);
      return holder === undefined ? [] : [account(role, holder)];
    }),
  ];
}
