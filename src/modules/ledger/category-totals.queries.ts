import { periodKeysOf, yearOfQuarter } from '../../kernel/period.js';
import { operator } from '../../platform/storage/index.js';
import type { AccountRecord } from './account.model.js';
import { eachCell, readCellText, type CellEntry } from './breakdown-cells.js';
import type { BreakdownRecord } from './breakdown.model.js';
import { COUNTED_FIELDS, type CountedEntry } from './counted-entry.js';
import type { CategoryTotals } from './entry.js';
import type { LedgerModels } from './ledger.models.js';

/** What a cell, or an entry, adds. */
type Addend = Pick<CellEntry, 'quarter' | 'categoryCode' | 'class' | 'points'>;

/** Out of the breakdowns of these people, by the index of people; of accounts that have none yet, out of their entries. */
export async function categoryTotalsOf(
  { accounts, breakdowns, entries }: LedgerModels,
  personIds: readonly string[],
  codes: ReadonlySet<string>,
): Promise<Map<string, CategoryTotals[]>> {
  const sums = new CategorySums(codes);
  const anybody = { person: operator({ $in: [...personIds] }) };
  const waiting = await accounts.find({ ...anybody, brokenDown: null }, { person: 1 }).lean<AccountRecord[]>();
  const unmade = new Set(waiting.map(({ person }) => person));
  for (const { person, cells } of await breakdowns.find(anybody).lean<BreakdownRecord[]>()) {
    if (unmade.has(person)) continue;
    eachCell(cells, (text, points) => {
      sums.add(person, { ...readCellText(text), points });
    });
  }
  if (unmade.size > 0) {
    const people = { person: operator({ $in: [...unmade] }) };
    const records = await entries.find(people, COUNTED_FIELDS).lean<CountedEntry[]>();
    for (const record of records) sums.add(record.person, record);
  }
  return sums.result();
}

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** Adds up by person, category and every period that a quarter belongs to. */
class CategorySums {
  readonly #people = new Map<string, Map<string, Changing<CategoryTotals>>>();

  constructor(private readonly codes: ReadonlySet<string>) {}

  add(person: string, { quarter, categoryCode, class: of, points }: Addend): void {
    if (!this.codes.has(categoryCode)) return;
    const sums = this.#people.get(person) ?? new Map<string, Changing<CategoryTotals>>();
    this.#people.set(person, sums);
    for (const period of periodKeysOf({ quarter, year: yearOfQuarter(quarter) })) {
      const key = `${period} ${categoryCode}`;
      const sum = sums.get(key) ?? { period, categoryCode, regular: 0, bonus: 0 };
      sum[of] += points;
      sums.set(key, sum);
    }
  }

  result(): Map<string, CategoryTotals[]> {
    return new Map([...this.#people].map(([person, sums]) => [person, [...sums.values()]]));
  }
}
