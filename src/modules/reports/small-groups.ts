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

/** Rows in which no small group stands alone; `open` says whether groups may stand alone at all. Sums stay what they are. */
export function withoutSmallGroups(
  groups: readonly (readonly [string, Readonly<Tally>])[],
  open = true,
): GroupFigures[] {
  const sized = groups.map(([key, { heads }]) => ({ key, size: heads }));
  const together = open ? smallGroups(sized) : new Set(sized.map(({ key }) => key));
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

/** What people are chosen by. */
export type Choice = Readonly<Partial<Record<Grouping, string | undefined>>>;

/**
 * Whether a choice of people may be shown at all: they are not too few, and on the page of everybody, which can be looked
 * at as well, they are a row of their own. Two conditions at once are a cell of a table, for which {@link mayBeCrossed}.
 */
export function mayBeShown(everybody: readonly Grouped[], chosen: Choice): boolean {
  const conditions = conditionsOf(chosen);
  const meant = everybody.filter((person) => conditions.every((grouping) => person[grouping] === chosen[grouping]));
  if (countHere(meant) < SMALLEST_GROUP) return false;
  if (conditions.length > 1) return mayBeCrossed(everybody, conditions);
  return conditions.every((grouping) => {
    // Groups whose people have all left count as well: their points may stand in a row of the page of everybody.
    return !smallGroups(sizesOf(everybody, [grouping])).has(chosen[grouping] ?? '');
  });
}

/** Whether people of a choice may be shown by one grouping more. */
export function mayBeDivided(everybody: readonly Grouped[], chosen: Choice, by: Grouping): boolean {
  const groupings = [...new Set([...conditionsOf(chosen), by])];
  return groupings.length === 1 || mayBeCrossed(everybody, groupings);
}

/**
 * Whether people may be told apart by several groupings at once: only where no cell of that table is small. What is shown
 * of a table with a small cell can be solved for it, whatever is hidden: by its row, its column, or the rest of both.
 */
function mayBeCrossed(everybody: readonly Grouped[], groupings: readonly Grouping[]): boolean {
  return sizesOf(everybody, groupings).every(({ size }) => size === 0 || size >= SMALLEST_GROUP);
}

function conditionsOf(chosen: Choice): Grouping[] {
  return GROUPINGS.filter((grouping) => chosen[grouping] !== undefined);
}

function sizesOf(everybody: readonly Grouped[], groupings: readonly Grouping[]): Sized[] {
  const sizes = new Map<string, number>();
  for (const person of everybody) {
    const key = groupings.map((grouping) => person[grouping]).join('\u0000');
    sizes.set(key, (sizes.get(key) ?? 0) + Number(person.here));
  }
  return [...sizes].map(([key, size]) => ({ key, size }));
}

function countHere(people: readonly Grouped[]): number {
  return people.reduce((count, { here }) => count + Number(here), 0);
}
