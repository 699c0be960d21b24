import type { SqlConnection, SqlRow } from '../sqlite/connection.js';

/** Rows fetched one by one before pages are worth their price. */
const FIRST_ROWS = 64;
/** Rows of a page; a page costs two thirds of what its rows would cost one by one. */
const PAGE_ROWS = 256;
/** A page with more bytes than this is fetched row by row, so that memory does not follow the size of documents. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** Streams record id and document of a whole table by record ids, rising or falling. */
export function* scanCollection(
  connection: SqlConnection,
  table: string,
  reverse: boolean,
): Generator<SqlRow, void, void> {
  const [after, order] = reverse ? ['<', 'DESC'] : ['>', 'ASC'];
  const page = `FROM ${table} WHERE rid ${after} ? ORDER BY rid ${order} LIMIT ${PAGE_ROWS}`;
  let last: number | undefined;
  let rows = 0;
  for (const row of connection.iterate(`SELECT rid, doc FROM ${table} ORDER BY rid ${order} LIMIT ${FIRST_ROWS}`)) {
    last = row[0] as number;
    rows += 1;
    yield row;
  }
  while (last !== undefined && rows >= FIRST_ROWS) {
    // The length of a document stands in the head of its record: asking for it does not read the document.
    const bytes = connection.get(`SELECT sum(length(doc)) FROM (SELECT doc ${page})`, last)?.[0] as number | null;
    if (bytes === null) return;
    const sql = `SELECT rid, doc ${page}`;
    for (const row of bytes > PAGE_BYTES ? connection.iterate(sql, last) : connection.all(sql, last)) {
      last = row[0] as number;
      yield row;
    }
  }
}
