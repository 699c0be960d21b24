import type { Points } from '../../kernel/points.js';
import type { GroupFigures, PeopleFigures } from './analytics-figures.js';
import { shareOf } from './participation.js';

/** What people add up to. */
export interface Tally {
  points: Points;
  count: number;
  heads: number;
  eligible: number;
  participants: number;
}

/** What one person adds to a group. */
export interface PersonShare {
  readonly points: Points;
  readonly count: number;
  /** Was here on one of the days. */
  readonly here: boolean;
  /** Could have taken part. */
  readonly eligible: boolean;
}

export const NOTHING: Readonly<Tally> = { points: 0, count: 0, heads: 0, eligible: 0, participants: 0 };

/** Adds people up under keys. */
export class GroupTally {
  readonly #groups = new Map<string, Tally>();

  add(key: string, { points, count, here, eligible }: PersonShare): void {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { ...NOTHING };
      this.#groups.set(key, group);
    }
    group.points += points;
    group.count += count;
    if (here) group.heads += 1;
    if (eligible) group.eligible += 1;
    if (eligible && count > 0) group.participants += 1;
  }

  /** In the order of the list, what it does not name last; groups of nobody are left out. */
  groups(order: readonly string[]): [key: string, tally: Readonly<Tally>][] {
    const keys = [...new Set([...order, ...[...this.#groups.keys()].sort()])];
    return keys.flatMap((key): [string, Tally][] => {
      const group = this.#groups.get(key);
      return group === undefined || (group.heads === 0 && group.count === 0) ? [] : [[key, group]];
    });
  }

  total(): Tally {
    return addUp([...this.#groups.values()]);
  }
}

export function addUp(tallies: readonly Readonly<Tally>[]): Tally {
  const sum = { ...NOTHING };
  for (const tally of tallies) for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] += tally[name];
  return sum;
}

export function figuresOf({ points, count, heads, eligible, participants }: Readonly<Tally>): PeopleFigures {
  const perHead = heads === 0 ? null : Math.floor((points * 100) / heads) / 100;
  return { points, count, heads, perHead, ...shareOf(participants, eligible) };
}

export function groupFigures([key, tally]: readonly [string, Readonly<Tally>]): GroupFigures {
  return { key, ...figuresOf(tally) };
}
