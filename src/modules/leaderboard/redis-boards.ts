import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../platform/logger.js';
import type { BoardModels } from './board.model.js';
import { rowsOf } from './board-rows.js';
import type { BoardReader, BoardSource } from './board-reader.js';
import type { BoardKey } from './board-scope.js';
import type { BoardVersions } from './board-versions.js';
import type { Place } from './ranking.js';
import { bringUp, keysOf, listState, type BoardRedis, type ListState } from './redis-lists.js';

/** Looks before the answer comes from the database; others may write all the time. */
const LOOKS = 2;
/** So long Redis is not asked after it failed: waiting for it would make every answer slow. */
const PAUSE_MS = 1000;

interface Dependencies {
  readonly redis: BoardRedis;
  readonly models: BoardModels;
  readonly versions: BoardVersions;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'info'> | undefined;
  /** Answers while Redis is away, slow or talks nonsense. */
  readonly otherwise: BoardSource;
}

/**
 * Boards out of sorted sets in Redis, which follow the rows in the database by version. What Redis has lost is filled
 * again; whatever else goes wrong with it, the database answers, and the log says so once.
 */
export function createRedisBoards({ redis, models, versions, clock, logger, otherwise }: Dependencies): BoardSource {
  let failing = false;
  let askAgainAt = -Infinity;

  async function look<T>(
    key: BoardKey,
    work: (reader: BoardReader) => Promise<T>,
  ): Promise<{ readonly result: T } | undefined> {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const { version } = await versions.current();
      const state = await bringUp(redis, models, key, version);
      if (state === undefined) return undefined;
      const result = await work(readSet(redis, models, key, state));
      const now = await listState(redis, key);
      if (now?.version === state.version && now.participants === state.participants) return { result };
    }
    return undefined;
  }

  return {
    async read(key, work) {
      if (failing && clock.now().getTime() < askAgainAt) return otherwise.read(key, work);
      try {
        const found = await look(key, work);
        if (failing) logger?.info('boards come from redis again');
        failing = false;
        if (found !== undefined) return found.result;
      } catch (error) {
        if (!failing) logger?.warn({ err: error }, 'boards come from the database: redis does not answer');
        failing = true;
        askAgainAt = clock.now().getTime() + PAUSE_MS;
      }
      return otherwise.read(key, work);
    },
  };
}

function readSet(redis: BoardRedis, models: BoardModels, key: BoardKey, { participants, sum }: ListState): BoardReader {
  const { set } = keysOf(key);
  return {
    participants,
    sum,
    indexOf: async (personId) => (await redis.zrank(set, personId)) ?? undefined,
    async slice(offset, limit) {
      if (limit <= 0 || offset >= participants) return [];
      const found = await redis.zrange(set, offset, String(offset + limit - 1), 'WITHSCORES');
      const scored: { personId: string; points: number }[] = [];
      for (let at = 0; at + 1 < found.length; at += 2)
        scored.push({ personId: found[at] ?? '', points: -Number(found[at + 1]) });
      const [first] = scored;
      if (first === undefined) return [];
      let rank = offset === 0 ? 1 : 1 + (await redis.zcount(set, '-inf', `(${-first.points}`));
      const ids = scored.map(({ personId }) => personId);
      const rows = await rowsOf(models, ids, key.period);
      const known = new Map(rows.map((row) => [row.person, row]));
      return scored.map(({ personId, points }, index): Place => {
        if (index > 0 && points !== scored[index - 1]?.points) rank = offset + index + 1;
        const row = known.get(personId);
        if (row === undefined) throw new Error('redis names somebody who is on no board');
        return { rank, personId, name: row.name, optedOut: row.optedOut, points };
      });
    },
  };
}
