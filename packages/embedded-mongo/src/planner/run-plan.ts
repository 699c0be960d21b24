import { collectionTable, indexTable } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { StoredDocument } from '../store/document-store.js';
import type { Unit } from '../store/unit.js';
import type { Plan } from './plan.js';

/** What a query looked at, as explain reports it. */
export class QueryCounters {
  keysExamined = 0;
  docsExamined = 0;
}

/** Streams the candidates of a plan. The connection must stay in its transaction while it is read. */
export function* runPlan(
  unit: Unit,
  collection: CollectionInfo,
  plan: Plan,
  counters: QueryCounters,
): Generator<StoredDocument, void, void> {
  const { connection } = unit;
  const table = collectionTable(collection);
  if (plan.kind === 'id') {
    counters.keysExamined += 1;
    const row = connection.get(`SELECT rid, doc FROM ${table} WHERE key = ?`, plan.key);
    if (row !== undefined) yield toStored(row, counters);
    return;
  }
  if (plan.kind === 'scan') {
    const order = plan.reverse ? 'DESC' : 'ASC';
    for (const row of connection.iterate(`SELECT rid, doc FROM ${table} ORDER BY rid ${order}`))
      yield toStored(row, counters);
    return;
  }
  const sql =
    plan.kind === 'index' ? indexSql(indexTable(plan.index), table, plan.reverse) : idSql(table, plan.reverse);
  const seen = plan.kind === 'index' && plan.index.multikey ? new Set<number>() : undefined;
  const ranges = plan.reverse ? [...plan.ranges].reverse() : plan.ranges;
  for (const { lower, upper } of ranges) {
    for (const row of connection.iterate(sql, lower, upper)) {
      counters.keysExamined += 1;
      const rid = row[0] as number;
      if (seen?.has(rid) === true) continue;
      seen?.add(rid);
      yield toStored(row, counters);
    }
  }
}

function toStored(row: readonly unknown[], counters: QueryCounters): StoredDocument {
  counters.docsExamined += 1;
  return { rid: row[0] as number, bytes: row[1] as Uint8Array };
}

function idSql(table: string, reverse: boolean): string {
  return `SELECT rid, doc FROM ${table} WHERE key >= ? AND key < ? ORDER BY key ${reverse ? 'DESC' : 'ASC'}`;
}

/** CROSS JOIN keeps SQLite from starting with the collection table. */
function indexSql(index: string, table: string, reverse: boolean): string {
  const order = reverse ? 'DESC' : 'ASC';
  return `SELECT c.rid, c.doc FROM ${index} i CROSS JOIN ${table} c ON c.rid = i.rid WHERE i.key >= ? AND i.key < ? ORDER BY i.key ${order}, i.rid ${order}`;
}
