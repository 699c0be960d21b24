import { randomUUID } from 'node:crypto';
import type { RedisClients } from '../../platform/redis/index.js';
import { operator } from '../../platform/storage/index.js';
import { KEY_FIELDS, type BoardModels, type BoardRecord } from './board.model.js';
import { eachPlace } from './board-rows.js';
import { inScope, scopeText, type BoardKey } from './board-scope.js';
import { readState } from './board-versions.js';
import { currentOrganization } from './current-organization.js';
import { APPLY, REPLACE } from './redis-scripts.js';

export type BoardRedis = ReturnType<RedisClients['client']>;

export const PREFIX = 'prowess:boards';
/** Lists that nobody looks at go by themselves. */
const KEPT_SECONDS = 7 * 86_400;
/** People put into a list at a time. */
const CHUNK = 500;
/** More changes than these and the list is filled anew. */
const MANY = 1000;
const TRIES = 5;

export interface ListState {
  readonly version: number;
  readonly participants: number;
  readonly sum: number;
}

/** Where a list lies, and what is known of it. */
export function keysOf(key: BoardKey): { readonly set: string; readonly state: string } {
  const set = `${PREFIX}:${currentOrganization()}:${key.period}:${key.class}:${scopeText(key)}`;
  return { set, state: `${set}:state` };
}

export function registryKey(): string {
  return `${PREFIX}:${currentOrganization()}:lists`;
}

/** Undefined for a list that is not there, or not whole. */
export async function listState(redis: BoardRedis, key: BoardKey): Promise<ListState | undefined> {
  const { set, state } = keysOf(key);
  const [version, sum, count] = await redis.hmget(state, 'version', 'sum', 'count');
  if (version == null || sum == null || count == null) return undefined;
  const participants = await redis.zcard(set);
  return participants === Number(count) ? { version: Number(version), sum: Number(sum), participants } : undefined;
}

/**
 * A list as of a version or later: only what changed since it was looked at last is fetched. Undefined for a list without
 * anybody, of which Redis keeps nothing: anybody may ask for departments that there are not.
 */
export async function bringUp(
  redis: BoardRedis,
  models: BoardModels,
  key: BoardKey,
  wanted: number,
): Promise<ListState | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const state = await listState(redis, key);
    if (state !== undefined && state.version >= wanted) return state;
    const changed =
      state === undefined
        ? undefined
        : await models.boards
            .find({ period: key.period, version: operator({ $gt: state.version }) })
            .limit(MANY + 1)
            .lean<BoardRecord[]>();
    if (state === undefined || changed === undefined || changed.length > MANY) {
      if (!(await fill(redis, models, key))) return undefined;
    } else await apply(redis, key, state.version, wanted, changed);
  }
  throw new Error('the board in Redis does not come to rest');
}

async function apply(
  redis: BoardRedis,
  key: BoardKey,
  from: number,
  to: number,
  rows: readonly BoardRecord[],
): Promise<void> {
  const field = KEY_FIELDS[key.class];
  const { set, state } = keysOf(key);
  const scores = rows.flatMap((row) => [
    row.person,
    row[field] !== null && inScope(row, key) ? Math.max(0, row[key.class]) : 0,
  ]);
  // Rows of a later version may be among them: they come again, which changes nothing.
  await redis.eval(APPLY, 2, set, state, from, to, ...scores);
}

/** Fills a list beside and puts it in its place, so that readers see the old one or the new one; false without anybody. */
async function fill(redis: BoardRedis, models: BoardModels, key: BoardKey): Promise<boolean> {
  const { set, state } = keysOf(key);
  const beside = `${set}:${randomUUID()}`;
  // Before the rows: what changes meanwhile is applied afterwards.
  const { version } = await readState(models);
  let sum = 0;
  let chunk: (string | number)[] = [];
  const put = async () => {
    if (chunk.length > 0) await redis.zadd(beside, ...chunk);
    chunk = [];
  };
  for await (const { points, person } of eachPlace(models, key)) {
    // The rest has no points.
    if (points <= 0) break;
    sum += points;
    chunk.push(-points, person);
    if (chunk.length < 2 * CHUNK) continue;
    await put();
    await redis.expire(beside, 600);
  }
  await put();
  if (sum === 0) {
    await redis.del(set, state);
    return false;
  }
  await redis.sadd(registryKey(), JSON.stringify([key.period, key.class, scopeText(key)]));
  await redis.expire(registryKey(), 2 * KEPT_SECONDS);
  await redis.eval(REPLACE, 3, beside, set, state, version, sum, KEPT_SECONDS);
  return true;
}
