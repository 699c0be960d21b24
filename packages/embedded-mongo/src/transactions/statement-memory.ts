import { Binary } from 'bson';
import { decode, encode } from '../values/codec.js';
import type { Doc, Value } from '../values/types.js';

/** What one statement of insert, update or delete did. */
export interface StatementResult {
  readonly n: number;
  readonly nModified: number;
  /** The `_id` an upsert has inserted. */
  readonly upserted?: Value;
}

/** Bytes of one statement in a record: id, n and nModified. */
const ENTRY_BYTES = 12;

/**
 * The statements of one retryable write that have been carried out. A repeated command carries out only those that
 * are missing, and gives the results of the others as they were (`retriedStmtIds`).
 */
export class StatementMemory {
  readonly #known: ReadonlyMap<number, StatementResult>;
  readonly #added = new Map<number, StatementResult>();
  readonly #retried: number[] = [];
  /** The command has asked for its statements one by one. */
  isUsed = false;

  /**
   * @param record what an earlier attempt has left, as {@link toRecord} gives it
   * @param idOf the id of the statement at a position of the command
   * @param onWrite called before a statement is carried out; may refuse it by throwing
   */
  constructor(
    record: Uint8Array | undefined,
    private readonly idOf: (index: number) => number,
    private readonly onWrite: (() => void) | undefined,
  ) {
    this.#known = record === undefined ? new Map<number, StatementResult>() : read(record);
  }

  /** What the statement did when it was carried out before; undefined if it has to be carried out now. */
  recall(index: number): StatementResult | undefined {
    this.isUsed = true;
    const id = this.idOf(index);
    const result = this.#known.get(id);
    if (result === undefined) this.onWrite?.();
    else this.#retried.push(id);
    return result;
  }

  note(index: number, result: StatementResult): void {
    this.#added.set(this.idOf(index), result);
  }

  /** The ids of statements that were not carried out again. */
  get retried(): readonly number[] {
    return this.#retried;
  }

  get hasChanged(): boolean {
    return this.#added.size > 0;
  }

  /** Everything that has been carried out, for the next attempt. */
  toRecord(): Uint8Array {
    const entries = [...this.#known, ...this.#added];
    const counts = Buffer.allocUnsafe(entries.length * ENTRY_BYTES);
    const upserted: Value[] = [];
    let at = 0;
    for (const [id, result] of entries) {
      at = counts.writeInt32LE(id, at);
      at = counts.writeInt32LE(result.n, at);
      at = counts.writeInt32LE(result.nModified, at);
      if (result.upserted !== undefined)
        upserted.push(
          new Map<string, Value>([
            ['id', id],
            ['_id', result.upserted],
          ]),
        );
    }
    const record: Doc = new Map<string, Value>([['counts', new Binary(counts)]]);
    if (upserted.length > 0) record.set('upserted', upserted);
    return encode(record);
  }
}

function read(record: Uint8Array): Map<number, StatementResult> {
  const doc = decode(record);
  const upserted = new Map<number, Value>();
  const list = doc.get('upserted');
  for (const each of Array.isArray(list) ? list : []) {
    if (each instanceof Map) upserted.set(Number(each.get('id')), each.get('_id') ?? null);
  }
  const counts = Buffer.from((doc.get('counts') as Binary).value());
  const results = new Map<number, StatementResult>();
  for (let at = 0; at < counts.length; at += ENTRY_BYTES) {
    const id = counts.readInt32LE(at);
    const result = { n: counts.readInt32LE(at + 4), nModified: counts.readInt32LE(at + 8) };
    results.set(id, upserted.has(id) ? { ...result, upserted: upserted.get(id) ?? null } : result);
  }
  return results;
}
