import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';

import { BsonUndefined, CodeWithScope, DbPointer, type Doc, type Value } from './types.js';

/** BSON type numbers, as on the wire and in `$type`. */
export const KIND = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
} as const;

/** Type aliases by number. */
export const KIND_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(KIND).map(([name, number]) => [number, name]),
);

/** The BSON type number of a value; 0 (EOO) for a missing one. */
export function kindOf(v: Value | undefined): number {
  switch (typeof v) {
    case 'string':
      return 2;
    case 'number':
      return 1;
    case 'boolean':
      return 8;
    case 'bigint':
      return 18;
    case 'undefined':
      return 0;
    default:
      return kindOfObject(v);
  }
}

function kindOfObject(v: object | null): number {
  if (v === null) return 10;
  if (v instanceof Int32) return 16;
  if (v instanceof Map) return 3;
  if (Array.isArray(v)) return 4;
  if (v instanceof ObjectId) return 7;
  if (v instanceof Date) return 9;
  if (v instanceof Decimal128) return 19;
  if (v instanceof Binary) return 5;
  if (v instanceof Timestamp) return 17;
  if (v instanceof BSONRegExp) return 11;
  if (v instanceof BsonUndefined) return 6;
  if (v instanceof MinKey) return -1;
  if (v instanceof MaxKey) return 127;
  if (v instanceof BSONSymbol) return 14;
  if (v instanceof Code) return 13;
  if (v instanceof CodeWithScope) return 15;
  if (v instanceof DbPointer) return 12;
  throw new TypeError('Not a BSON value');
}

/** The alias of a value's type, as error messages and `$type` give it; "missing" for undefined. */
export function kindName(v: Value | undefined): string {
  return v === undefined ? 'missing' : (KIND_NAMES.get(kindOf(v)) ?? 'unknown');
}

/** Sort rank of a type: types with the same rank are compared by value. */
export function rankOfKind(kind: number): number {
  switch (kind) {
    case -1:
      return 1;
    case 0:
    case 6:
      return 2;
    case 10:
      return 5;
    case 1:
    case 16:
    case 18:
    case 19:
      return 10;
    case 2:
    case 14:
      return 15;
    case 3:
      return 20;
    case 4:
      return 25;
    case 5:
      return 30;
    case 7:
      return 35;
    case 8:
      return 40;
    case 9:
      return 45;
    case 17:
      return 47;
    case 11:
      return 50;
    case 12:
      return 55;
    case 13:
      return 60;
    case 15:
      return 65;
    default:
      return 127;
  }
}

/** Sort rank of a value, see {@link rankOfKind}. */
export function rankOf(v: Value | undefined): number {
  return rankOfKind(kindOf(v));
}

/** True for the four numeric types. */
export function isNumeric(v: Value | undefined): v is number | Int32 | bigint | Decimal128 {
  return typeof v === 'number' || v instanceof Int32 || typeof v === 'bigint' || v instanceof Decimal128;
}

/** True for an embedded document. */
export function isDoc(v: Value | undefined): v is Doc {
  return v instanceof Map;
}

/** Null, the deprecated undefined, or missing. */
export function isNullish(v: Value | undefined): v is null | BsonUndefined | undefined {
  return v === undefined || v === null || v instanceof BsonUndefined;
}

/** MongoDB's truth: everything but false, null, undefined, missing and zero. NaN is true. */
export function isTruthy(v: Value | undefined): boolean {
  if (typeof v === 'boolean') return v;
  if (typeof v === 'number') return v !== 0;
  if (isNullish(v)) return false;
  if (v instanceof Int32) return v.value !== 0;
  if (typeof v === 'bigint') return v !== 0n;
  if (v instanceof Decimal128) return !/^-?0(\.0*)?(E[+-]?\d+)?$/.test(v.toString());
  return true;
}
