/** Where a worker listens: a Unix socket, or a port of a local address. */
export type ListenTarget = { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** What the main thread gives a new worker. */
export interface WorkerSetup {
  /** The database file. */
  readonly file: string;
  readonly listen: ListenTarget;
  /** Know the commands that only tests need. */
  readonly testCommands?: boolean;
  /** What the blocking stages of one aggregation may hold. */
  readonly aggregationMemoryBytes?: number;
  /** How long the work on one document may hold the thread, in milliseconds. */
  readonly effortMs?: number;
}

/** Why a file could not be opened. */
export type OpenFailure = 'full' | 'unreadable' | 'version' | 'corrupt' | 'locked';

/** From the worker to the main thread. */
export type WorkerMessage =
  | { readonly type: 'ready'; readonly address: string }
  | { readonly type: 'failed'; readonly code: OpenFailure; readonly detail: string }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly message: string }
  | { readonly type: 'alive'; readonly beat: number }
  | { readonly type: 'closed' };

/** From the main thread to the worker. */
export type SupervisorMessage = { readonly type: 'close' } | { readonly type: 'beat'; readonly beat: number };
