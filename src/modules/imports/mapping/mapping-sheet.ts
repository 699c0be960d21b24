import type { Import } from '../import.js';
import type { ImportRecord } from '../import.model.js';
import { toImport } from '../import.model.js';
import type { ImportStore } from '../import.store.js';
import type { KindOfImport } from '../kind-of-import.js';
import { openStagedFile } from '../staged-file.js';
import { knownColumns } from '../table/table-shape.js';
import { EMPTY_MAPPING, type Mapping } from './mapping.js';
import { cellReader, createRowReader } from './read-row.js';
import { suggestMapping } from './suggest-mapping.js';

/** What somebody needs to say which column is which, and to see whether it is right. */
export interface MappingSheet {
  readonly import: Import;
  /** Our columns, in the order in which they are shown, and those that must come from somewhere. */
  readonly columns: readonly string[];
  readonly required: readonly string[];
  readonly rowColumns: readonly string[];
  /** As it was said last; a suggestion where nothing was said yet. */
  readonly mapping: Mapping;
  /** The different values of columns that are read by a list, by title; of rows that count. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Titles whose values are too many to be listed. */
  readonly tooMany: readonly string[];
  /** The first rows as the mapping reads them. */
  readonly preview: readonly { readonly line: number; readonly values: Readonly<Record<string, string>> }[];
  readonly counts: { readonly counted: number; readonly ignored: number };
}

const PREVIEWED = 10;
const LISTED_VALUES = 100;

export async function mappingSheet(
  store: ImportStore,
  kind: KindOfImport,
  record: ImportRecord,
  order: readonly string[],
): Promise<MappingSheet> {
  const shape = kind.shape(record.mode);
  const known = knownColumns(shape);
  const mapping = record.mapping ?? suggestMapping(record.titles, order);
  const { values, tooMany, counted, ignored } = await survey(store, kind, { ...record, mapping });
  return {
    import: toImport(record),
    columns: order.filter((column) => known.includes(column)),
    required: shape.required,
    rowColumns: kind.rowColumns,
    mapping,
    values,
    tooMany,
    preview: await preview(store, kind, { ...record, mapping }),
    counts: { counted, ignored },
  };
}

type Mapped = ImportRecord & { readonly mapping: Mapping };

async function survey(store: ImportStore, kind: KindOfImport, record: Mapped) {
  const { mapping, titles } = record;
  const listed = new Set(
    Object.values(mapping.fields).flatMap((source) => (source.how === 'list' ? [source.column] : [])),
  );
  const found = new Map([...listed].map((title) => [title, new Set<string>()]));
  const read = createRowReader({
    titles,
    known: [],
    dateColumns: kind.dateColumns,
    mapping: { ...EMPTY_MAPPING, keep: mapping.keep },
  });
  const cellOf = cellReader(titles, mapping.emptyWords);
  let counted = 0;
  let ignored = 0;
  for (let chunk = 0; chunk < record.chunks; chunk += 1) {
    for (const { cells } of await store.raw(record._id, chunk)) {
      if (!read(cells).counts) {
        ignored += 1;
        continue;
      }
      counted += 1;
      for (const [title, set] of found) if (set.size <= LISTED_VALUES) set.add(cellOf(cells, title));
    }
  }
  const tooMany = [...found].filter(([, set]) => set.size > LISTED_VALUES).map(([title]) => title);
  const values = Object.fromEntries(
    [...found].map(([title, set]) => [
      title,
      [...set]
        .filter((value) => value !== '')
        .toSorted()
        .slice(0, LISTED_VALUES),
    ]),
  );
  return { values, tooMany, counted, ignored };
}

async function preview(store: ImportStore, kind: KindOfImport, record: Mapped): Promise<MappingSheet['preview']> {
  const file = openStagedFile(store, kind, record);
  const rows: { line: number; values: Readonly<Record<string, string>> }[] = [];
  for (let chunk = 0; chunk < record.chunks && rows.length < PREVIEWED; chunk += 1) {
    rows.push(...(await file.rows(chunk)).map(({ line, values }) => ({ line, values: withoutSecrets(values, kind) })));
  }
  return rows.slice(0, PREVIEWED);
}

function withoutSecrets(values: Readonly<Record<string, string>>, kind: KindOfImport): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [
      column,
      kind.secretColumns.includes(column) && value !== '' ? '••••' : value,
    ]),
  );
}
