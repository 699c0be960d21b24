import type { Points } from '../../kernel/points.js';
import type { Storage } from '../../platform/storage/index.js';
import { KEY_FIELDS, type BoardModels, type BoardRecord, type TallyRecord } from './board.model.js';
import type { BoardReader, BoardSource } from './board-reader.js';
import { countRows, rowsFrom } from './board-rows.js';
import { inScope, scopeText, type BoardKey } from './board-scope.js';
import { placeKey } from './place-key.js';
import type { Place } from './ranking.js';
import { tallyOf, type StoredTally } from './tallies.js';
import { countBefore, sectionAt, sectionOf } from './tally.js';

/** Looks without a transaction before one is made; others may write all the time. */
const LOOKS = 3;

/** A list of places with its tally: everybody, also those without points. */
export interface PlaceList {
  readonly tally: StoredTally;
  slice(offset: number, limit: number): Promise<readonly BoardRecord[]>;
  /** How many stand before a key. */
  before(key: string): Promise<number>;
}

export interface MongoBoards extends BoardSource {
  list<T>(key: BoardKey, work: (list: PlaceList) => Promise<T>): Promise<T>;
}

/**
 * Boards out of the projection in the database. Of a list, only the tally and the rows that are shown are read, and less
 * than a section is counted.
 */
export function createMongoBoards(storage: Storage, models: BoardModels): MongoBoards {
  function listOf(key: BoardKey, tally: StoredTally): PlaceList {
    return {
      tally,
      async slice(offset, limit) {
        if (limit <= 0) return [];
        const [section, skip] = sectionAt(tally, offset);
        return rowsFrom(models, key, tally.from[section] ?? '', { skip, limit });
      },
      async before(place) {
        const section = sectionOf(tally, place);
        const from = tally.from[section] ?? '';
        const within = place === from ? 0 : await countRows(models, key, { from, to: place });
        return countBefore(tally, section) + within;
      },
    };
  }

  /** The tally tells whether anything was written while several queries were made. */
  async function isCurrent(key: BoardKey, { version }: StoredTally): Promise<boolean> {
    const filter = { period: key.period, class: key.class, scope: scopeText(key) };
    const now = await models.tallies.findOne(filter, { version: 1 }).lean<TallyRecord>();
    return (now?.version ?? 0) === version;
  }

  async function list<T>(key: BoardKey, work: (list: PlaceList) => Promise<T>): Promise<T> {
    for (let look = 1; look <= LOOKS; look += 1) {
      const tally = await tallyOf(storage, models, key);
      const result = await work(listOf(key, tally));
      if (await isCurrent(key, tally)) return result;
    }
    return storage.run(async () => work(listOf(key, await tallyOf(storage, models, key))));
  }

  return {
    list,
    read: (key, work) => list(key, (places) => work(readPlaces(models, key, places))),
  };
}

function readPlaces({ boards }: BoardModels, key: BoardKey, list: PlaceList): BoardReader {
  const { participants, sum } = list.tally;
  const field = KEY_FIELDS[key.class];
  return {
    participants,
    sum,
    async slice(offset, limit) {
      const rows = await list.slice(offset, Math.min(limit, participants - offset));
      const [first] = rows;
      if (first === undefined) return [];
      const rank = offset === 0 ? 1 : 1 + (await list.before(placeKey(first[key.class])));
      return ranked(rows, key, offset, rank);
    },
    async indexOf(personId) {
      const row = await boards.findOne({ person: personId, period: key.period }).lean<BoardRecord>();
      const place = row?.[field];
      if (row === null || place == null || row[key.class] <= 0 || !inScope(row, key)) return undefined;
      return list.before(place);
    },
  };
}

/** Places from the rank of the first of them. */
function ranked(rows: readonly BoardRecord[], key: BoardKey, offset: number, first: number): Place[] {
  let rank = first;
  let previous: Points | undefined;
  return rows.map((row, index) => {
    const points = row[key.class];
    if (previous !== undefined && points !== previous) rank = offset + index + 1;
    previous = points;
    return { rank, personId: row.person, name: row.name, optedOut: row.optedOut, points };
  });
}
