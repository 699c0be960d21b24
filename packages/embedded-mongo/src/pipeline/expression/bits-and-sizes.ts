import { Binary, Code, Int32, Timestamp } from 'bson';

import { MongoError } from '../../errors.js';
import { encode } from '../../values/codec.js';
import { isNullish, kindName } from '../../values/kinds.js';
import type { Value } from '../../values/types.js';
import { listArgs, unary, type OperatorCompiler, type OperatorTable } from './operator.js';

/** Combines the bits of int32 and int64 values; one int64 makes the result one. */
function bitwise(combine: (a: bigint, b: bigint) => bigint, neutral: bigint): OperatorCompiler {
  return (arg, scope, op) => {
    const parts = listArgs(arg, scope, op, 0, Infinity);
    return (root) => {
      let long = false;
      let total = neutral;
      let isNull = false;
      for (const part of parts) {
        const v = part(root);
        if (isNullish(v)) isNull = true;
        else if (v instanceof Int32) total = combine(total, BigInt(v.value));
        else if (typeof v === 'bigint') {
          long = true;
          total = combine(total, v);
        } else throw new MongoError(14, `${op} only supports int and long operands, not ${kindName(v)}.`);
      }
      if (isNull) return null;
      return long ? BigInt.asIntN(64, total) : new Int32(Number(BigInt.asIntN(32, total)));
    };
  };
}

function bitNot(v: Value | undefined, op: string): Value {
  if (isNullish(v)) return null;
  if (v instanceof Int32) return new Int32(~v.value);
  if (typeof v === 'bigint') return ~v;
  throw new MongoError(14, `${op} only supports int and long, not ${kindName(v)}.`);
}

function bsonSize(v: Value | undefined): Value {
  if (isNullish(v)) return null;
  if (!(v instanceof Map)) throw new MongoError(31393, `$bsonSize requires a document input, found: ${kindName(v)}`);
  return new Int32(encode(v).length);
}

function binarySize(v: Value | undefined): Value {
  if (isNullish(v)) return null;
  if (typeof v === 'string') return new Int32(Buffer.byteLength(v));
  if (v instanceof Binary) return new Int32(v.position);
  if (v instanceof Code) return new Int32(Buffer.byteLength(v.code));
  throw new MongoError(51276, `$binarySize requires a string or BinData argument, found: ${kindName(v)}`);
}

/** `$tsSecond` and `$tsIncrement`: the parts of a timestamp as int64. */
function timestampPart(code: number, read: (t: Timestamp) => number): OperatorCompiler {
  return unary((v, op) => {
    if (isNullish(v)) return null;
    if (!(v instanceof Timestamp))
      throw new MongoError(code, `Argument to ${op} must be a timestamp, but is ${kindName(v)}`);
    return BigInt(read(v));
  });
}

export const BITS_AND_SIZES: OperatorTable = {
  $bitAnd: bitwise((a, b) => a & b, -1n),
  $bitOr: bitwise((a, b) => a | b, 0n),
  $bitXor: bitwise((a, b) => a ^ b, 0n),
  $bitNot: unary(bitNot),
  $bsonSize: unary(bsonSize),
  $binarySize: unary(binarySize),
  $tsSecond: timestampPart(5687301, (t) => t.getHighBitsUnsigned()),
  $tsIncrement: timestampPart(5687302, (t) => t.getLowBitsUnsigned()),
};
