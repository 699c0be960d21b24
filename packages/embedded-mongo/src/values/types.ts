import type {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Int32,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

/** The deprecated BSON type "undefined" (6): a value, unlike a missing field. */
export class BsonUndefined {
  readonly kind = 'undefined';
}

/** The one value of {@link BsonUndefined}. */
export const UNDEFINED = new BsonUndefined();

/** The deprecated BSON type "DBPointer" (12). */
export class DbPointer {
  constructor(
    readonly namespace: string,
    readonly id: ObjectId,
  ) {}
}

/** JavaScript code with a scope document (BSON type 15), deprecated. */
export class CodeWithScope {
  constructor(
    readonly code: string,
    readonly scope: Doc,
  ) {}
}

/** A document. A Map keeps the order of integer-like names and makes `__proto__` an ordinary name. */
export type Doc = Map<string, Value>;

/**
 * A BSON value with its exact type: double = number, int32 = Int32, int64 = bigint, date = Date.
 * A missing field is the JS `undefined` and therefore no Value.
 */
export type Value =
  | number
  | Int32
  | bigint
  | Decimal128
  | string
  | boolean
  | null
  | Date
  | ObjectId
  | Binary
  | Timestamp
  | BSONRegExp
  | BSONSymbol
  | Code
  | CodeWithScope
  | DbPointer
  | BsonUndefined
  | MinKey
  | MaxKey
  | Value[]
  | Doc;
