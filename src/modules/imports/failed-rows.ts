import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';
import type { ImportStore } from './import.store.js';
import type { Seal } from './sealed-text.js';

/** The file of failed rows, streamed: the columns of the upload and what is wrong with each row. */
export async function* failedRowsFile(store: ImportStore, seal: Seal, id: string): AsyncGenerator<string, void> {
  const { columns, chunks } = await store.byId(id);
  yield BYTE_ORDER_MARK + csvLine([...columns, 'problem']);
  for (let number = 0; number < chunks; number += 1) {
    for (const { values, problems, created } of await store.chunk(id, number)) {
      if (created || problems.length === 0) continue;
      const cells = columns.map((column) => openCell(seal, column, values[column] ?? ''));
      const reasons = problems.map(({ column, message }) => (column === '' ? message : `${column}: ${message}`));
      yield csvLine([...cells, reasons.join(' ')]);
    }
  }
}

function openCell(seal: Seal, column: string, value: string): string {
  return column === 'password' && value !== '' ? seal.open(value) : value;
}
