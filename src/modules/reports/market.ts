import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden, NotFound } from '../../kernel/errors.js';
import { groupBy } from '../../kernel/group-by.js';
import { offsetOf, pageOf, type PageRequest } from '../../kernel/paging.js';
import { periodOfDate } from '../../kernel/period.js';
import { can } from '../../kernel/permissions.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { Category } from '../catalog/index.js';
import type { PersonCategorySum } from '../ledger/index.js';
import type { Location } from '../organizations/index.js';
import { isActive, type Person } from '../people/index.js';
import { figureRange } from './figure-range.js';
import type { CategoryCount, Market, MarketFilter, MarketLocation, MarketPerson } from './market-figures.js';
import { eachOfPeople } from './people-in-batches.js';
import { shareOf } from './participation.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import { seesOptedOut } from './top-performers.js';
import { topRows } from './top-rows.js';

interface Tally {
  active: number;
  participants: number;
  points: Points;
  readonly counts: Map<string, number>;
}

/**
 * People and regular points of a unit by the location that people have today.
 * @throws Forbidden; NotFound for a location that the organization does not know
 */
export async function market(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  filter: MarketFilter,
  page: PageRequest,
): Promise<Market> {
  if (!can(actor, 'requests:view', unit)) throw new Forbidden();
  const { calendar, lists } = await deps.organizations.current();
  const today = await deps.organizations.today();
  const period = filter.period ?? periodOfDate(today, calendar).quarter;
  const range = { ...figureRange({ period }, today, calendar), period };
  const [all, heads, sums] = await Promise.all([
    deps.catalog.list({ unit }),
    deps.people.headCounts(range),
    deps.ledger.sumByPersonAndCategory({ unit, period }),
  ]);
  const tallies = new Map<string, Tally>();
  for (const { location, active } of heads) tallyOf(tallies, location).active += active;
  const bySums = groupBy(sums, ({ personId }) => personId);
  const listed = topRows<MarketPerson & { readonly key: string }>(mostPoints, offsetOf(page) + page.size);
  for await (const person of eachOfPeople(deps, new Set(bySums.keys()))) {
    const own = bySums.get(person.id) ?? [];
    addPerson(tallyOf(tallies, person.location), own, isActive(person, today) && person.joiningDate <= range.to);
    if (person.location === filter.location) {
      listed.add([{ key: person.id, ...marketPerson(person, own, actor, isActive(person, today)) }]);
    }
  }
  const categories = categoriesOf(all, sums);
  const codes = categories.map(({ code }) => code);
  const places = locationsOf(lists.locations, tallies).filter(isWanted(filter.region));
  if (filter.location !== undefined && !places.some(({ name }) => name === filter.location)) {
    throw new NotFound('location.not_found', 'There is no such location here.');
  }
  return {
    ...range,
    categories,
    locations: places.map(({ name, us }) => ({ location: name, us, ...figuresOf([tallyOf(tallies, name)], codes) })),
    total: figuresOf(
      places.map(({ name }) => tallyOf(tallies, name)),
      codes,
    ),
    people:
      filter.location === undefined
        ? null
        : {
            location: filter.location,
            ...pageOf(
              listed
                .sorted()
                .slice(offsetOf(page))
                .map(({ key: _key, ...person }) => person),
              page,
              listed.seen(),
            ),
          },
  };
}

function tallyOf(tallies: Map<string, Tally>, location: string): Tally {
  let tally = tallies.get(location);
  if (tally === undefined) {
    tally = { active: 0, participants: 0, points: 0, counts: new Map() };
    tallies.set(location, tally);
  }
  return tally;
}

function addPerson(tally: Tally, own: readonly PersonCategorySum[], counts: boolean): void {
  let times = 0;
  for (const { categoryCode, points, count } of own) {
    tally.points += points;
    times += count;
    tally.counts.set(categoryCode, (tally.counts.get(categoryCode) ?? 0) + count);
  }
  if (counts && times > 0) tally.participants += 1;
}

function marketPerson(
  person: Person,
  own: readonly PersonCategorySum[],
  actor: PersonActor,
  active: boolean,
): MarketPerson {
  const named = !person.preferences.leaderboardOptOut || person.id === actor.personId || seesOptedOut(actor);
  return {
    id: named ? person.id : null,
    name: named ? person.name : null,
    ...{ grade: person.grade, department: person.department, active },
    points: own.reduce((sum, { points }) => sum + points, 0),
    categories: own.map(({ categoryCode, count }) => ({ code: categoryCode, count })),
  };
}

function mostPoints(one: MarketPerson & { key: string }, other: MarketPerson & { key: string }): number {
  return other.points - one.points || (one.key < other.key ? -1 : 1);
}

function categoriesOf(all: readonly Category[], sums: readonly PersonCategorySum[]): Market['categories'] {
  const got = new Set(sums.map(({ categoryCode }) => categoryCode));
  const known = all.filter(({ code, status }) => status === 'active' || got.has(code));
  for (const { code } of known) got.delete(code);
  // What moved to another unit since keeps its code as a name.
  return [...known.map(({ code, name }) => ({ code, name })), ...[...got].map((code) => ({ code, name: code }))];
}

/** The organization's list, and where people are who have a location that is no longer listed. */
function locationsOf(list: readonly Location[], tallies: ReadonlyMap<string, Tally>): Location[] {
  const listed = new Set(list.map(({ name }) => name));
  const others = [...tallies.keys()].filter((name) => !listed.has(name)).sort();
  return [...list, ...others.map((name) => ({ name, us: false }))];
}

function isWanted(region: MarketFilter['region']): (location: Location) => boolean {
  return ({ us }) => region === undefined || us === (region === 'us');
}

function figuresOf(tallies: readonly Tally[], codes: readonly string[]): Omit<MarketLocation, 'location' | 'us'> {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const categories: CategoryCount[] = codes.map((code) => ({
    code,
    count: sum(({ counts }) => counts.get(code) ?? 0),
  }));
  return {
    ...shareOf(
      sum(({ participants }) => participants),
      sum(({ active }) => active),
    ),
    points: sum(({ points }) => points),
    categories,
  };
}
