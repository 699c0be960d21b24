import { deserialize, EJSON, serialize } from 'bson';

import { decode, encode } from '../../src/values/codec.js';
import type { Doc, Value } from '../../src/values/types.js';

/** A document from JavaScript: integers become Int32 as the driver sends them, bigints int64. */
export function docOf(object: object): Doc {
  return decode(serialize(object, { ignoreUndefined: false }));
}

/** A single value, see {@link docOf}. */
export function valueOf(value: unknown): Value {
  return docOf({ v: value }).get('v') as Value;
}

/** Several documents, see {@link docOf}. */
export function docsOf(objects: readonly object[]): Doc[] {
  return objects.map(docOf);
}

/** Canonical extended JSON: type and field order show, so that comparing text compares both. */
export function show(doc: Doc): string {
  return EJSON.stringify(deserialize(encode(doc), { promoteValues: false }), {
    relaxed: false,
  });
}

/** The extended JSON of a JavaScript object, see {@link show}. */
export function shown(object: object): string {
  return show(docOf(object));
}
