import type { Database } from '../store/database.js';
import type { GroupCommit } from '../transactions/group-commit.js';
import type { SessionRegistry } from '../transactions/session-registry.js';
import type { CursorRegistry } from './cursor-registry.js';

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
  readonly startedAt: Date;
  readonly log: EngineLog;
  /** Open client connections at the moment. */
  readonly connections: () => number;
}
