import { Decimal128, Int32, ObjectId } from 'bson';

import type { Doc, Value } from '../values/types.js';

/** A value as error messages show it. */
export function describeValue(v: Value | undefined): string {
  if (v === undefined) return 'missing';
  if (v === null) return 'null';
  if (typeof v === 'string') return `"${v}"`;
  if (v instanceof Int32) return String(v.value);
  if (v instanceof Date) return `new Date(${v.getTime()})`;
  if (v instanceof ObjectId) return `ObjectId('${v.toHexString()}')`;
  if (v instanceof Decimal128) return v.toString();
  if (Array.isArray(v)) return `[ ${v.map(describeValue).join(', ')} ]`;
  if (v instanceof Map) return describeDoc(v);
  if (typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean') return String(v);
  return v.constructor.name;
}

/** A document as error messages show it. */
export function describeDoc(doc: Doc): string {
  if (doc.size === 0) return '{}';
  return `{ ${[...doc].map(([name, v]) => `${name}: ${describeValue(v)}`).join(', ')} }`;
}

/** The document by its _id, as error messages name it. */
export function describeId(doc: Doc): string {
  const id = doc.get('_id');
  return id === undefined ? '{no id}' : `{_id: ${describeValue(id)}}`;
}
