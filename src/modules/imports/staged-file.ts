import type { CellProblem, KeptRow } from './import-chunk.model.js';
import type { ImportRecord } from './import.model.js';
import type { ImportStore } from './import.store.js';
import type { KindOfImport, StagedFile, StagedRow, WritableRow } from './kind-of-import.js';
import { cellReader, createRowReader } from './mapping/read-row.js';
import { knownColumns } from './table/table-shape.js';
import { findNamedRows } from './mapping/named-rows.js';

/** The parts of an import that say how its rows are read. */
export type ReadableImport = Pick<ImportRecord, '_id' | 'mode' | 'chunks' | 'titles' | 'columns' | 'mapping'>;

export interface OpenFile extends StagedFile {
  readonly id: string;
  /** Rows of a chunk that the mapping leaves out. */
  ignored(chunk: number): number;
  /** The cells of rows as they were judged, without looking at other rows again. */
  withValues(chunk: number, rows: readonly KeptRow[]): Promise<WritableRow[]>;
}

/** Opens the rows that are kept for an import. */
export function openStagedFile(store: ImportStore, kind: KindOfImport, record: ReadableImport): OpenFile {
  const { _id: id, mode, mapping, chunks, titles } = record;
  const known = knownColumns(kind.shape(mode));
  const read = createRowReader({ titles, known, dateColumns: kind.dateColumns, mapping });
  const raw = (chunk: number) => store.raw(id, chunk);
  // Found out when it is needed first: it takes a way through the whole file.
  let named: ReturnType<typeof findNamedRows> | undefined;
  const namedRows = (): ReturnType<typeof findNamedRows> => {
    if (mapping === null) return Promise.resolve(undefined);
    named ??= findNamedRows({ mapping, chunks, raw, read, kind, cellOf: cellReader(titles, mapping.emptyWords) });
    return named;
  };
  const ignored = new Map<number, number>();

  async function rows(chunk: number): Promise<StagedRow[]> {
    const all = await raw(chunk);
    const cellsOf = await namedRows();
    const staged = all.flatMap(({ line, id: rowId, cells }) => {
      const { values, counts, problem } = read(cells);
      if (!counts) return [];
      const other = cellsOf?.(values) ?? { cells: {}, problems: [] };
      const problems: CellProblem[] = [...(problem === undefined ? [] : [broken(problem)]), ...other.problems];
      return [{ line, id: rowId, values: { ...values, ...other.cells }, problems, cells: other.cells }];
    });
    ignored.set(chunk, all.length - staged.length);
    return staged;
  }

  return {
    id,
    mode,
    mapping,
    chunks,
    columns: new Set(mapping === null ? record.columns : Object.keys(mapping.fields)),
    rows,
    ignored: (chunk) => ignored.get(chunk) ?? 0,
    async withValues(chunk, kept) {
      const values = new Map((await raw(chunk)).map(({ id: rowId, cells }) => [rowId, read(cells).values]));
      return kept.map((row) => ({ ...row, values: { ...values.get(row.id), ...row.cells } }));
    },
  };
}

function broken(message: string): CellProblem {
  return { column: '', message, reason: 'The row has more or fewer cells than the header.' };
}
