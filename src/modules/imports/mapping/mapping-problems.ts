import type { FieldProblem } from '../../../kernel/errors.js';
import { columnsOfTemplate, type FieldSource, type Mapping } from './mapping.js';

/** What a mapping has to fit. */
export interface MappingGround {
  /** The columns of the file. */
  readonly titles: readonly string[];
  /** Our columns, those that must come from somewhere, and those that may name other rows. */
  readonly known: readonly string[];
  readonly rowColumns: readonly string[];
  /** Columns whose cells are nobody's business: they are taken from the file or not at all. */
  readonly secretColumns: readonly string[];
}

const MAX_TEXT = 200;
const MAX_CHOICES = 300;

/** Why a mapping cannot be used for a file, at `fields.<our column>`, `keep` or `rows`; empty when it can. */
export function mappingProblems(mapping: Mapping, ground: MappingGround): FieldProblem[] {
  const has = (column: string) => ground.titles.includes(column);
  const problems: FieldProblem[] = [];
  for (const [field, source] of Object.entries(mapping.fields)) {
    const message = ground.known.includes(field)
      ? sourceProblem(field, source, mapping, ground)
      : 'There is no such column here.';
    if (message !== undefined) problems.push({ path: `fields.${field}`, message });
  }
  if (mapping.keep !== null && !has(mapping.keep.column)) {
    problems.push({ path: 'keep', message: 'Choose a column of the file.' });
  }
  if (mapping.rows !== null) {
    const { key, same } = mapping.rows;
    if (!has(key)) problems.push({ path: 'rows', message: 'Choose the column in which each row has its key.' });
    else if (same !== null && !has(same)) problems.push({ path: 'rows', message: 'Choose a column of the file.' });
  }
  return problems;
}

function sourceProblem(
  field: string,
  source: FieldSource,
  { rows }: Mapping,
  { titles, rowColumns, secretColumns }: MappingGround,
): string | undefined {
  const missing = (columns: readonly string[]) => columns.filter((column) => !titles.includes(column));
  if (secretColumns.includes(field) && source.how !== 'column') return 'This can only be taken from a column.';
  switch (source.how) {
    case 'fixed':
      if (source.value === '') return 'Give the value that all rows get.';
      return source.value.length > MAX_TEXT ? `At most ${MAX_TEXT} characters.` : undefined;
    case 'template': {
      const columns = columnsOfTemplate(source.template);
      if (source.template.length > MAX_TEXT) return `At most ${MAX_TEXT} characters.`;
      if (columns.length === 0) return 'Name columns in braces, such as {FirstName} {LastName}.';
      const unknown = missing(columns);
      return unknown.length > 0 ? `The file has no column ${unknown.join(', ')}.` : undefined;
    }
    case 'column':
      return missing([source.column]).length > 0 ? 'Choose a column of the file.' : undefined;
    case 'list':
      if (source.values.length > MAX_CHOICES) return `At most ${MAX_CHOICES} values can be listed.`;
      return missing([source.column]).length > 0 ? 'Choose a column of the file.' : undefined;
    case 'row':
      if (!rowColumns.includes(field)) return 'Only a superior can be another row.';
      if (missing([source.column]).length > 0) return 'Choose a column of the file.';
      return rows === null ? 'Choose below in which column each row has its key.' : undefined;
  }
}

/** The same mapping in one form, so that equal mappings are written alike. */
export function tidied(mapping: Mapping, known: readonly string[]): Mapping {
  const { fields, dates, emptyWords, keep, rows, managersHoldPm } = mapping;
  return {
    fields: Object.fromEntries(
      known.flatMap((column) => {
        const source = fields[column];
        return source === undefined ? [] : [[column, tidySource(source)] as const];
      }),
    ),
    dates,
    emptyWords: [...new Set(emptyWords.map((word) => word.trim()).filter((word) => word !== ''))],
    keep: keep === null ? null : { column: keep.column, value: keep.value },
    rows: rows === null ? null : { key: rows.key, same: rows.same },
    managersHoldPm,
  };
}

function tidySource(source: FieldSource): FieldSource {
  switch (source.how) {
    case 'column':
      return { how: 'column', column: source.column };
    case 'row':
      return { how: 'row', column: source.column };
    case 'template':
      return { how: 'template', template: source.template.trim() };
    case 'fixed':
      return { how: 'fixed', value: source.value.trim() };
    case 'list':
      return {
        how: 'list',
        column: source.column,
        values: source.values.filter(({ to }) => to !== '').map(({ from, to }) => ({ from, to })),
        otherwise: source.otherwise.trim(),
      };
  }
}
