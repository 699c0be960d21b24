import { ALL_TIME } from '../../kernel/period.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import type { Points } from '../../kernel/points.js';
import { NO_POINTS } from '../ledger/index.js';
import type { Person, PersonFilter } from '../people/index.js';
import { progress, type TargetConfig } from '../targets/index.js';
import type { CentralFilter, CentralRow, CentralSort } from './central-figures.js';
import { targetOf, type PresentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import { topRows } from './top-rows.js';

const BATCH = 500;

/** One page of everybody with the figures of today's quarter and year, in the order asked for. */
export async function centralPeople(
  deps: ReportsDependencies,
  { sort = 'name', descending, ...rest }: CentralFilter,
  page: PageRequest,
  present: PresentPeriod,
): Promise<Page<CentralRow>> {
  const filter: PersonFilter = { status: 'active', ...rest };
  const config = await deps.targets.configOn(present.today);
  const rowsOf = (people: readonly Person[]) => centralRows(deps, people, present, config);
  if (sort === 'name') {
    const people = await deps.people.list({ ...filter, sort: descending === true ? '-name' : 'name' }, page);
    return pageOf(await rowsOf(people.items), page, people.page.total);
  }
  // Figures belong to the ledger and names to the people, so neither can sort for the other. Everybody passes by in
  // batches; only the rows up to the end of the page are kept.
  const order = comparison(sort, descending ?? true);
  const top = topRows<CentralRow>(order, offsetOf(page) + page.size);
  for await (const people of deps.people.eachBatch(filter, BATCH)) top.add(await rowsOf(people));
  return pageOf(top.sorted().slice(offsetOf(page)), page, top.seen());
}

async function centralRows(
  { ledger }: ReportsDependencies,
  people: readonly Person[],
  { quarter, year }: PresentPeriod,
  config: TargetConfig,
): Promise<CentralRow[]> {
  const totals = await ledger.totals(
    people.map((person) => person.id),
    [quarter, year, ALL_TIME],
  );
  return people.map((person) => {
    const own = totals.get(person.id);
    const [inQuarter, inYear] = [own?.[quarter] ?? NO_POINTS, own?.[year] ?? NO_POINTS];
    const target = targetOf(person.grade, config);
    const { id, name, employeeId, email, grade, department, location } = person;
    return {
      id,
      name,
      employeeId,
      email,
      grade,
      department,
      location,
      quarter: inQuarter,
      year: inYear,
      total: own?.[ALL_TIME] ?? NO_POINTS,
      quarterProgress: target === undefined ? null : progress(inQuarter.regular, target),
      yearProgress: target === undefined ? null : progress(inYear.regular, target * 4),
    };
  });
}

const FIGURES: Readonly<Record<Exclude<CentralSort, 'name'>, (row: CentralRow) => number>> = {
  quarter: (row) => row.quarter.regular,
  year: (row) => row.year.regular,
  quarterProgress: (row) => share(row.quarterProgress),
  yearProgress: (row) => share(row.yearProgress),
};

/** Exact, unlike the percentage that is shown; a person without a target stands below everybody with one. */
function share(progress: { readonly points: Points; readonly target: Points } | null): number {
  return progress === null ? -1 : progress.points / progress.target;
}

function comparison(sort: Exclude<CentralSort, 'name'>, descending: boolean) {
  const figure = FIGURES[sort];
  return (a: CentralRow, b: CentralRow): number => {
    const difference = figure(a) - figure(b);
    if (difference !== 0) return descending ? -difference : difference;
    return a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
  };
}
