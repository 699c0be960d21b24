import type { Doc } from './types.js';

/** Decodes one BSON document. Malformed bytes throw 22 InvalidBSON. */
export declare function decode(buf: Uint8Array): Doc;
/** Decodes only the named top-level fields, in document order; the others are skipped by length. */
export declare function decodeFields(buf: Uint8Array, fields: ReadonlySet<string>): Doc;
/** Encodes a document as BSON. Nesting deeper than 200 throws 15 Overflow. */
export declare function encode(doc: Doc): Buffer;
