import fc from 'fast-check';
import { newId } from '../../src/kernel/ids.js';
import type { LocalDate } from '../../src/kernel/local-date.js';
import { ALL_TIME, periodKeysOf, periodOfDate, type Calendar, type PeriodKey } from '../../src/kernel/period.js';
import type { Unit } from '../../src/kernel/units.js';
import type { EntryClass, Totals } from '../../src/modules/ledger/index.js';
import type { Person } from '../../src/modules/people/index.js';
import { quietly } from '../../src/platform/request-context.js';
import type { FiguresWorld } from './figures-world.js';
import { newEntry } from './ledger-world.js';
import { SAMPLE_NAMES } from './sample-names.js';
import { actorFor, type Tenant } from './tenant.js';

/** Days around the ends of quarters and years, and some between. None lies after the world's start. */
const DAYS: readonly LocalDate[] = [
  '2024-04-01',
  '2025-02-28',
  '2025-03-31',
  '2025-04-01',
  '2025-06-28',
  '2025-06-30',
  '2025-07-01',
  '2025-09-30',
  '2025-10-01',
  '2025-11-10',
  '2025-11-12',
];
/** With the units that give them. */
export const CATEGORIES = [
  ['spot_award', 'pmo'],
  ['mentoring', 'pm'],
  ['interviews', 'ta'],
  ['mindshare', 'marketing'],
  ['certification', 'ld'],
] as const;

/** Something that was given, and what became of it. */
interface Given {
  readonly kind: 'earn' | 'award' | 'bonus';
  readonly points: number;
  readonly day: LocalDate;
  readonly category: number;
  readonly then: 'stays' | 'reversed' | 'corrected';
  readonly corrected: number;
}

export interface RandomPerson {
  readonly grade: string;
  readonly department: string;
  readonly location: string;
  readonly optedOut: boolean;
  readonly gone: boolean;
  readonly given: readonly Given[];
}

const given: fc.Arbitrary<Given> = fc.record({
  kind: fc.constantFrom('earn', 'earn', 'award', 'bonus'),
  points: fc.integer({ min: 1, max: 900 }),
  day: fc.constantFrom(...DAYS),
  category: fc.nat({ max: CATEGORIES.length - 1 }),
  then: fc.constantFrom('stays', 'stays', 'stays', 'stays', 'reversed', 'corrected'),
  corrected: fc.integer({ min: 0, max: 1200 }),
});

/** A company of people with whatever they got. */
export const randomPeople = (count: number): fc.Arbitrary<RandomPerson[]> =>
  fc.array(
    fc.record({
      grade: fc.constantFrom('A1', 'B2', 'C1', 'D2'),
      department: fc.constantFrom('IT', 'Sales', 'HR', 'Finance'),
      location: fc.constantFrom('US', 'India', 'UK'),
      optedOut: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      gone: fc.integer({ min: 0, max: 14 }).map((number) => number === 0),
      given: fc.array(given, { maxLength: 3 }),
    }),
    { minLength: count, maxLength: count },
  );

/** One line of the plain second book that the product is compared with. */
interface Line {
  readonly personId: string;
  readonly class: EntryClass;
  readonly unit: Unit;
  readonly points: number;
  readonly day: LocalDate;
}

export interface RandomCompany {
  readonly people: readonly Person[];
  /** What a person has in a period, or everybody where no person is said. */
  sum(period: PeriodKey, personId?: string): Totals;
  /** Regular points that a unit gave in a period. */
  sumOfUnit(period: PeriodKey, unit: Unit): number;
}

/** Registers the people, gives, corrects and takes back, and lets everybody who goes go; keeps a plain book beside it. */
export async function liveThrough(
  world: FiguresWorld,
  tenant: Tenant,
  calendar: Calendar,
  company: readonly RandomPerson[],
): Promise<RandomCompany> {
  const { system, run } = tenant;
  // Nothing follows from people with passwords where no board is filled, so nothing has to be relayed.
  const register = () =>
    world.people.registerMany(
      system,
      company.map(({ grade, department, location }, index) => ({
        name: SAMPLE_NAMES[index % SAMPLE_NAMES.length] ?? SAMPLE_NAMES[0],
        email: `person${index}@adventure-works.com`,
        employeeId: `R${index}`,
        ...{ grade, department, location },
        level: 'Senior',
        joiningDate: '2020-01-06',
      })),
      { initialPasswordHash: 'never used' },
    );
  const people = await run(() => quietly(register));
  const steps = company.flatMap((said, index) => {
    const personId = people[index]?.id ?? '';
    return said.given.map((each) => ({ each, personId, entry: entryOf(personId, each) }));
  });
  const entries = await run(() =>
    world.ledger.creditMany(
      system,
      steps.map(({ entry }) => entry),
    ),
  );
  const correct = async () => {
    for (const [index, { each }] of steps.entries()) {
      const entry = entries[index];
      if (entry === undefined) throw new Error('one entry for each step');
      const { then, points, corrected } = each;
      if (then === 'reversed') await world.ledger.reverse(system, { entryId: entry.id, reason: 'Given by mistake' });
      else if (then === 'corrected' && corrected !== points)
        await world.ledger.adjust(system, { entryId: entry.id, points: corrected, reason: 'Counted wrongly' });
    }
  };
  // In one transaction, which takes a fraction of the time of hundreds.
  await run(() => world.storage.run(correct));
  const lines = steps.map(({ each, personId, entry: { unit } }): Line => ({
    personId,
    unit,
    class: each.kind === 'bonus' ? 'bonus' : 'regular',
    points: worthAfterwards(each),
    day: each.day,
  }));
  const linesOf = (period: PeriodKey) =>
    lines.filter(
      ({ day }) =>
        period === ALL_TIME || (periodKeysOf(periodOfDate(day, calendar)) as readonly string[]).includes(period),
    );
  for (const [index, { optedOut, gone }] of company.entries()) {
    const person = people[index];
    if (person === undefined) throw new Error('somebody for everybody');
    if (optedOut) await run(() => world.people.changePreferences(actorFor(person), { leaderboardOptOut: true }));
    if (gone) await run(() => world.people.deactivate(system, person.id, 'Left the company'));
  }
  await world.outbox.relay.drain();
  return {
    people: await run(async () => [...(await world.people.byIds(people.map(({ id }) => id))).values()]),
    sum(period, personId) {
      const meant = linesOf(period).filter((line) => personId === undefined || line.personId === personId);
      const of = (name: EntryClass) => meant.reduce((sum, line) => sum + (line.class === name ? line.points : 0), 0);
      return { regular: of('regular'), bonus: of('bonus'), combined: of('regular') + of('bonus') };
    },
    sumOfUnit: (period, unit) =>
      linesOf(period).reduce(
        (sum, line) => sum + (line.class === 'regular' && line.unit === unit ? line.points : 0),
        0,
      ),
  };
}

function entryOf(personId: string, { kind, points, day, category }: Given) {
  const id = newId();
  const [categoryCode, unit] =
    kind === 'bonus' ? (['bonus', 'central'] as const) : (CATEGORIES[category] ?? CATEGORIES[0]);
  const type = kind === 'earn' ? ('request' as const) : kind;
  const source = { sourceKey: `${type}:${id}`, source: { type, id } };
  return newEntry(personId, { kind, points, effectiveDate: day, categoryCode, unit, ...source });
}

function worthAfterwards({ points, then, corrected }: Given): number {
  if (then === 'reversed') return 0;
  return then === 'corrected' ? corrected : points;
}
