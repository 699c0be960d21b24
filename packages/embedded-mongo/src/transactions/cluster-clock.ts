import { Binary, Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import { encode } from '../values/codec.js';
import type { Value } from '../values/types.js';

/** A moment of the logical clock: seconds since 1970 and the number of the change within that second. */
export interface ClusterTime {
  readonly seconds: number;
  readonly increment: number;
}

/** How far ahead of the wall clock a client's time may be, in seconds (`maxAcceptableLogicalClockDriftSecs`). */
const MAX_DRIFT_SECONDS = 365 * 24 * 60 * 60;
const LAST_INCREMENT = 0x7fff_ffff;
/** What a server without keys signs with. */
const NO_SIGNATURE: Value = new Map<string, Value>([
  ['hash', new Binary(Buffer.alloc(20))],
  ['keyId', 0n],
]);

/** Negative, zero or positive as `a` is before, at or after `b`. */
export function compareTimes(a: ClusterTime, b: ClusterTime): number {
  return a.seconds - b.seconds || a.increment - b.increment;
}

/** The time of a BSON timestamp; undefined for values of another type. */
export function toClusterTime(value: Value | undefined): ClusterTime | undefined {
  if (!(value instanceof Timestamp)) return undefined;
  return { seconds: value.getHighBitsUnsigned(), increment: value.getLowBitsUnsigned() };
}

/** The BSON timestamp of a time. */
export function toTimestamp({ seconds, increment }: ClusterTime): Timestamp {
  return new Timestamp({ t: seconds, i: increment });
}

/**
 * The logical clock: every commit gets a later time than all before it, and clients tell each other how late it is
 * (`$clusterTime`), so that a session reads what another one has written.
 */
export class ClusterClock {
  #cluster: ClusterTime;
  #operation: ClusterTime;
  #stamp: Buffer | undefined;
  /** The seconds that the file says are not yet reached; 0: not known. */
  noted = 0;
  /** Called with the time of every commit. */
  onTick: ((time: ClusterTime) => void) | undefined;

  /** @param least seconds that the clock has certainly reached before, in an earlier life of the engine */
  constructor(least = 0) {
    this.#cluster = { seconds: Math.max(wallSeconds(), least), increment: 1 };
    this.#operation = this.#cluster;
  }

  /** The latest time this engine knows of. */
  get latest(): ClusterTime {
    return this.#cluster;
  }

  /** The time of the last commit. */
  get operation(): ClusterTime {
    return this.#operation;
  }

  /** The time of a commit that is being made visible now. */
  tick(): void {
    const now = wallSeconds();
    const { seconds, increment } = this.#cluster;
    if (now > seconds) this.#cluster = { seconds: now, increment: 1 };
    else if (increment < LAST_INCREMENT) this.#cluster = { seconds, increment: increment + 1 };
    else this.#cluster = { seconds: seconds + 1, increment: 1 };
    this.#operation = this.#cluster;
    this.#stamp = undefined;
    this.onTick?.(this.#operation);
  }

  /** Takes over a later time that a client has heard of. Throws 211 for one that nobody can have heard of. */
  advance(time: ClusterTime): void {
    if (compareTimes(time, this.#cluster) <= 0) return;
    if (time.seconds > wallSeconds() + MAX_DRIFT_SECONDS || time.increment > LAST_INCREMENT) {
      throw new MongoError(
        211,
        `New cluster time, ${time.seconds}, is too far from this node's wall clock time, ${wallSeconds()}.`,
      );
    }
    this.#cluster = time;
    this.#stamp = undefined;
  }

  /** The fields `$clusterTime` and `operationTime` of a reply, as BSON elements. Shared by replies, never changed. */
  get stamp(): Buffer {
    if (this.#stamp !== undefined) return this.#stamp;
    const stamp = Buffer.from(STAMP);
    writeTime(stamp, this.#cluster, CLUSTER_TIME_AT);
    writeTime(stamp, this.#operation, OPERATION_TIME_AT);
    this.#stamp = stamp;
    return stamp;
  }
}

/** Every write has a stamp of its own, in which only the times differ. */
const STAMP = encode(
  new Map<string, Value>([
    [
      '$clusterTime',
      new Map<string, Value>([
        ['clusterTime', new Timestamp(0n)],
        ['signature', NO_SIGNATURE],
      ]),
    ],
    ['operationTime', new Timestamp(0n)],
  ]),
).subarray(4, -1);
const CLUSTER_TIME_NAME = '\x11clusterTime\0';
const CLUSTER_TIME_AT = STAMP.indexOf(CLUSTER_TIME_NAME) + CLUSTER_TIME_NAME.length;
const OPERATION_TIME_AT = STAMP.length - 8;

function writeTime(stamp: Buffer, { seconds, increment }: ClusterTime, at: number): void {
  stamp.writeUInt32LE(increment, at);
  stamp.writeUInt32LE(seconds, at + 4);
}

/** Seconds since 1970 by the clock of the machine. */
export function wallSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
