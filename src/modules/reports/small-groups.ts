import type { GroupFigures } from './analytics-figures.js';
import { GROUPINGS, type Grouping } from './analytics-figures.js';
import { addUp, figuresOf, groupFigures, type Tally } from './group-tally.js';

/** Groups of fewer people than this have no figures of their own for viewers who do not look after people (docs/adr/0031). */
export const SMALLEST_GROUP = 5;

interface Sized {
  readonly key: string;
  readonly size: number;
}

/**
 * The groups that are shown together instead of alone: all that are too small, and where those together are still too
 * few the next larger ones as well, so that nothing of them comes out by subtracting what is shown from the whole.
 */
export function smallGroups(groups: readonly Sized[]): ReadonlySet<string> {
  const bySize = [...groups].sort((one, other) => one.size - other.size || (one.key < other.key ? -1 : 1));
  const together = new Set<string>();
  let people = 0;
  for (const { key, size } of bySize) {
    if (size >= SMALLEST_GROUP && (together.size === 0 || people >= SMALLEST_GROUP)) break;
    together.add(key);
    people += size;
  }
  return together;
}

/** Rows in which no small group stands alone. Sums stay what they are. */
export function withoutSmallGroups(groups: readonly (readonly [string, Readonly<Tally>])[]): GroupFigures[] {
  const together = smallGroups(groups.map(([key, { heads }]) => ({ key, size: heads })));
  const alone = groups.filter(([key]) => !together.has(key)).map(groupFigures);
  if (together.size === 0) return alone;
  const small = groups.filter(([key]) => together.has(key));
  return [
    ...alone,
    { key: '', together: small.map(([key]) => key), ...figuresOf(addUp(small.map(([, tally]) => tally))) },
  ];
}

/** Somebody as far as groups go. */
type Grouped = Readonly<Record<Grouping, string>> & { readonly here: boolean };

/**
 * Whether a choice of people may be shown at all: they are not too few, and in every wider choice, which can be looked at
 * as well, they are a row of their own. Otherwise the difference of two pages would show a small group.
 */
export function mayBeShown(
  everybody: readonly Grouped[],
  chosen: Readonly<Partial<Record<Grouping, string | undefined>>>,
): boolean {
  const conditions = GROUPINGS.filter((grouping) => chosen[grouping] !== undefined);
  const isIn = (person: Grouped, among: readonly Grouping[]) =>
    among.every((grouping) => person[grouping] === chosen[grouping]);
  if (countHere(everybody.filter((person) => isIn(person, conditions))) < SMALLEST_GROUP) return false;
  return conditions.every((left) => {
    const others = conditions.filter((grouping) => grouping !== left);
    const wider = everybody.filter((person) => isIn(person, others));
    if (others.length > 0 && !mayBeShown(everybody, Object.fromEntries(others.map((name) => [name, chosen[name]]))))
      return false;
    const sizes = new Map<string, number>();
    for (const person of wider) sizes.set(person[left], (sizes.get(person[left]) ?? 0) + Number(person.here));
    const groups = [...sizes].map(([key, size]) => ({ key, size })).filter(({ size }) => size > 0);
    return !smallGroups(groups).has(chosen[left] ?? '');
  });
}

function countHere(people: readonly Grouped[]): number {
  return people.reduce((count, { here }) => count + Number(here), 0);
}
