import type { Model } from 'mongoose';
import { operator } from './operator.js';

/** A record of any collection, as it is stored. */
export type StoredRecord = Readonly<Record<string, unknown>> & { readonly _id: unknown };

/** Where a walk is: behind a record of a collection; null before its first one. */
export interface WalkPlace {
  readonly collection: string;
  readonly after: string | null;
}

/** What becomes of a record: it stays, it goes, or these of its fields change. */
export type WalkVerdict = 'keep' | 'remove' | { readonly set: Readonly<Record<string, unknown>> };

export interface WalkStep {
  /** Where to go on; undefined at the end. */
  readonly next: WalkPlace | undefined;
  readonly changed: number;
  readonly removed: number;
}

/** How many records are read and judged in one transaction. */
const BATCH = 200;

type AnyModel = Model<Record<string, unknown>>;

/**
 * One stretch of a walk through all records of the request context's organization, collection by collection in the
 * order of names and record by record in the order of ids. Joins the caller's transaction, so that nobody changes a
 * record between its reading and its writing. For rules that hold for every record there is, such as erasure, also of
 * collections that are added later.
 */
export async function walkRecords(
  models: ReadonlyMap<string, AnyModel>,
  place: WalkPlace | undefined,
  judge: (collection: string, record: StoredRecord) => WalkVerdict,
): Promise<WalkStep> {
  const names = [...models.keys()].sort();
  const collection = place === undefined ? names[0] : names.find((name) => name >= place.collection);
  const model = collection === undefined ? undefined : models.get(collection);
  if (collection === undefined || model === undefined) return { next: undefined, changed: 0, removed: 0 };
  const after = place?.collection === collection ? place.after : null;
  const records = await model
    .find(after === null ? {} : { _id: operator({ $gt: after }) })
    .sort({ _id: 1 })
    .limit(BATCH)
    .lean<StoredRecord[]>();
  let changed = 0;
  const gone: unknown[] = [];
  for (const record of records) {
    const verdict = judge(collection, record);
    if (verdict === 'keep') continue;
    if (verdict === 'remove') gone.push(record._id);
    else {
      // Fields may be older than the schema.
      await model.updateOne({ _id: record._id }, { $set: verdict.set }, { strict: false });
      changed += 1;
    }
  }
  if (gone.length > 0) await model.deleteMany({ _id: operator({ $in: gone }) });
  return { next: nextPlace(names, collection, records), changed, removed: gone.length };
}

function nextPlace(names: readonly string[], collection: string, records: readonly StoredRecord[]) {
  const last = records.at(-1);
  if (last !== undefined && records.length === BATCH) return { collection, after: String(last._id) };
  const next = names.find((name) => name > collection);
  return next === undefined ? undefined : { collection: next, after: null };
}
