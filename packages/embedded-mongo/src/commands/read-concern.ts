import { MongoError } from '../errors.js';
import type { ClusterClock, ClusterTime } from '../transactions/cluster-clock.js';
import { compareTimes, toClusterTime } from '../transactions/cluster-clock.js';
import type { Doc } from '../values/types.js';
import type { Arguments } from './arguments.js';
import type { Command } from './command.js';
import type { SessionOptions } from './session-options.js';

/** That a command reads a snapshot which later ones can read again: at a time, or at the present one. */
export interface SnapshotWish {
  readonly at: ClusterTime | undefined;
}

const LEVELS = new Set(['local', 'available', 'majority', 'linearizable', 'snapshot']);
const IN_TRANSACTION = new Set(['local', 'majority', 'snapshot']);
const WITH_AFTER = new Set(['local', 'majority', 'snapshot']);
/** Commands that can read at any level outside transactions; all others only what is there ("local"). */
const READERS = new Set(['find', 'aggregate', 'count', 'distinct', 'explain']);
const SNAPSHOT_READERS = new Set(['find', 'aggregate', 'distinct']);
/** Commands on a cursor read what it reads; drivers repeat the concern of their session to them. */
const OF_CURSORS = new Set(['getMore', 'killCursors']);
const FIELDS = new Set(['level', 'afterClusterTime', 'atClusterTime', 'provenance']);

/**
 * Checks the read concern of a command; what one node fulfils anyway needs nothing further. Gives the snapshot that
 * is wanted outside transactions. Throws 9, 14, 72 and, for a past that is not kept in transactions, 239.
 * https://www.mongodb.com/docs/v7.0/reference/read-concern/
 */
export function readReadConcern(
  command: Command,
  args: Arguments,
  session: SessionOptions,
  clock: ClusterClock,
): SnapshotWish | undefined {
  const concern = args.document('readConcern');
  if (concern === undefined || concern.size === 0) return undefined;
  for (const name of concern.keys())
    if (!FIELDS.has(name)) throw new MongoError(72, `Unrecognized option in readConcern: ${name}`);
  if (session.inTransaction && !session.startsTransaction)
    throw new MongoError(72, 'Only the first command in a transaction may specify a readConcern');
  const level = readLevel(concern);
  const after = readTime(concern, 'afterClusterTime');
  const at = readTime(concern, 'atClusterTime');
  assertTimes(level, after, at, clock);
  if (session.inTransaction) {
    if (!IN_TRANSACTION.has(level ?? 'local')) throw levelInTransaction();
    // A transaction reads the present, which is later than any commit of the past.
    if (at !== undefined && compareTimes(at, clock.operation) < 0)
      throw new MongoError(239, 'Read timestamp is older than the present, which is all that a transaction can read');
    return undefined;
  }
  if (!isSupported(command.name, level))
    throw new MongoError(
      72,
      `Command ${command.name} does not support { readConcern: { level: "${level}" } } :: caused by :: read concern not supported`,
    );
  return level === 'snapshot' && SNAPSHOT_READERS.has(command.name) ? { at } : undefined;
}

function isSupported(name: string, level: string | undefined): boolean {
  if (level === undefined || level === 'local' || level === 'available' || OF_CURSORS.has(name)) return true;
  return level === 'snapshot' ? SNAPSHOT_READERS.has(name) : READERS.has(name);
}

function readLevel(concern: Doc): string | undefined {
  const level = concern.get('level');
  if (level === undefined || level === null) return undefined;
  if (typeof level !== 'string')
    throw new MongoError(14, "BSON field 'readConcern.level' is the wrong type, expected type 'string'");
  if (!LEVELS.has(level))
    throw new MongoError(
      9,
      "readConcern.level must be either 'local', 'majority', 'linearizable', 'available', or 'snapshot'",
    );
  return level;
}

function readTime(concern: Doc, name: string): ClusterTime | undefined {
  const value = concern.get(name);
  if (value === undefined) return undefined;
  const time = toClusterTime(value);
  if (time === undefined)
    throw new MongoError(14, `BSON field 'readConcern.${name}' is the wrong type, expected type 'timestamp'`);
  if (time.seconds === 0 && time.increment === 0) throw new MongoError(72, `${name} cannot be a null timestamp`);
  return time;
}

function assertTimes(
  level: string | undefined,
  after: ClusterTime | undefined,
  at: ClusterTime | undefined,
  clock: ClusterClock,
): void {
  if (after !== undefined && at !== undefined)
    throw new MongoError(72, 'Can not specify both afterClusterTime and atClusterTime in readConcern');
  if (after !== undefined && !WITH_AFTER.has(level ?? 'local'))
    throw new MongoError(
      72,
      'afterClusterTime field can be set only if level is equal to local, majority, or snapshot',
    );
  if (at !== undefined && level !== 'snapshot')
    throw new MongoError(72, 'atClusterTime field can be set only if level is equal to snapshot');
  for (const [name, time] of [
    ['afterClusterTime', after],
    ['atClusterTime', at],
  ] as const) {
    if (time !== undefined && compareTimes(time, clock.latest) > 0)
      throw new MongoError(72, `readConcern ${name} value must not be greater than the current clusterTime`);
  }
}

function levelInTransaction(): MongoError {
  return new MongoError(
    72,
    "The readConcern level must be either 'local' (default), 'majority' or 'snapshot' in order to run in a transaction",
  );
}
