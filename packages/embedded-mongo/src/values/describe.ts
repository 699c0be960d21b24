import { Binary, BSONRegExp, Code, Decimal128, Int32, ObjectId, Timestamp } from 'bson';

import { BsonUndefined, type Doc, type Value } from './types.js';

/** A value as error messages show it. */
export function describeValue(v: Value | undefined): string {
  if (v === undefined) return 'missing';
  if (v === null) return 'null';
  if (typeof v === 'string') return `"${v}"`;
  if (typeof v === 'number') return describeDouble(v);
  if (typeof v === 'bigint' || typeof v === 'boolean') return String(v);
  if (v instanceof Int32) return String(v.value);
  if (v instanceof Date) return `new Date(${v.getTime()})`;
  if (v instanceof ObjectId) return `ObjectId('${v.toHexString()}')`;
  if (v instanceof Decimal128) return v.toString();
  if (Array.isArray(v)) return v.length === 0 ? '[]' : `[ ${v.map(describeValue).join(', ')} ]`;
  if (v instanceof Map) return describeDoc(v);
  if (v instanceof BSONRegExp) return `/${v.pattern}/${v.options}`;
  if (v instanceof Binary) return describeBinary(v);
  if (v instanceof Timestamp) return `Timestamp(${v.getHighBitsUnsigned()}, ${v.getLowBitsUnsigned()})`;
  if (v instanceof BsonUndefined) return 'undefined';
  return v instanceof Code ? v.code : v.constructor.name;
}

/** Doubles show as such: 1.0, not 1. */
function describeDouble(v: number): string {
  if (!Number.isFinite(v)) return v !== v ? 'nan.0' : v < 0 ? '-inf.0' : 'inf.0';
  const text = Object.is(v, -0) ? '-0' : String(v);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function describeBinary(v: Binary): string {
  if (v.sub_type === Binary.SUBTYPE_UUID && v.position === 16) return `UUID("${v.toUUID().toString()}")`;
  return `BinData(${v.sub_type}, ${Buffer.from(v.value()).toString('hex').toUpperCase()})`;
}

/** A document as error messages show it. */
export function describeDoc(doc: Doc): string {
  if (doc.size === 0) return '{}';
  return `{ ${describeFields(doc)} }`;
}

function describeFields(doc: Doc): string {
  return [...doc].map(([name, v]) => `${name}: ${describeValue(v)}`).join(', ');
}

/** The document by its _id, as error messages name it. */
export function describeId(doc: Doc): string {
  const id = doc.get('_id');
  return id === undefined ? '{no id}' : `{_id: ${describeValue(id)}}`;
}
