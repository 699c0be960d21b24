import type { SqlConnection, SqlRow } from '../sqlite/connection.js';
import { collectionTable } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { StoredDocument } from '../store/document-store.js';
import type { Unit } from '../store/unit.js';
import type { Sort, SortKey } from '../sorter/index.js';
import { decodeFields } from '../values/codec.js';
import type { BoundRange } from './bind-source.js';
import { mergeStreams } from './merge-streams.js';
import type { EitherPlan, KeyPlan, Plan } from './plan.js';
import { scanCollection } from './scan-collection.js';

/** What a query looked at, as explain reports it. */
export class QueryCounters {
  keysExamined = 0;
  docsExamined = 0;
}

/** Streams the candidates of a plan, each once. The connection must stay in its transaction while it is read. */
export function* runPlan(
  unit: Unit,
  collection: CollectionInfo,
  plan: Plan,
  counters: QueryCounters,
): Generator<StoredDocument, void, void> {
  switch (plan.kind) {
    case 'nothing':
      return;
    case 'id': {
      counters.keysExamined += 1;
      const row = unit.connection.get(`SELECT rid, doc FROM ${collectionTable(collection)} WHERE key = ?`, plan.key);
      if (row !== undefined) yield toStored(row, counters);
      return;
    }
    case 'scan': {
      for (const row of inNaturalOrder(unit, collection, plan.reverse)) yield toStored(row, counters);
      return;
    }
    case 'keys':
      yield* plan.merged === 0 ? byKeys(unit, plan, plan.binding.ranges, counters) : inOneOrder(unit, plan, counters);
      return;
    case 'either':
      yield* eachOnce(
        plan.sort === undefined
          ? oneAfterTheOther(unit, collection, plan, counters)
          : inOrderOf(plan.sort, unit, collection, plan, counters),
      );
  }
}

/** That of insertion; of a clustered collection that of `_id`. */
function inNaturalOrder({ connection }: Unit, collection: CollectionInfo, reverse: boolean): Iterable<SqlRow> {
  const table = collectionTable(collection);
  if (collection.clustered === undefined) return scanCollection(connection, table, reverse);
  return connection.iterate(`SELECT rid, doc FROM ${table} ORDER BY key ${reverse ? 'DESC' : 'ASC'}`);
}

interface KeyedDocument extends StoredDocument {
  readonly key: Uint8Array;
}

/** Documents by their keys, each once. */
function* byKeys(
  unit: Unit,
  plan: KeyPlan,
  ranges: readonly BoundRange[],
  counters: QueryCounters,
): Generator<StoredDocument, void, void> {
  for (const row of rowsOf(unit, plan, 'documents', ranges, counters))
    yield { rid: row[0] as number, bytes: row[1] as Uint8Array };
}

function* byKeysWithKeys(
  unit: Unit,
  plan: KeyPlan,
  ranges: readonly BoundRange[],
  counters: QueryCounters,
): Generator<KeyedDocument, void, void> {
  for (const row of rowsOf(unit, plan, 'rows', ranges, counters))
    yield { rid: row[0] as number, bytes: row[1] as Uint8Array, key: row[2] as Uint8Array };
}

function* rowsOf(
  { connection }: Unit,
  { binding: { source, points }, reverse }: KeyPlan,
  what: 'rows' | 'documents',
  ranges: readonly BoundRange[],
  counters: QueryCounters,
): Generator<SqlRow, void, void> {
  const sql = source[what][reverse ? 'backward' : 'forward'];
  const seen = source.multikey ? new Set<unknown>() : undefined;
  const isSingle = source.unique && points === source.fields.length;
  for (let i = 0; i < ranges.length; i++) {
    const { lower, upper } = ranges[reverse ? ranges.length - 1 - i : i] as BoundRange;
    for (const row of isSingle ? onlyRow(connection, sql, lower, upper) : connection.iterate(sql, lower, upper)) {
      counters.keysExamined += 1;
      if (seen?.has(row[0]) === true) continue;
      seen?.add(row[0]);
      counters.docsExamined += 1;
      yield row;
    }
  }
}

/** A unique index has one entry at most for all its fields: asking for it takes half of what an iteration does. */
function onlyRow(connection: SqlConnection, sql: string, lower: Buffer, upper: Buffer): readonly SqlRow[] {
  const row = connection.get(sql, lower, upper);
  return row === undefined ? [] : [row];
}

interface Headed {
  readonly document: KeyedDocument;
  /** Where the part of the key begins that gives the order. */
  readonly from: number;
}

/** The streams of all combinations of values, merged by what follows the values in their keys. */
function* inOneOrder(unit: Unit, plan: KeyPlan, counters: QueryCounters): Generator<StoredDocument, void, void> {
  const groups = new Map<string, { from: number; ranges: BoundRange[] }>();
  for (const range of plan.binding.ranges) {
    const from = range.heads[plan.merged - 1] as number;
    const head = range.lower.toString('latin1', 0, from);
    const group = groups.get(head);
    if (group === undefined) groups.set(head, { from, ranges: [range] });
    else group.ranges.push(range);
  }
  const streams = [...groups.values()].map(({ from, ranges }) =>
    headed(byKeysWithKeys(unit, plan, ranges, counters), from),
  );
  const turn = plan.reverse ? -1 : 1;
  for (const { document } of mergeStreams(
    streams,
    (a, b) => turn * Buffer.compare(a.document.key.subarray(a.from), b.document.key.subarray(b.from)),
  ))
    yield document;
}

function* headed(documents: Iterable<KeyedDocument>, from: number): Generator<Headed, void, void> {
  for (const document of documents) yield { document, from };
}

function* oneAfterTheOther(
  unit: Unit,
  collection: CollectionInfo,
  { plans }: EitherPlan,
  counters: QueryCounters,
): Generator<StoredDocument, void, void> {
  for (const plan of plans) yield* runPlan(unit, collection, plan, counters);
}

interface Placed {
  readonly document: StoredDocument;
  readonly place: SortKey;
}

function* inOrderOf(
  sort: Sort,
  unit: Unit,
  collection: CollectionInfo,
  { plans }: EitherPlan,
  counters: QueryCounters,
): Generator<StoredDocument, void, void> {
  const streams = plans.map((plan) => placed(runPlan(unit, collection, plan, counters), sort));
  for (const { document } of mergeStreams(streams, (a, b) => sort.compareKeys(a.place, b.place))) yield document;
}

function* placed(documents: Iterable<StoredDocument>, sort: Sort): Generator<Placed, void, void> {
  for (const document of documents) yield { document, place: sort.sortKey(decodeFields(document.bytes, sort.fields)) };
}

function* eachOnce(documents: Iterable<StoredDocument>): Generator<StoredDocument, void, void> {
  const seen = new Set<number>();
  for (const document of documents) {
    if (seen.has(document.rid)) continue;
    seen.add(document.rid);
    yield document;
  }
}

function toStored(row: readonly unknown[], counters: QueryCounters): StoredDocument {
  counters.docsExamined += 1;
  return { rid: row[0] as number, bytes: row[1] as Uint8Array };
}
