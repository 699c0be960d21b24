import type { Points } from '../../kernel/points.js';
import type { HeadCount } from '../people/index.js';
import type { GroupFigures } from './analytics-figures.js';
import { shareOf } from './participation.js';

interface Tally {
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
  /** Took part, and is one of those who count as eligible. */
  readonly participates: boolean;
}

/** Adds people up under keys, each key with its heads. */
export class GroupTally {
  readonly #groups = new Map<string, Tally>();

  addHeads(key: string, { heads, active }: Pick<HeadCount, 'heads' | 'active'>, eligible: boolean): void {
    const group = this.#group(key);
    group.heads += heads;
    if (eligible) group.eligible += active;
  }

  addPerson(key: string, { points, count, participates }: PersonShare): void {
    const group = this.#group(key);
    group.points += points;
    group.count += count;
    if (participates) group.participants += 1;
  }

  /** In the order of the list, what it does not name last; groups of nobody are left out. */
  rows(order: readonly string[]): GroupFigures[] {
    const keys = [...new Set([...order, ...[...this.#groups.keys()].sort()])];
    return keys.flatMap((key) => {
      const group = this.#groups.get(key);
      return group === undefined || (group.heads === 0 && group.count === 0) ? [] : [{ key, ...figuresOf(group) }];
    });
  }

  total(): Omit<GroupFigures, 'key'> {
    const sum: Tally = { points: 0, count: 0, heads: 0, eligible: 0, participants: 0 };
    for (const group of this.#groups.values()) {
      for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] += group[name];
    }
    return figuresOf(sum);
  }

  #group(key: string): Tally {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { points: 0, count: 0, heads: 0, eligible: 0, participants: 0 };
      this.#groups.set(key, group);
    }
    return group;
  }
}

function figuresOf({ points, count, heads, eligible, participants }: Tally): Omit<GroupFigures, 'key'> {
  const perHead = heads === 0 ? null : Math.floor((points * 100) / heads) / 100;
  return { points, count, heads, perHead, ...shareOf(participants, eligible) };
}
