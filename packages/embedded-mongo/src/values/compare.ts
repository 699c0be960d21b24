import type { Value } from './types.js';

/** Full BSON order; a missing value (undefined) sorts before null. Negative, zero or positive. */
export declare function compareValues(a: Value | undefined, b: Value | undefined): number;
/** True when {@link compareValues} is zero: 1 == 1.0 == Long(1). */
export declare function equalValues(a: Value | undefined, b: Value | undefined): boolean;
/** True when type and content are the same: what an update calls "no change". */
export declare function identicalValues(a: Value | undefined, b: Value | undefined): boolean;
/** A string that is the same for exactly the values that are equal. */
export declare function canonicalKey(v: Value | undefined): string;
