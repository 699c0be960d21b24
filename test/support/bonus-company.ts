import { newId } from '../../src/kernel/ids.js';
import type { LocalDate } from '../../src/kernel/local-date.js';
import type { Person } from '../../src/modules/people/index.js';
import { newEntry } from './ledger-world.js';
import type { Modules, PersonOverrides, Tenant } from './world.js';
import type { Storage } from '../../src/platform/storage/index.js';

type Parts = Pick<Modules, 'ledger' | 'targets' | 'people'> & { readonly storage: Storage };

export type BonusCompany = ReturnType<typeof bonusCompany>;

/** People of an organization who earn points and have percentages recorded, as bonuses look at them. */
export function bonusCompany({ ledger, targets, people, storage }: Parts, tenant: Tenant) {
  const { system, run } = tenant;

  const earn = (personId: string, points: number, day: LocalDate = '2025-11-10') =>
    run(() => storage.run(() => ledger.credit(system, newEntry(personId, { points, effectiveDate: day }))));

  /** Bonus points that were awarded for another quarter, or by hand. */
  const bonus = (personId: string, points: number, day: LocalDate) =>
    run(() =>
      storage.run(() =>
        ledger.credit(
          system,
          newEntry(personId, { kind: 'bonus', points, effectiveDate: day, categoryCode: 'bonus', unit: 'central' }),
        ),
      ),
    );

  /** Hundredths of a per cent by month. */
  const utilization = (personId: string, months: Readonly<Record<string, number>>) =>
    run(() =>
      storage.run(async () => {
        for (const [month, basisPoints] of Object.entries(months)) {
          await targets.recordUtilization(system, { personId, month, basisPoints, requestId: newId() });
        }
      }),
    );

  const Q3 = { '2025-10': 8500, '2025-11': 8500, '2025-12': 8500 };

  /** Somebody who gets the bonus of 2025-Q3: the quarterly target of a C1, and 85 %. */
  async function eligible(overrides: PersonOverrides = {}, points = 7700): Promise<Person> {
    const person = await tenant.person(overrides);
    await earn(person.id, points);
    await utilization(person.id, Q3);
    return person;
  }

  /** Many of them at once. */
  async function manyEligible(count: number): Promise<Person[]> {
    const marks = Array.from({ length: count }, (_, index) => String(index + 1).padStart(4, '0'));
    const found = await run(() =>
      people.registerMany(
        system,
        marks.map((mark) => ({
          ...{ name: `Sheela Word ${mark}`, email: `sheela${mark}@adventure-works.com`, employeeId: `BW${mark}` },
          ...{ grade: 'A1', department: 'IT', location: 'India', level: 'Junior', joiningDate: '2020-01-06' },
        })),
      ),
    );
    // A1 needs no utilization.
    await run(() =>
      storage.run(() =>
        ledger.creditMany(
          system,
          found.map(({ id }) => newEntry(id, { points: 2750, effectiveDate: '2025-11-10' })),
        ),
      ),
    );
    return found;
  }

  const totals = async (personId: string, period: '2025-Q3' | '2025' | 'all' = '2025') =>
    (await run(() => ledger.totals([personId], [period]))).get(personId)?.[period];

  const bonusEntries = async (personId: string) =>
    (await run(() => ledger.history({ personIds: [personId], class: 'bonus' }, { number: 1, size: 50 }))).items;

  return { earn, bonus, utilization, eligible, manyEligible, totals, bonusEntries };
}
