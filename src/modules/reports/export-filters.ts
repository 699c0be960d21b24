import { InvalidInput } from '../../kernel/errors.js';
import { UNITS, type Unit } from '../../kernel/units.js';
import type { EntryFilter } from '../ledger/index.js';
import type { PersonFilter } from '../people/index.js';
import { EXPORT_FILTERS, type ExportFilters } from './export-figures.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** The filters of an export, by whom each is answered. */
export interface ReadFilters {
  /** Nothing where everybody is meant. */
  readonly people: Pick<PersonFilter, 'department' | 'grade' | 'location'>;
  readonly entries: Pick<EntryFilter, 'categoryCode' | 'unit'>;
  /** In words, for people. */
  readonly words: readonly string[];
}

const LABELS: Readonly<Record<keyof ExportFilters, string>> = {
  department: 'department',
  grade: 'grade',
  location: 'location',
  categoryCode: 'category',
  unit: 'unit',
};

/**
 * Reads the filters of an export against what there is, so that a slip of the pen is no empty file.
 * @throws InvalidInput at `filters.<name>`
 */
export async function readExportFilters(
  { organizations, catalog }: Pick<ReportsDependencies, 'organizations' | 'catalog'>,
  { department, grade, location, categoryCode, unit }: ExportFilters,
): Promise<ReadFilters> {
  const { lists } = await organizations.current();
  const categories = categoryCode === undefined ? [] : await catalog.list();
  const given = { department, grade, location, categoryCode, unit };
  const known: Readonly<Record<keyof ExportFilters, readonly string[]>> = {
    department: lists.departments,
    grade: lists.grades,
    location: lists.locations.map(({ name }) => name),
    categoryCode: categories.map(({ code }) => code),
    unit: UNITS,
  };
  const unknown = EXPORT_FILTERS.filter((name) => given[name] !== undefined && !known[name].includes(given[name]));
  if (unknown.length > 0) {
    throw new InvalidInput(
      unknown.map((name) => ({ path: `filters.${name}`, message: `There is no such ${LABELS[name]}.` })),
    );
  }
  const meant = UNITS.find((one): one is Unit => one === unit);
  const category = categories.find(({ code }) => code === categoryCode);
  const words = { ...given, categoryCode: category === undefined ? undefined : `${category.name} (${category.code})` };
  return {
    people: {
      ...(department !== undefined && { department }),
      ...(grade !== undefined && { grade }),
      ...(location !== undefined && { location }),
    },
    entries: { ...(categoryCode !== undefined && { categoryCode }), ...(meant !== undefined && { unit: meant }) },
    words: EXPORT_FILTERS.flatMap((name) => (words[name] === undefined ? [] : [`${LABELS[name]} ${words[name]}`])),
  };
}
