import { Int32 } from 'bson';
import type { Value } from '../values/types.js';

/** A whole number as a server stores it: Int32 where it fits, otherwise Int64. */
export function wholeValue(value: number): Value {
  return value === (value | 0) ? new Int32(value) : BigInt(value);
}
