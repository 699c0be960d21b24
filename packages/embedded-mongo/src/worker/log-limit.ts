import { statSync } from 'node:fs';
import type { Engine } from '../commands/engine.js';
import { MongoError } from '../errors.js';

/** Size of the write-ahead log from which on those who read old states are sent away, in bytes. */
const LOG_BYTES = 2 * 1024 * 1024 * 1024;
/** A cursor that has rested longer than this goes first, in milliseconds. */
const RESTED_MS = 10_000;

/**
 * Keeps the write-ahead log from growing without end. SQLite begins it anew only when nobody reads a state that is in
 * it, and with cursors that follow each other somebody always does. Beyond the limit the snapshots that sessions keep
 * go, and cursors that have rested; beyond twice the limit every cursor that rests; beyond four times reads that are
 * at work. Transactions stay: they end by themselves within a minute.
 */
export class LogLimit {
  #last = 0;

  /** @param limit bytes */
  constructor(
    private readonly engine: Engine,
    private readonly limit = LOG_BYTES,
  ) {}

  /** To be called again and again. Does nothing unless the log is too large and has grown since the last time. */
  async look(): Promise<void> {
    const { database, snapshots, cursors, turns, log } = this.engine;
    const bytes = statSync(`${database.file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    const grows = bytes > this.#last;
    this.#last = bytes;
    if (!grows || bytes <= this.limit) return;
    const closed = snapshots.closeAll() + cursors.closeRested(bytes > 2 * this.limit ? 0 : RESTED_MS);
    const stopsReads = bytes > 4 * this.limit;
    if (closed > 0 || stopsReads) {
      const size = `${Math.round(bytes / 1024 / 1024)} MB`;
      log.warn(`the log has ${size} because old states are read; ${stopsReads ? 'all' : closed} of them are given up`);
    }
    if (stopsReads) {
      turns.interrupt(({ inTransaction }) => !inTransaction, tooOld());
      await new Promise((resolve) => setImmediate(resolve)); // until they have ended
    }
    database.checkpoint();
  }
}

function tooOld(): MongoError {
  return new MongoError(239, 'the state that is read is too old to be kept');
}
