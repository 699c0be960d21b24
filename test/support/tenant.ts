import { systemActor, type PersonActor, type SystemActor } from '../../src/kernel/actor.js';
import { inOrganization } from '../../src/platform/request-context.js';
import { grantFromCode, type Grant } from '../../src/kernel/units.js';
import type { NewOrganization, Organization } from '../../src/modules/organizations/index.js';
import type { BatchOptions, NewPerson, Person } from '../../src/modules/people/index.js';
import { SAMPLE_NAMES } from './sample-names.js';
import type { Modules } from './modules.js';

export type PersonOverrides = Partial<Omit<NewPerson, 'grants'>> & {
  /** Import codes such as `pm` or `hr_va`. */
  readonly grants?: readonly string[];
};

/** One organization of a test, with factories that make what their records need. */
export interface Tenant {
  readonly organization: Organization;
  /** The system, for what a test needs done without asking who may. */
  readonly system: SystemActor;
  /** Runs work in this organization's context, as a request would. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** An active C1 of IT without manager or grants, unless said. */
  person(overrides?: PersonOverrides): Promise<Person>;
  /** Several at once, which takes a fraction of the time; whom others name as manager or dp has an id of its own. */
  people(overrides: readonly PersonOverrides[], options?: BatchOptions): Promise<Person[]>;
  /** A person as actor; registers one where none is given. */
  actor(personOrOverrides?: Person | PersonOverrides): Promise<PersonActor>;
}

function isPerson(value: Person | PersonOverrides): value is Person {
  return 'preferences' in value;
}

/** The actor a signed-in person is. */
export function actorFor(person: Person): PersonActor {
  return {
    kind: 'person',
    organizationId: person.organizationId,
    personId: person.id,
    name: person.name,
    email: person.email,
    grade: person.grade,
    grants: person.grants,
    mustChangePassword: false,
  };
}

function grantOf(code: string): Grant {
  const grant = grantFromCode(code);
  if (grant === undefined) throw new Error(`no grant code: ${code}`);
  return grant;
}

let organizations = 0;

/** A new organization with the starting catalogue; fiscal year from April, zone Asia/Kolkata unless said. */
export async function createTenant(modules: Modules, input: Partial<NewOrganization> = {}): Promise<Tenant> {
  organizations += 1;
  const organization = await modules.organizations.create({
    name: `AdventureWorks ${organizations}`,
    calendar: { zone: 'Asia/Kolkata', fiscalStartMonth: 4 },
    ...input,
  });
  const system = systemActor(organization.id, 'test');
  const run = <T>(work: () => Promise<T>): Promise<T> => inOrganization(organization.id, work);
  await run(() => modules.catalog.installStartingCatalogue(system));
  let people = 0;

  const newcomer = ({ grants = [], ...overrides }: PersonOverrides): NewPerson => {
    const number = (people += 1);
    const name = overrides.name ?? SAMPLE_NAMES[number % SAMPLE_NAMES.length] ?? SAMPLE_NAMES[0];
    return {
      name,
      email: `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}${number}@adventure-works.com`,
      employeeId: `AW${String(number).padStart(4, '0')}`,
      grade: 'C1',
      department: 'IT',
      location: 'India',
      level: 'Senior',
      joiningDate: '2020-01-06',
      grants: grants.map(grantOf),
      ...overrides,
    };
  };
  const person: Tenant['person'] = (overrides = {}) => run(() => modules.people.register(system, newcomer(overrides)));

  return {
    organization,
    system,
    run,
    person,
    people: (overrides, options) => run(() => modules.people.registerMany(system, overrides.map(newcomer), options)),
    async actor(personOrOverrides = {}) {
      return actorFor(isPerson(personOrOverrides) ? personOrOverrides : await person(personOrOverrides));
    },
  };
}
