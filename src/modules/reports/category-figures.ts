import type { PeriodKey } from '../../kernel/period.js';
import type { CategoryFigure } from './employee-figures.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** Names of all categories by code; a catalogue is a few dozen. */
export async function categoryNames({
  catalog,
}: Pick<ReportsDependencies, 'catalog'>): Promise<ReadonlyMap<string, string>> {
  return new Map((await catalog.list()).map(({ code, name }) => [code, name]));
}

/** A person's points of a period by category, highest first. */
export async function categoryFigures(
  { ledger }: Pick<ReportsDependencies, 'ledger'>,
  personId: string,
  period: PeriodKey,
  names: ReadonlyMap<string, string>,
): Promise<CategoryFigure[]> {
  const rows = await ledger.byCategory(personId, period);
  return rows.map(({ code, points, count }) => ({ code, name: names.get(code) ?? code, points, count }));
}
