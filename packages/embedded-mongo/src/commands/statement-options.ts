import { MongoError, unsupported } from '../errors.js';
import type { Doc, Value } from '../values/types.js';

/** Refuses unknown fields (40415) of one statement of update or delete, and any real collation. */
export function assertStatementFields(command: string, statement: Doc, known: readonly string[]): void {
  for (const [name, value] of statement) {
    if (name === 'collation') assertSimpleCollation(value);
    else if (!known.includes(name)) throw new MongoError(40415, `BSON field '${command}.${name}' is an unknown field.`);
  }
}

/** Only the simple collation (byte order) is supported. Throws 238. */
export function assertSimpleCollation(collation: Value | undefined): void {
  if (collation === undefined || collation === null) return;
  if (collation instanceof Map && (collation.size === 0 || collation.get('locale') === 'simple')) return;
  throw unsupported('A collation other than { locale: "simple" }');
}

/** A field that must be a document. Throws 14. */
export function documentField(command: string, statement: Doc, name: string): Doc {
  const value = statement.get(name);
  if (value instanceof Map) return value;
  throw new MongoError(
    value === undefined ? 40414 : 14,
    value === undefined
      ? `BSON field '${command}.${name}' is missing but a required field`
      : `BSON field '${command}.${name}' is the wrong type, expected type 'object'`,
  );
}

/** A field that must be an array of documents if it is there. Throws 14. */
export function documentsField(command: string, statement: Doc, name: string): Doc[] | undefined {
  const value = statement.get(name);
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((each): each is Doc => each instanceof Map)) return value;
  throw new MongoError(14, `BSON field '${command}.${name}' is the wrong type, expected type 'array' of objects`);
}
