import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';
import type { ImportRecord } from './import.model.js';
import type { ImportStore } from './import.store.js';
import type { KindOfImport } from './kind-of-import.js';
import { openStagedFile } from './staged-file.js';
import { knownColumns } from './table/table-shape.js';

/**
 * The file of failed rows, streamed: our columns as far as the upload has them, and what is wrong with each row. It can be
 * mended and uploaded again; where the upload had columns of its own, they are ours by now.
 */
export async function* failedRowsFile(
  store: ImportStore,
  kind: KindOfImport,
  record: ImportRecord,
): AsyncGenerator<string, void> {
  const file = openStagedFile(store, kind, record);
  const columns = columnsOf(kind, record);
  yield BYTE_ORDER_MARK + csvLine([...columns, 'problem']);
  for (let number = 0; number < record.chunks; number += 1) {
    const failed = (await store.chunk(record._id, number)).filter(({ problems, done }) => !done && problems.length > 0);
    for (const { values, problems } of failed.length === 0 ? [] : await file.withValues(number, failed)) {
      const reasons = problems.map(({ column, message }) => (column === '' ? message : `${column}: ${message}`));
      yield csvLine([...columns.map((column) => values[column] ?? ''), reasons.join(' ')]);
    }
  }
}

function columnsOf(kind: KindOfImport, { mapping, columns, mode }: ImportRecord): string[] {
  if (mapping === null) return columns;
  return knownColumns(kind.shape(mode)).filter((column) => Object.hasOwn(mapping.fields, column));
}
