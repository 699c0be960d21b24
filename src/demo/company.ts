import type { PersonActor } from '../kernel/actor.js';
import { holds, UNITS, type Unit } from '../kernel/units.js';
import type { Category } from '../modules/catalog/index.js';
import type { Person } from '../modules/people/index.js';
import type { DemoServices } from './demo-services.js';

/** The people of the demo company and who does what for whom. */
export interface Company {
  /** In the order of their employee ids, so that the same seed meets the same people. */
  readonly people: readonly Person[];
  readonly actors: ReadonlyMap<string, PersonActor>;
  readonly categories: ReadonlyMap<string, Category>;
  /** Who may be chosen for requests of a unit. */
  readonly approvers: ReadonlyMap<Unit, readonly Person[]>;
  readonly updaters: ReadonlyMap<Unit, readonly Person[]>;
  readonly validators: ReadonlyMap<Unit, readonly Person[]>;
  /** The manager with the most reports who are employees and nothing else. */
  readonly busiestManager: Person;
  /** The manager with the most reports, whoever they are. */
  readonly topManager: Person;
  managerOf(person: Person): Person | undefined;
  reportsOf(manager: Person): readonly Person[];
}

export async function loadCompany({ people, catalog, requests }: DemoServices): Promise<Company> {
  const everybody: Person[] = [];
  for await (const batch of people.eachBatch({ status: 'active' }, 200)) everybody.push(...batch);
  everybody.sort((a, b) => (a.employeeId < b.employeeId ? -1 : 1));
  const byId = new Map(everybody.map((person) => [person.id, person]));

  const actors = await people.access.actorsOf(everybody.map(({ id }) => id));
  const reports = new Map<string, Person[]>();
  for (const person of everybody) {
    const team = reports.get(person.managerId ?? '');
    if (team === undefined) reports.set(person.managerId ?? '', [person]);
    else team.push(person);
  }
  const reportsOf = (manager: Person) => reports.get(manager.id) ?? [];
  const withGrant = (duty: 'updater' | 'validator') =>
    new Map(UNITS.map((unit) => [unit, everybody.filter(({ grants }) => holds(grants, unit, duty))]));

  const plainReports = (manager: Person) => reportsOf(manager).filter(({ grants }) => grants.length === 0).length;
  const [busiestManager] = everybody.toSorted((a, b) => plainReports(b) - plainReports(a));
  // Somebody who may ask for everything and is asked for nothing sees all who can be chosen.
  const [topManager] = everybody.toSorted((a, b) => reportsOf(b).length - reportsOf(a).length);
  const plain = everybody.find(({ grade, grants }) => grants.length === 0 && grade === 'C1');
  const asker = actors.get(plain?.id ?? '');
  if (busiestManager === undefined || topManager === undefined || asker === undefined)
    throw new Error('the demo company has nobody in it');
  const offered = await requests.options(asker);
  const approvers = new Map<Unit, Person[]>();
  for (const { unit, approvers: names } of offered.categories) {
    approvers.set(
      unit,
      names.flatMap(({ id }) => byId.get(id) ?? []).sort((a, b) => (a.employeeId < b.employeeId ? -1 : 1)),
    );
  }
  const categories = new Map<string, Category>();
  for (const category of await catalog.list({ status: 'active' })) categories.set(category.code, category);
  return {
    people: everybody,
    actors,
    categories,
    approvers,
    updaters: withGrant('updater'),
    validators: withGrant('validator'),
    busiestManager,
    topManager,
    managerOf: (person) => byId.get(person.managerId ?? ''),
    reportsOf,
  };
}
