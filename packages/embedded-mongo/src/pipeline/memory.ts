import { Binary } from 'bson';

import { MongoError } from '../errors.js';
import type { Value } from '../values/types.js';

/** Rough bytes that a value takes in memory. */
export function approximateSize(v: Value | undefined): number {
  if (typeof v === 'string') return 24 + v.length * 2;
  if (v instanceof Map) {
    let bytes = 64;
    for (const [name, value] of v) bytes += 32 + name.length + approximateSize(value);
    return bytes;
  }
  if (Array.isArray(v)) {
    let bytes = 32;
    for (const item of v) bytes += 8 + approximateSize(item);
    return bytes;
  }
  return v instanceof Binary ? 64 + v.position : 24;
}

/** Counts what a blocking stage holds. */
export class MemoryMeter {
  private used = 0;

  constructor(
    private readonly stage: string,
    private readonly limit: number,
  ) {}

  /** Adds bytes; beyond the limit throws 292. */
  add(bytes: number): void {
    this.used += bytes;
    if (this.used > this.limit) {
      throw new MongoError(292, `${this.stage} exceeded the memory limit of ${this.limit} bytes`);
    }
  }

  /** Gives bytes back. */
  release(bytes: number): void {
    this.used -= bytes;
  }
}
