import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import { isOriginal, NO_POINTS, type Entry, type Totals } from '../ledger/index.js';

/** A category in a unit, as the entries of an export have it. */
export interface CategorySum extends Totals {
  readonly code: string;
  readonly unit: Unit;
  /** How often; corrections change points, not the count. */
  readonly count: number;
  readonly people: number;
}

/** Sums of the entries that went into a file, so that its sheets agree whatever is credited meanwhile. Grows with people alone. */
export interface ExportTally {
  add(entry: Entry): void;
  /** How many so far. */
  entries(): number;
  ofPerson(personId: string): Totals;
  hasEntries(personId: string): boolean;
  total(): Totals;
  /** By unit and code. */
  categories(): CategorySum[];
}

interface Sums {
  regular: Points;
  bonus: Points;
}

interface PersonSums extends Sums {
  readonly number: number;
}

interface CategoryCount extends Sums {
  readonly code: string;
  readonly unit: Unit;
  count: number;
  /** By their numbers, which take a fraction of what ids take. */
  readonly people: Set<number>;
}

export function createExportTally(): ExportTally {
  const people = new Map<string, PersonSums>();
  const categories = new Map<string, CategoryCount>();
  const total: Sums = { regular: 0, bonus: 0 };
  let entries = 0;

  return {
    add(entry) {
      const { personId, categoryCode: code, unit, points } = entry;
      entries += 1;
      const person = people.get(personId) ?? { regular: 0, bonus: 0, number: people.size };
      people.set(personId, person);
      const key = `${unit}:${code}`;
      const category = categories.get(key) ?? { code, unit, regular: 0, bonus: 0, count: 0, people: new Set<number>() };
      categories.set(key, category);
      for (const sums of [person, category, total]) sums[entry.class] += points;
      if (isOriginal(entry.kind)) category.count += 1;
      category.people.add(person.number);
    },
    entries: () => entries,
    ofPerson: (personId) => combined(people.get(personId)),
    hasEntries: (personId) => people.has(personId),
    total: () => combined(total),
    categories: () =>
      [...categories.values()]
        .map(({ code, unit, count, people: got, ...sums }) => ({
          code,
          unit,
          count,
          people: got.size,
          ...combined(sums),
        }))
        .sort((one, other) => (one.unit + one.code < other.unit + other.code ? -1 : 1)),
  };
}

function combined(sums: Sums | undefined): Totals {
  if (sums === undefined) return NO_POINTS;
  const { regular, bonus } = sums;
  return { regular, bonus, combined: regular + bonus };
}
