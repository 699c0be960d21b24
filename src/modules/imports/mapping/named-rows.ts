import type { CellProblem } from '../import-chunk.model.js';
import type { KindOfImport } from '../kind-of-import.js';
import type { RawRow } from '../sealed-text.js';
import type { Mapping } from './mapping.js';
import type { RowReader } from './read-row.js';

interface NamedRowsParts {
  readonly mapping: Mapping;
  readonly chunks: number;
  readonly raw: (chunk: number) => Promise<RawRow[]>;
  readonly read: RowReader;
  readonly kind: Pick<KindOfImport, 'nameColumns' | 'rowColumns'>;
  readonly cellOf: (cells: readonly string[], column: string) => string;
}

/** The cells of a row that name other rows, as the names those rows go by. */
export interface NamedCells {
  readonly cells: Readonly<Record<string, string>>;
  readonly problems: readonly CellProblem[];
}

/**
 * Goes through the file once and finds out which row each key means. A key of an ignored row means the row that counts
 * and says the same in the column `same`.
 */
export async function findNamedRows(
  parts: NamedRowsParts,
): Promise<((values: Readonly<Record<string, string>>) => NamedCells) | undefined> {
  const { mapping, kind } = parts;
  const columns = kind.rowColumns.filter((column) => mapping.fields[column]?.how === 'row');
  if (columns.length === 0 || mapping.rows === null) return undefined;
  const { key } = mapping.rows;
  const nameOf = await namesByKey(parts, mapping.rows);
  return (values) => {
    const cells: Record<string, string> = {};
    const problems: CellProblem[] = [];
    for (const column of columns) {
      const value = values[column] ?? '';
      const name = value === '' ? '' : nameOf(value);
      cells[column] = name ?? '';
      if (name !== undefined) continue;
      problems.push({
        column,
        message: `No row that counts has ${key} ${value}.`,
        reason: `No row that counts has this ${key}.`,
      });
    }
    return { cells, problems };
  };
}

async function namesByKey(
  { chunks, raw, read, kind, cellOf }: NamedRowsParts,
  { key, same }: NonNullable<Mapping['rows']>,
): Promise<(value: string) => string | undefined> {
  const byKey = new Map<string, string>();
  const bySame = new Map<string, string>();
  /** Of rows that do not count: what they have in common with the one that does. */
  const former = new Map<string, string>();
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    for (const { cells } of await raw(chunk)) {
      const { values, counts } = read(cells);
      const own = cellOf(cells, key);
      const common = same === null ? '' : cellOf(cells, same).toLowerCase();
      if (!counts) {
        if (!former.has(own)) former.set(own, common);
        continue;
      }
      const name = kind.nameColumns.map((column) => values[column] ?? '').find((text) => text !== '') ?? '';
      if (!byKey.has(own)) byKey.set(own, name);
      if (common !== '' && !bySame.has(common)) bySame.set(common, name);
    }
  }
  return (value) => byKey.get(value) ?? bySame.get(former.get(value) ?? '');
}
