import { BSONRegExp, ObjectId, Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import { MAX_DOCUMENT_BYTES } from '../store/document-store.js';
import { encode } from '../values/codec.js';
import { nextTimestamp } from '../values/next-timestamp.js';
import { BsonUndefined } from '../values/types.js';
import type { Doc, Value } from '../values/types.js';

/** A document ready to be stored: with an allowed `_id` in front. */
export interface NewDocument {
  readonly doc: Doc;
  readonly bytes: Uint8Array;
}

const DBREF_FIELDS = new Set(['$id', '$ref', '$db']);

/**
 * A document that a client inserts, ready to be stored. Throws 2 when it is too large or `_id` is of a type that it
 * cannot be, 52 when `_id` holds a field that begins with `$`.
 */
export function insertedDocument(doc: Doc, raw: Uint8Array): NewDocument {
  if (raw.length > MAX_DOCUMENT_BYTES) {
    throw new MongoError(
      2,
      `object to insert too large. size in bytes: ${raw.length}, max size: ${MAX_DOCUMENT_BYTES}`,
    );
  }
  const type = forbiddenIdType(doc.get('_id'));
  if (type !== undefined) throw new MongoError(2, `can't use ${type === 'array' ? 'an' : 'a'} ${type} for _id`);
  return completeDocument(doc, raw);
}

/** Completes a document: `_id` first, made up if missing; empty top-level timestamps set. Throws 53, 52. */
export function completeDocument(doc: Doc, raw?: Uint8Array): NewDocument {
  const id = doc.get('_id');
  if (id !== undefined) assertId(id);
  const first = doc.keys().next().value === '_id';
  const stamped = [...doc].filter(([, value]) => value instanceof Timestamp && value.isZero());
  if (first && stamped.length === 0) return { doc, bytes: raw ?? encode(doc) };
  const complete: Doc = new Map<string, Value>([['_id', id ?? new ObjectId()]]);
  for (const [name, value] of doc) if (name !== '_id') complete.set(name, value);
  for (const [name] of stamped) if (name !== '_id') complete.set(name, nextTimestamp(Date.now()));
  return { doc: complete, bytes: encode(complete) };
}

function forbiddenIdType(id: Value | undefined): string | undefined {
  if (Array.isArray(id)) return 'array';
  if (id instanceof BSONRegExp) return 'regex';
  return id instanceof BsonUndefined ? 'undefined' : undefined;
}

function assertId(id: Value): void {
  const type = forbiddenIdType(id);
  if (type !== undefined) throw new MongoError(53, `The '_id' value cannot be of type ${type}`);
  assertNoDollar(id);
}

/** Fields of `_id`, at any depth, cannot begin with `$`; but for those of a DBRef. */
function assertNoDollar(value: Value): void {
  if (Array.isArray(value)) for (const each of value) assertNoDollar(each);
  if (!(value instanceof Map)) return;
  for (const [name, inner] of value) {
    if (name.startsWith('$') && !DBREF_FIELDS.has(name))
      throw new MongoError(52, `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`);
    assertNoDollar(inner);
  }
}
