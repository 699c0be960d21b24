import type { Storage } from '../../platform/storage/index.js';
import type { BoardClass } from './board.js';
import type { BoardDifference } from './board-difference.js';
import { eachPlace } from './board-rows.js';
import { scopeOf, type BoardKey, type BoardPeriod } from './board-scope.js';
import { readState } from './board-versions.js';
import type { BoardModels } from './board.model.js';
import { bringUp, keysOf, registryKey, type BoardRedis } from './redis-lists.js';

type SetDifference = Extract<BoardDifference, { type: 'set.wrong' }>;

/** Lists that Redis has had in this organization. */
async function knownLists(redis: BoardRedis): Promise<BoardKey[]> {
  const texts = (await redis.smembers(registryKey())).sort();
  return texts.map((text) => {
    const [period, of, scope] = JSON.parse(text) as [BoardPeriod, BoardClass, string];
    return { period, class: of, ...scopeOf(scope) };
  });
}

/** The lists in Redis that do not say what the rows say; without Redis none. A list that went is no difference. */
export async function* verifySets(
  redis: BoardRedis | undefined,
  storage: Storage,
  models: BoardModels,
): AsyncGenerator<SetDifference> {
  if (redis === undefined) return;
  // What is away lies: nobody is shown anything of it.
  const lists = await knownLists(redis).catch(() => []);
  for (const key of lists) {
    const first = await examineSet(redis, models, key).catch(() => []);
    if (first.length > 0) yield* await storage.run(() => examineSet(redis, models, key)).catch(() => []);
  }
}

async function examineSet(redis: BoardRedis, models: BoardModels, key: BoardKey): Promise<SetDifference[]> {
  const { version } = await readState(models);
  const state = await bringUp(redis, models, key, version);
  if (state === undefined) return [];
  const { set } = keysOf(key);
  const [stored, computed] = [
    { people: 0, sum: 0 },
    { people: 0, sum: 0 },
  ];
  let [same, at] = [true, 0];
  let found: string[] = [];
  for await (const { points, person } of eachPlace(models, key)) {
    if (points <= 0) break;
    const within = computed.people % STRIDE;
    if (within === 0) {
      found = await redis.zrange(set, at, String(at + STRIDE - 1), 'WITHSCORES');
      at += STRIDE;
      for (let index = 1; index < found.length; index += 2) stored.sum -= Number(found[index]);
    }
    if (found[2 * within] !== person || Number(found[2 * within + 1]) !== -points) same = false;
    computed.people += 1;
    computed.sum += points;
  }
  stored.people = state.participants;
  if (same && stored.people === computed.people && state.sum === computed.sum) return [];
  return [
    {
      type: 'set.wrong',
      personId: null,
      period: key.period,
      class: key.class,
      scope: { department: key.department, grade: key.grade },
      storedList: { ...stored, participants: stored.people },
      computedList: { ...computed, participants: computed.people },
    },
  ];
}

const STRIDE = 500;

/** Lets go of every list of the organization; each is filled again when somebody looks. */
export async function dropSets(redis: BoardRedis | undefined): Promise<void> {
  if (redis === undefined) return;
  try {
    for (const key of await knownLists(redis)) {
      const { set, state } = keysOf(key);
      await redis.del(set, state);
    }
  } catch {
    // Away: what comes back is compared by version, and by its own count.
  }
}
