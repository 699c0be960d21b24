import type { Points } from '../../kernel/points.js';
import type { BoardKey } from './board-scope.js';
import type { Place, Ranking } from './ranking.js';

/** One board as of one moment: everybody with points, best first. */
export interface BoardReader {
  readonly participants: number;
  /** Of all their points. */
  readonly sum: Points;
  /** `offset` counts from 0. */
  slice(offset: number, limit: number): Promise<readonly Place[]>;
  /** How many stand before somebody; undefined for whoever has no place. */
  indexOf(personId: string): Promise<number | undefined>;
}

/** Where boards come from; all give the same answers. */
export interface BoardSource {
  /** `work` may be done again when the board changed meanwhile, so that it sees one moment. */
  read<T>(key: BoardKey, work: (reader: BoardReader) => Promise<T>): Promise<T>;
}

/** A board that is held in memory. */
export function readerOf({ places, indexOf, sum }: Ranking): BoardReader {
  return {
    participants: places.length,
    sum,
    slice: (offset, limit) => Promise.resolve(places.slice(offset, offset + limit)),
    indexOf: (personId) => Promise.resolve(indexOf.get(personId)),
  };
}
