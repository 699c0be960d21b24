import { randomBytes } from 'node:crypto';
import { MongoError } from '../errors.js';
import type { Pacer } from '../flow/pacer.js';
import { PAUSE, type Pause } from '../flow/pause.js';

/** A cursor that nobody asks for this long is closed, in milliseconds. */
export const CURSOR_IDLE_MS = 10 * 60 * 1000;
/** Cursors that may be open at once; each may hold a snapshot of the file. */
const MAX_OPEN = 512;
/** What naming a document in the array of a batch takes at most. */
const ELEMENT_BYTES = 10;
/** Largest batch, in bytes. */
export const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** A result that is read piece by piece. */
export class Cursor {
  #ahead: Uint8Array | undefined;
  #done = false;
  #closed = false;
  #busy = false;
  usedAt = Date.now();

  constructor(
    readonly namespace: string,
    private readonly rows: Iterator<Uint8Array | Pause>,
    /** The session that opened it; its transaction's end closes the cursor if `inTransaction`. */
    readonly lsid: string | undefined,
    readonly inTransaction: boolean,
    /** Of the command that opened it; its stages look at it. */
    readonly pacer: Pacer,
  ) {}

  /** What frees the snapshot; set once the cursor outlives its command and keeps one. */
  release: (() => void) | undefined;
  /** What frees the memory of a snapshot between two batches. */
  shrink: (() => void) | undefined;

  get exhausted(): boolean {
    return this.#done && this.#ahead === undefined;
  }

  /** A batch is being read at the moment. */
  get isBusy(): boolean {
    return this.#busy;
  }

  /**
   * The next documents: at most `size`, at most {@link MAX_BATCH_BYTES} but at least one. An error closes the cursor.
   * Throws 237 when the cursor is closed meanwhile.
   */
  async take(size: number): Promise<Uint8Array[]> {
    this.#busy = true;
    this.pacer.resume();
    try {
      return await this.#read(size);
    } catch (error) {
      this.close();
      throw error;
    } finally {
      this.pacer.suspend();
      if (!this.#closed) this.shrink?.();
      this.#busy = false;
      this.usedAt = Date.now();
    }
  }

  /** As {@link take}; a tailable cursor may wait here, so many milliseconds at most, for what is not there yet. */
  takeAwaited(size: number, milliseconds?: number): Promise<Uint8Array[]> {
    if (milliseconds !== undefined)
      throw new MongoError(2, 'cannot set maxTimeMS on getMore command for a non-awaitData cursor');
    return this.take(size);
  }

  async #read(size: number): Promise<Uint8Array[]> {
    const batch: Uint8Array[] = [];
    let bytes = 0;
    for (;;) {
      const next = this.#peek();
      if (next === PAUSE) {
        await this.pacer.rest();
        if (this.#closed) throw new MongoError(237, 'the cursor was killed');
        continue;
      }
      if (next === undefined || batch.length >= size) break;
      bytes += next.length + ELEMENT_BYTES;
      if (batch.length > 0 && bytes > MAX_BATCH_BYTES) break;
      batch.push(next);
      this.#ahead = undefined;
    }
    return batch;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#done = true;
    this.#ahead = undefined;
    this.rows.return?.();
    this.release?.();
  }

  #peek(): Uint8Array | Pause | undefined {
    if (this.#ahead !== undefined || this.#done) return this.#ahead;
    const result = this.rows.next();
    if (result.done === true) this.#done = true;
    else if (result.value === PAUSE) return PAUSE;
    else this.#ahead = result.value;
    return this.#ahead;
  }
}

/** The open cursors of all clients. */
export class CursorRegistry {
  readonly #cursors = new Map<bigint, Cursor>();

  get size(): number {
    return this.#cursors.size;
  }

  /** Registers a cursor and gives its id, never 0. Throws 146 when too many are open. */
  add(cursor: Cursor): bigint {
    if (this.#cursors.size >= MAX_OPEN) throw new MongoError(146, `more than ${MAX_OPEN} cursors are open`);
    let id = 0n;
    while (id === 0n || this.#cursors.has(id)) id = randomBytes(8).readBigUInt64LE() >> 1n;
    this.#cursors.set(id, cursor);
    return id;
  }

  /** Throws 43 when there is no such cursor. */
  get(id: bigint): Cursor {
    const cursor = this.#cursors.get(id);
    if (cursor === undefined) throw new MongoError(43, `cursor id ${id} not found`);
    return cursor;
  }

  /** Closes a cursor; false when there is none. */
  close(id: bigint): boolean {
    const cursor = this.#cursors.get(id);
    this.#cursors.delete(id);
    cursor?.close();
    return cursor !== undefined;
  }

  /** Closes the cursors that were opened in the session's transaction. */
  closeTransaction(lsid: string): void {
    this.#closeWhere((cursor) => cursor.inTransaction && cursor.lsid === lsid);
  }

  closeSession(lsid: string): void {
    this.#closeWhere((cursor) => cursor.lsid === lsid);
  }

  /** Closes the cursors of all sessions. */
  closeAllSessions(): void {
    this.#closeWhere((cursor) => cursor.lsid !== undefined);
  }

  closeIdle(now = Date.now()): void {
    this.#closeWhere((cursor) => !cursor.isBusy && now - cursor.usedAt > CURSOR_IDLE_MS);
  }

  /** Closes cursors that keep a snapshot and have rested so many milliseconds; tells how many. */
  closeRested(milliseconds: number, now = Date.now()): number {
    const before = this.size;
    this.#closeWhere((cursor) => cursor.release !== undefined && !cursor.isBusy && now - cursor.usedAt >= milliseconds);
    return before - this.size;
  }

  closeAll(): void {
    this.#closeWhere(() => true);
  }

  #closeWhere(chosen: (cursor: Cursor) => boolean): void {
    for (const [id, cursor] of [...this.#cursors]) if (chosen(cursor)) this.close(id);
  }
}
