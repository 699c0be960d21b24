import type { FieldProblem } from '../../../../kernel/errors.js';
import { GRANT_CODE_NAMES } from '../../../../kernel/units.js';
import { SOURCES, type FieldSource, type Mapping } from '../../../../modules/imports/index.js';
import type { Services } from '../../../services.js';

/** What is known of the file that is mapped, or was when the mapping was saved. */
export interface MappingGround {
  readonly titles: readonly string[];
  readonly columns: readonly string[];
  readonly required: readonly string[];
  readonly rowColumns: readonly string[];
  /** The different values of columns that are read by a list. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly tooMany: readonly string[];
}

/** One of our columns on the page. */
export interface MappingRow {
  readonly column: string;
  readonly required: boolean;
  readonly hows: readonly FieldSource['how'][];
  readonly how: string;
  readonly source: string;
  readonly text: string;
  readonly otherwise: string;
  readonly listed: readonly { readonly from: string; readonly to: string }[];
  readonly tooMany: boolean;
  /** What a value can become; any text where there are none. */
  readonly choices: readonly string[];
  readonly error: string | undefined;
}

/** What may stand in a column: the organization's lists. */
export async function choicesOf(services: Services): Promise<Readonly<Record<string, readonly string[]>>> {
  const { lists } = await services.organizations.current();
  return {
    grade: lists.grades,
    department: lists.departments,
    location: lists.locations.map(({ name }) => name),
    level: lists.levels,
  };
}

export function mappingRows(
  mapping: Mapping,
  ground: MappingGround,
  choices: Readonly<Record<string, readonly string[]>>,
  errors: readonly FieldProblem[],
): MappingRow[] {
  return ground.columns.map((column) => {
    const source = mapping.fields[column];
    const list = source?.how === 'list' ? source : undefined;
    const sourceColumn = source !== undefined && 'column' in source ? source.column : '';
    const known = new Map((list?.values ?? []).map(({ from, to }) => [from, to]));
    const inFile = list === undefined ? [] : (ground.values[sourceColumn] ?? []);
    return {
      column,
      required: ground.required.includes(column),
      hows: SOURCES.filter(
        (how) => (how !== 'row' || ground.rowColumns.includes(column)) && (column !== 'password' || how === 'column'),
      ),
      how: source?.how ?? '',
      source: sourceColumn,
      text: source?.how === 'template' ? source.template : source?.how === 'fixed' ? source.value : '',
      otherwise: list?.otherwise ?? '',
      // Values of an earlier file stay, also where this one does not have them.
      listed: [...new Set([...inFile, ...known.keys()])].map((from) => ({ from, to: known.get(from) ?? '' })),
      tooMany: ground.tooMany.includes(sourceColumn),
      choices: choices[column] ?? [],
      error: errors.find(({ path }) => path.startsWith(`${column}_`))?.message,
    };
  });
}

export const GRANT_CODES = GRANT_CODE_NAMES.join(', ');
