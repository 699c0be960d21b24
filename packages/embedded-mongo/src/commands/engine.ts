import type { ObjectId } from 'bson';
import type { SharedMemory } from '../pipeline/memory.js';
import type { Turnstile } from '../flow/turnstile.js';
import type { Database } from '../store/database.js';
import type { GroupCommit } from '../transactions/group-commit.js';
import type { SessionRegistry } from '../transactions/session-registry.js';
import type { SnapshotReads } from '../transactions/snapshot-reads.js';
import type { CursorRegistry } from './cursor-registry.js';
import type { FailPoints } from './fail-points.js';

/** Where the engine writes what an operator should know. */
export interface EngineLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Everything a command may use. */
export interface Engine {
  readonly database: Database;
  readonly writes: GroupCommit;
  readonly sessions: SessionRegistry;
  readonly cursors: CursorRegistry;
  readonly snapshots: SnapshotReads;
  /** Failures that tests order; only in engines that were started for tests. */
  readonly failPoints: FailPoints | undefined;
  /** Where long reads wait between their slices. */
  readonly turns: Turnstile;
  /** What the blocking stages of one aggregation may hold. */
  readonly aggregationMemoryBytes: number;
  /** What those of all aggregations hold at the moment. */
  readonly aggregationMemory: SharedMemory;
  /** Names this life of the engine. */
  readonly processId: ObjectId;
  readonly startedAt: Date;
  readonly log: EngineLog;
  /** Open client connections at the moment. */
  readonly connections: () => number;
}
