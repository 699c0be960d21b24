import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Int32, ObjectId, Timestamp } from 'bson';

import { compareStrings, type CompareText } from './compare-strings.js';
import { checkTextLength, spend } from './effort.js';
import { kindOf, rankOfKind } from './kinds.js';
import { canonicalNumber, compareNumbers, type Numeric } from './numbers.js';
import { CodeWithScope, DbPointer, type Doc, type Value } from './types.js';

/**
 * Full BSON order; a missing value (undefined) sorts before null. Negative, zero or positive.
 *
 * @param text order of strings, when a collation asks for another than that of their bytes
 */
export function compareValues(a: Value | undefined, b: Value | undefined, text: CompareText = compareStrings): number {
  if (a === b && a === a) return 0;
  if (typeof a === 'string' && typeof b === 'string') return text(a, b);
  const ra = rankOfKind(kindOf(a));
  const rb = rankOfKind(kindOf(b));
  return ra !== rb ? ra - rb : compareWithinRank(ra, a, b, text);
}

function compareWithinRank(rank: number, a: Value | undefined, b: Value | undefined, text: CompareText): number {
  switch (rank) {
    case 10:
      return compareNumbers(a as Numeric, b as Numeric);
    case 15:
      return text(textOf(a), textOf(b));
    case 20:
      return compareDocs(a as Doc, b as Doc, text);
    case 25:
      return compareArrays(a as Value[], b as Value[], text);
    case 30:
      return compareBinary(a as Binary, b as Binary);
    case 35:
      return compareBytes((a as ObjectId).id, (b as ObjectId).id);
    case 40:
      return Number(a) - Number(b);
    case 45:
      return (a as Date).getTime() - (b as Date).getTime();
    case 47:
      return compareTimestamps(a as Timestamp, b as Timestamp);
    case 50:
      return (
        compareStrings((a as BSONRegExp).pattern, (b as BSONRegExp).pattern) ||
        compareStrings((a as BSONRegExp).options, (b as BSONRegExp).options)
      );
    case 55:
      return compareDbPointers(a as DbPointer, b as DbPointer);
    case 60:
      return compareStrings((a as Code).code, (b as Code).code);
    case 65:
      return (
        compareStrings((a as CodeWithScope).code, (b as CodeWithScope).code) ||
        compareDocs((a as CodeWithScope).scope, (b as CodeWithScope).scope, compareStrings)
      );
    default:
      return 0;
  }
}

function textOf(v: Value | undefined): string {
  return v instanceof BSONSymbol ? v.value : (v as string);
}

function compareDocs(a: Doc, b: Doc, text: CompareText): number {
  spend(0);
  const left = a.entries();
  const right = b.entries();
  for (;;) {
    const l = left.next();
    const r = right.next();
    if (l.done === true) return r.done === true ? 0 : -1;
    if (r.done === true) return 1;
    const x = l.value[1];
    const y = r.value[1];
    const rx = rankOfKind(kindOf(x));
    const ry = rankOfKind(kindOf(y));
    if (rx !== ry) return rx - ry;
    const c = compareStrings(l.value[0], r.value[0]) || compareWithinRank(rx, x, y, text);
    if (c !== 0) return c;
  }
}

function compareArrays(a: readonly Value[], b: readonly Value[], text: CompareText): number {
  spend(0);
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const c = compareValues(a[i], b[i], text);
    if (c !== 0) return c;
  }
  return a.length - b.length;
}

function compareBinary(a: Binary, b: Binary): number {
  if (a.position !== b.position) return a.position - b.position;
  if (a.sub_type !== b.sub_type) return a.sub_type - b.sub_type;
  return compareBytes(a.value(), b.value());
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const d = (a[i] as number) - (b[i] as number);
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.getHighBitsUnsigned() - b.getHighBitsUnsigned() || a.getLowBitsUnsigned() - b.getLowBitsUnsigned();
}

function compareDbPointers(a: DbPointer, b: DbPointer): number {
  const lengths = Buffer.byteLength(a.namespace) - Buffer.byteLength(b.namespace);
  return lengths || compareStrings(a.namespace, b.namespace) || compareBytes(a.id.id, b.id.id);
}

/** True when {@link compareValues} is zero: 1 == 1.0 == Long(1). */
export function equalValues(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b && a === a) return true;
  if (typeof a === 'string' && typeof b === 'string') return false;
  return compareValues(a, b) === 0;
}

/** True when type and content are the same: what an update calls "no change". */
export function identicalValues(a: Value | undefined, b: Value | undefined): boolean {
  if (Object.is(a, b)) return true;
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  if (kind === 1) return false;
  if (kind === 3) return identicalDocs(a as Doc, b as Doc);
  if (kind === 4) {
    const x = a as Value[];
    const y = b as Value[];
    return x.length === y.length && x.every((v, i) => identicalValues(v, y[i]));
  }
  if (kind === 15) {
    const x = a as CodeWithScope;
    const y = b as CodeWithScope;
    return x.code === y.code && identicalDocs(x.scope, y.scope);
  }
  if (kind === 19) return compareBytes((a as Decimal128).bytes, (b as Decimal128).bytes) === 0;
  return compareValues(a, b) === 0;
}

function identicalDocs(a: Doc, b: Doc): boolean {
  if (a.size !== b.size) return false;
  const right = b.entries();
  for (const [name, value] of a) {
    const r = right.next();
    if (r.done === true || r.value[0] !== name || !identicalValues(value, r.value[1])) return false;
  }
  return true;
}

/** A string that is the same for exactly the values that are equal. */
export function canonicalKey(v: Value | undefined): string {
  if (typeof v === 'string') return `s${v.length}:${v}`;
  if (typeof v === 'number' || v instanceof Int32 || typeof v === 'bigint' || v instanceof Decimal128) {
    return `n${canonicalNumber(v)};`;
  }
  if (v === undefined) return 'm';
  if (v === null) return 'z';
  if (typeof v === 'boolean') return v ? 't' : 'f';
  if (v instanceof ObjectId) return `o${v.toHexString()}`;
  if (v instanceof Date) return `d${v.getTime()};`;
  if (Array.isArray(v)) {
    let out = '[';
    for (const item of v) {
      out += canonicalKey(item);
      checkTextLength(out.length, 'comparing');
    }
    return `${out}]`;
  }
  if (v instanceof Map) {
    let out = '{';
    for (const [name, value] of v) out += `${name.length}:${name}${canonicalKey(value)}`;
    checkTextLength(out.length, 'comparing');
    return `${out}}`;
  }
  if (v instanceof BSONSymbol) return `s${v.value.length}:${v.value}`;
  if (v instanceof Binary) return `b${v.sub_type},${Buffer.from(v.value()).toString('base64')};`;
  if (v instanceof Timestamp) return `T${v.getHighBitsUnsigned()},${v.getLowBitsUnsigned()};`;
  if (v instanceof BSONRegExp) return `r${v.pattern.length}:${v.pattern}${v.options};`;
  if (v instanceof Code) return `c${v.code.length}:${v.code}`;
  if (v instanceof CodeWithScope) return `w${v.code.length}:${v.code}${canonicalKey(v.scope)}`;
  if (v instanceof DbPointer) return `p${v.namespace.length}:${v.namespace}${v.id.toHexString()}`;
  // Missing and the deprecated undefined sort as one type.
  return kindOf(v) === 6 ? 'm' : kindOf(v) === -1 ? '<' : '>';
}
