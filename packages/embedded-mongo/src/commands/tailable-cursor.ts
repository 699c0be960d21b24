import { MongoError } from '../errors.js';
import type { Pacer } from '../flow/pacer.js';
import { PAUSE } from '../flow/pause.js';
import type { Pause } from '../flow/pause.js';
import { collectionTable } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import type { Database } from '../store/database.js';
import type { Unit } from '../store/unit.js';
import { CURSOR_IDLE_MS, Cursor } from './cursor-registry.js';

/** How long getMore waits for a document when the client does not say, in milliseconds. */
export const DEFAULT_AWAIT_MS = 1000;

/** What a tailable cursor is to find, and how it gives it. */
export interface Tail {
  readonly collection: CollectionInfo;
  readonly lsid: string | undefined;
  readonly pacer: Pacer;
  /** Whether getMore waits for documents. */
  readonly awaitsData: boolean;
  readonly skip: number;
  readonly limit: number | undefined;
  /** The document as the client wants it, or undefined if it does not match. */
  readonly shape: (bytes: Uint8Array) => Uint8Array | undefined;
}

/**
 * A cursor on a capped collection that stays at its end, and goes on from there when documents come. It keeps no
 * snapshot: every batch reads what is committed by then.
 */
export class TailableCursor extends Cursor {
  /** Row id of the last document that was looked at; 0 before the first. */
  #position = 0;
  #skipped = 0;
  #given = 0;
  #reading = false;
  #ended = false;
  /** The collection has changed since the batch was begun. */
  #missed = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly tail: Tail,
  ) {
    const { database: name, name: collection } = tail.collection;
    super(namespaceOf(name, collection), [].values(), tail.lsid, false, tail.pacer);
  }

  override get exhausted(): boolean {
    return this.#ended || this.#given === this.tail.limit;
  }

  override get isBusy(): boolean {
    return this.#reading;
  }

  /** What is there by now. Throws 43, 136 and 237. */
  override async take(size: number): Promise<Uint8Array[]> {
    this.#reading = true;
    try {
      return await this.#read(size);
    } catch (error) {
      this.close();
      throw error;
    } finally {
      this.#reading = false;
      this.usedAt = Date.now();
    }
  }

  /** As {@link take}; when nothing is there, waits for the first document, `milliseconds` at most. */
  override async takeAwaited(size: number, milliseconds: number = DEFAULT_AWAIT_MS): Promise<Uint8Array[]> {
    if (!this.tail.awaitsData) return this.take(size);
    const end = performance.now() + Math.min(milliseconds, CURSOR_IDLE_MS); // the client may be gone by then
    const forget = this.database.commits.onChange(this.tail.collection.id, () => {
      this.#missed = true;
      this.#wake();
    });
    try {
      for (;;) {
        this.#missed = false;
        const batch = await this.take(size);
        const rest = end - performance.now();
        if (batch.length > 0 || rest <= 0) return batch;
        if (!this.#missed) await this.#nap(rest);
      }
    } finally {
      forget();
    }
  }

  override close(): void {
    this.#ended = true;
    this.#wake();
    super.close();
  }

  async #read(size: number): Promise<Uint8Array[]> {
    if (this.#ended) throw new MongoError(237, 'the cursor was killed');
    const lease = this.database.openRead();
    try {
      const rest = (this.tail.limit ?? Infinity) - this.#given;
      const rows = new Cursor(this.namespace, this.#rows(lease.unit), undefined, false, this.pacer);
      const batch = await rows.take(Math.min(size, rest));
      rows.close();
      this.#given += batch.length;
      return batch;
    } finally {
      lease.release();
    }
  }

  /** A document counts as looked at when the next one is asked for: the reader may leave the last one untaken. */
  *#rows(unit: Unit): Generator<Uint8Array | Pause, void, void> {
    const { connection } = unit;
    const table = collectionTable(this.#present(unit));
    const known = this.#position === 0 ? undefined : `SELECT 1 FROM ${table} WHERE rid = ?`;
    if (known !== undefined && connection.get(known, this.#position) === undefined) {
      throw new MongoError(
        136,
        `CollectionScan died due to position in capped collection being deleted. Last seen record id: RecordId(${this.#position})`,
      );
    }
    for (const [rid, content] of connection.iterate(
      `SELECT rid, doc FROM ${table} WHERE rid > ? ORDER BY rid`,
      this.#position,
    )) {
      const bytes = content as Uint8Array;
      if (this.pacer.due(bytes.length)) yield PAUSE;
      const shaped = this.tail.shape(bytes);
      if (shaped !== undefined && this.#skipped === this.tail.skip) yield shaped;
      else if (shaped !== undefined) this.#skipped += 1;
      this.#position = rid as number;
    }
  }

  /** The collection as it is now. Throws 43 when it has gone. */
  #present(unit: Unit): CollectionInfo {
    const { database, name, id } = this.tail.collection;
    const found = unit.catalog.find(database, name);
    if (found?.id !== id) throw new MongoError(43, `the collection of the cursor, ${this.namespace}, has gone`);
    return found;
  }

  async #nap(milliseconds: number): Promise<void> {
    this.#reading = true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#wake(), milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#reading = false;
  }
}
