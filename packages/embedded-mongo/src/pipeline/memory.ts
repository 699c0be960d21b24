import { Binary, ObjectId } from 'bson';

import { MongoError } from '../errors.js';
import type { Value } from '../values/types.js';

/** What the blocking stages of one pipeline hold at most, in bytes, unless the engine is told otherwise. */
export const AGGREGATION_MEMORY_BYTES = 256 * 1024 * 1024;

/** Beyond every limit. Values share their parts, so that a small one may go on without end. */
const ENOUGH_BYTES = 1024 * 1024 * 1024;

/** Rough bytes that a value takes on the heap (a Map grows by doubling, an ObjectId holds a buffer of its own). */
export function approximateSize(v: Value | undefined): number {
  if (typeof v === 'string') return 24 + v.length;
  if (v === null || v === undefined || typeof v === 'boolean') return 8;
  if (v instanceof Map) {
    let slots = 4;
    while (slots < v.size) slots *= 2;
    let bytes = 80 + slots * 28;
    for (const value of v.values()) {
      bytes += approximateSize(value);
      if (bytes > ENOUGH_BYTES) break;
    }
    return bytes;
  }
  if (Array.isArray(v)) {
    let bytes = 32;
    for (const item of v) {
      bytes += 8 + approximateSize(item);
      if (bytes > ENOUGH_BYTES) break;
    }
    return bytes;
  }
  if (v instanceof Binary) return 200 + v.position;
  if (v instanceof Date) return 100;
  return v instanceof ObjectId ? 160 : 32;
}

/** What the stages of all pipelines of an engine hold together. */
export class SharedMemory {
  used = 0;
  constructor(readonly limit: number) {}
}

/** What the stages of one pipeline may hold together. */
export class MemoryBudget {
  #used = 0;

  /**
   * @param limit bytes
   * @param shared what other pipelines hold at the same time counts against this one
   */
  constructor(
    readonly limit: number,
    private readonly shared?: SharedMemory,
  ) {}

  /** Takes bytes; throws 292 when there are no more. */
  take(stage: string, bytes: number): void {
    this.#used += bytes;
    if (this.shared !== undefined) this.shared.used += bytes;
    if (this.#used > this.limit) {
      throw new MongoError(
        292,
        `Exceeded memory limit for ${stage}: the stages of one pipeline may hold ${this.limit} bytes in all, and this engine does not spill to disk`,
      );
    }
    if (this.shared !== undefined && this.shared.used > this.shared.limit) {
      throw new MongoError(
        292,
        `Exceeded memory limit for ${stage}: all pipelines that run at the moment may hold ${this.shared.limit} bytes together; try again later`,
      );
    }
  }

  give(bytes: number): void {
    this.#used -= bytes;
    if (this.shared !== undefined) this.shared.used -= bytes;
  }

  /** Counts for one stage. */
  meter(stage: string): MemoryMeter {
    return new MemoryMeter(stage, this);
  }
}

/** Counts what one blocking stage holds. */
export class MemoryMeter {
  #used = 0;

  constructor(
    private readonly stage: string,
    private readonly budget: MemoryBudget,
  ) {}

  /** Adds bytes; beyond the limit throws 292. */
  add(bytes: number): void {
    this.#used += bytes;
    this.budget.take(this.stage, bytes);
  }

  /** Gives bytes back. */
  release(bytes: number): void {
    this.#used -= bytes;
    this.budget.give(bytes);
  }

  /** Gives back what is still held; to be called when the stage ends, however it ends. */
  end(): void {
    this.budget.give(this.#used);
    this.#used = 0;
  }
}
