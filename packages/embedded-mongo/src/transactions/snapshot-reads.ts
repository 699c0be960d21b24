import { MongoError } from '../errors.js';
import type { Database, ReadLease } from '../store/database.js';
import { Unit } from '../store/unit.js';
import { compareTimes } from './cluster-clock.js';
import type { ClusterTime } from './cluster-clock.js';

/** How long a snapshot can be read again, in milliseconds (`minSnapshotHistoryWindowInSeconds`). */
const SNAPSHOT_LIFE_MS = 5 * 60 * 1000;
/** Snapshots kept open at once; the oldest goes first. Each keeps pages of the file from being reused. */
const MAX_OPEN = 32;

/** A snapshot in use by one command. */
export interface SnapshotLease extends ReadLease {
  readonly time: ClusterTime;
}

interface OpenSnapshot {
  /** The time of the last commit it contains. */
  readonly from: ClusterTime;
  /** The time of the first commit it does not contain. */
  until: ClusterTime | undefined;
  readonly lease: ReadLease;
  readonly openedAt: number;
  users: number;
  dropped: boolean;
}

/** The states of the data that sessions read again and again (`readConcern: snapshot` outside transactions). */
export class SnapshotReads {
  #open: OpenSnapshot[] = [];
  /** How long a snapshot can be read again, in milliseconds. */
  lifeMs = SNAPSHOT_LIFE_MS;

  constructor(
    private readonly database: Database,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The data at a time, or now. Throws 239 when that state is no longer kept, 72 for a time to come. */
  read(at: ClusterTime | undefined): SnapshotLease {
    this.closeOld();
    const { clock } = this.database.commits;
    if (at !== undefined && compareTimes(at, clock.latest) > 0) {
      throw new MongoError(72, 'readConcern atClusterTime value must not be greater than the current clusterTime');
    }
    const isPresent = at === undefined || compareTimes(at, clock.operation) >= 0;
    const found = isPresent ? this.#present() : this.#open.find((each) => contains(each, at));
    if (found === undefined) {
      throw new MongoError(239, 'Read timestamp is older than the oldest available snapshot');
    }
    return this.#lend(found);
  }

  /** Lets go of snapshots that have been kept long enough. */
  closeOld(): void {
    const oldest = this.now() - this.lifeMs;
    while (this.#open[0] !== undefined && this.#open[0].openedAt <= oldest) this.#drop();
  }

  /** Lets go of all snapshots, and tells how many; those in use stay until their users have ended. */
  closeAll(): number {
    const count = this.#open.length;
    while (this.#open.length > 0) this.#drop();
    return count;
  }

  #present(): OpenSnapshot {
    const { clock } = this.database.commits;
    const last = this.#open.at(-1);
    if (last !== undefined && last.until === undefined) return last;
    const opened: OpenSnapshot = {
      from: clock.operation,
      until: undefined,
      lease: this.database.openRead(),
      openedAt: this.now(),
      users: 0,
      dropped: false,
    };
    clock.onTick = (time) => {
      opened.until = time;
      clock.onTick = undefined;
    };
    if (this.#open.push(opened) > MAX_OPEN) this.#drop();
    return opened;
  }

  #lend(snapshot: OpenSnapshot): SnapshotLease {
    let kept = false;
    const end = (): void => {
      snapshot.users -= 1;
      if (snapshot.dropped && snapshot.users === 0) snapshot.lease.release();
    };
    const keep = (): (() => void) => {
      kept = true;
      return end;
    };
    snapshot.users += 1;
    const { connection, catalog } = snapshot.lease.unit;
    return {
      unit: new Unit(connection, catalog, undefined, keep),
      time: snapshot.from,
      release: () => {
        if (!kept) end();
      },
    };
  }

  #drop(): void {
    const oldest = this.#open.shift();
    if (oldest === undefined) return;
    oldest.dropped = true;
    if (oldest.users === 0) oldest.lease.release();
  }
}

function contains({ from, until }: OpenSnapshot, time: ClusterTime): boolean {
  return compareTimes(from, time) <= 0 && (until === undefined || compareTimes(time, until) < 0);
}
