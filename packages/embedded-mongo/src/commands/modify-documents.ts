import { ObjectId } from 'bson';
import { MongoError } from '../errors.js';
import { PAUSE, withoutPauses } from '../flow/pause.js';
import { queryDocuments } from '../planner/query-documents.js';
import type { DocumentQuery, Match } from '../planner/query-documents.js';
import type { CollectionInfo } from '../store/catalog.js';
import {
  MAX_DOCUMENT_BYTES,
  deleteDocument,
  insertDocument,
  readDocument,
  replaceDocument,
} from '../store/document-store.js';
import type { Unit } from '../store/unit.js';
import { docForUpsert } from '../updater/index.js';
import type { Update } from '../updater/index.js';
import { decode, encode } from '../values/codec.js';
import type { Doc, Value } from '../values/types.js';
import { completeDocument } from './new-document.js';

/** What an update did to one document. */
export interface Modified {
  readonly before: Doc;
  readonly after: Doc;
  readonly changed: boolean;
}

/** The first match of a query, whole; the query is left before anything is written. */
export function firstMatch(unit: Unit, collection: CollectionInfo, query: DocumentQuery): Match | undefined {
  for (const match of queryDocuments(unit, collection, { ...query, limit: 1 }).matches)
    if (match !== PAUSE) return match;
  return undefined;
}

/** The row ids of all matches, collected before anything is written so that no document is met twice. */
export function allMatches(
  unit: Unit,
  collection: CollectionInfo,
  query: DocumentQuery,
): { rid: number; position: number | undefined }[] {
  const { matches } = queryDocuments(unit, collection, query);
  return Array.from(withoutPauses(matches), ({ rid, position }) => ({ rid, position }));
}

/** Applies an update to a document that matched. Throws what the updater and the indexes refuse. */
export function modify(
  unit: Unit,
  collection: CollectionInfo,
  rid: number,
  before: Doc,
  update: Update,
  position: number | undefined,
  now: Date,
): Modified {
  const { doc: after, changed } = update.apply(before, {
    isInsert: false,
    now,
    ...(position === undefined ? {} : { positional: position }),
  });
  if (changed) {
    const bytes = encode(after);
    if (bytes.length > MAX_DOCUMENT_BYTES)
      throw new MongoError(17419, `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES}`);
    replaceDocument(unit, collection, rid, before, after, bytes);
  }
  return { before, after, changed };
}

/** Reads a document again by its row id and decodes it. */
export function wholeDocument(unit: Unit, collection: CollectionInfo, rid: number): Doc {
  const stored = readDocument(unit, collection, rid);
  if (stored === undefined) throw new MongoError(1, `row ${rid} of ${collection.name} has gone`);
  return decode(stored.bytes);
}

/** Inserts what an upsert makes of filter and update, and gives the document. */
export function upsert(unit: Unit, collection: CollectionInfo, filter: Doc, update: Update, now: Date): Doc {
  const start = docForUpsert(filter, update.kind);
  const made = update.apply(start, { isInsert: true, now }).doc;
  const withId: Doc = made.has('_id') ? made : new Map<string, Value>([['_id', new ObjectId()], ...made]);
  const { doc, bytes } = completeDocument(withId);
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw new MongoError(17420, `Document to upsert is larger than ${MAX_DOCUMENT_BYTES}`);
  insertDocument(unit, collection, doc, bytes);
  return doc;
}

/** Deletes a document by its row id. */
export function remove(unit: Unit, collection: CollectionInfo, rid: number): void {
  deleteDocument(unit, collection, rid, wholeDocument(unit, collection, rid));
}
