import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import {
  ALL_TIME,
  isYearKey,
  rangeOfPeriod,
  type Calendar,
  type PeriodKey,
  type QuarterKey,
  type YearKey,
} from '../../../src/kernel/period.js';
import type { Totals } from '../../../src/modules/ledger/index.js';
import { readExport } from '../../support/export-file.js';
import { createFiguresWorld, textOf, type FiguresWorld } from '../../support/figures-world.js';
import {
  CATEGORIES,
  liveThrough,
  randomPeople,
  type RandomCompany,
  type RandomPerson,
} from '../../support/random-history.js';
import { readSheets } from '../../support/read-sheets.js';
import { actorFor, type Tenant } from '../../support/tenant.js';

/** Whatever people got, had corrected and lost again: every screen and every file says what a plain second book says. */

let world: FiguresWorld;
beforeAll(async () => {
  world = await createFiguresWorld();
});
afterAll(() => world.close());

const CALENDAR: Calendar = { zone: 'Asia/Kolkata', fiscalStartMonth: 4 };
const EVERYBODY = { number: 1, size: 500 };

interface Place {
  readonly tenant: Tenant;
  readonly central: PersonActor;
  readonly company: RandomCompany;
}

async function inNewCompany(people: readonly RandomPerson[]): Promise<Place> {
  const tenant = await world.tenant({ calendar: CALENDAR });
  const central = await tenant.actor({ grants: ['central', 'hr'] });
  return { tenant, central, company: await liveThrough(world, tenant, CALENDAR, people) };
}

const figures = ({ regular, bonus, combined }: Totals): Totals => ({ regular, bonus, combined });
const sumOf = (rows: readonly { readonly regular: number }[]) => rows.reduce((sum, row) => sum + row.regular, 0);

/** What every person is told about the own points of a period, and what central sees of them. */
async function expectPeopleAgree({ tenant, company }: Place, period: PeriodKey): Promise<void> {
  for (const person of company.people) {
    const actor = actorFor(person);
    const should = company.sum(period, person.id);
    const [summary, history] = await tenant.run(async () => [
      await world.reports.employeeSummary(actor, period),
      await world.reports.history(actor, { period, status: 'credited' }, { number: 1, size: 5 }),
    ]);
    expect(figures(summary), `summary of ${person.name}`).toEqual(should);
    expect(summary.byCategory.reduce((sum, { points }) => sum + points, 0)).toBe(should.combined);
    expect(figures(history.totals), `history of ${person.name}`).toEqual(should);
  }
}

async function expectBoardsAgree({ tenant, central, company }: Place, period: PeriodKey): Promise<void> {
  const active = company.people.filter(({ status }) => status === 'active');
  for (const of of ['regular', 'bonus'] as const) {
    const board = await tenant.run(() =>
      world.leaderboard.page(
        period,
        { viewerId: central.personId, viewAll: true, seesOptedOut: true, class: of },
        EVERYBODY,
      ),
    );
    const should = active
      .map(({ id }) => [id, company.sum(period, id)[of]] as const)
      .filter(([, points]) => points > 0);
    expect(new Map(board.rows.map(({ personId, points }) => [personId, points]))).toEqual(new Map(should));
    expect(board.participants).toBe(should.length);
  }
  expect(figures(await tenant.run(() => world.leaderboard.sums(period)))).toEqual(company.sum(period));
}

async function expectExportAgrees(place: Place, period: QuarterKey | YearKey): Promise<void> {
  const { tenant, central, company } = place;
  const file = await tenant.run(() =>
    world.reports.exportPoints(central, rangeOfPeriod(period, CALENDAR), world.clock.now()),
  );
  const { rows: lines } = readExport(await textOf(tenant, () => file.content() as AsyncIterable<string>));
  const exported = new Map<string, number>();
  for (const { employee_id: id = '', class: of = '', points } of lines) {
    exported.set(`${id}:${of}`, (exported.get(`${id}:${of}`) ?? 0) + Number(points));
  }
  for (const { id, employeeId } of company.people) {
    const { regular, bonus } = company.sum(period, id);
    expect([exported.get(`${employeeId}:regular`) ?? 0, exported.get(`${employeeId}:bonus`) ?? 0]).toEqual([
      regular,
      bonus,
    ]);
  }
}

/** The sheets of the workbook beside each other, person by person and in all. */
async function expectWorkbookAgrees({ tenant, central, company }: Place, period: QuarterKey | YearKey): Promise<void> {
  const file = await tenant.run(() =>
    world.reports.exportPoints(central, { format: 'xlsx', ...rangeOfPeriod(period, CALENDAR) }, world.clock.now()),
  );
  const pieces: Buffer[] = [];
  for await (const piece of file.content()) pieces.push(Buffer.from(piece));
  const sheets = new Map((await readSheets(Buffer.concat(pieces))).map((sheet) => [sheet.name, sheet]));
  const [people, entries, categories] = ['Employee Points', 'Point Breakdown', 'Category Summary'].map(
    (name) => sheets.get(name)?.rows ?? [],
  );
  const byId = new Map(people?.map((row) => [row['Employee id'], row]));
  for (const { id, name, employeeId } of company.people) {
    const { Regular: regular, Bonus: bonus, Combined: combined } = byId.get(employeeId) ?? {};
    expect({ regular: regular ?? 0, bonus: bonus ?? 0, combined: combined ?? 0 }, name).toEqual(
      company.sum(period, id),
    );
  }
  const { combined } = company.sum(period);
  const sum = (rows: typeof people, column: string) => rows?.reduce((points, row) => points + Number(row[column]), 0);
  expect([sum(people, 'Combined'), sum(entries, 'points'), sum(categories, 'Combined')]).toEqual([
    combined,
    combined,
    combined,
  ]);
}

/** Dashboards and analytics of the units whose categories the points are of. */
async function expectUnitsAgree({ tenant, central, company }: Place, period: QuarterKey | YearKey): Promise<void> {
  const { byUnit } = await tenant.run(() => world.reports.analytics(central, 'central', 'company', { period }));
  const viewer = await tenant.actor({ grants: ['central', 'pm', 'pmo_va', 'ta_va', 'ld_va', 'marketing'] });
  for (const [, unit] of CATEGORIES) {
    const should = company.sumOfUnit(period, unit);
    const dashboard = await tenant.run(() => world.reports.unitDashboard(viewer, unit, { scope: 'unit', period }));
    expect(dashboard.points, unit).toBe(should);
    expect(sumOf(dashboard.byCategory), unit).toBe(should);
    // A chart of twelve months, which are those of a fiscal year and more than those of a quarter.
    if (isYearKey(period)) expect(sumOf(dashboard.byMonth), unit).toBe(should);
    expect(byUnit.find(({ key }) => key === unit)?.regular ?? 0, unit).toBe(should);
  }
}

/** The first page of some people, of the quarter and the year that run. */
async function expectDashboardsAgree({ tenant, company }: Place): Promise<void> {
  for (const person of company.people.slice(0, 40)) {
    const shown = await tenant.run(() => world.reports.employeeDashboard(actorFor(person)));
    const [quarter, year] = [company.sum('2025-Q3', person.id), company.sum('2025', person.id)];
    expect([shown.quarter.period, shown.year.period]).toEqual(['2025-Q3', '2025']);
    expect([shown.quarter, shown.year, shown.total].map(figures), person.name).toEqual([
      quarter,
      year,
      company.sum(ALL_TIME, person.id),
    ]);
    expect(shown.byCategory.reduce((sum, { points }) => sum + points, 0)).toBe(quarter.combined);
    expect([shown.quarterProgress?.points, shown.yearProgress?.points]).toEqual(
      shown.quarterProgress === null ? [undefined, undefined] : [quarter.regular, year.regular],
    );
    // Whoever is gone has no place.
    if (person.status === 'active') expect(shown.rank.me?.points ?? 0, person.name).toBe(quarter.regular);
  }
}

async function expectAnalyticsAgree({ tenant, central, company }: Place, period: QuarterKey | YearKey): Promise<void> {
  const { regular, bonus } = company.sum(period);
  const found = await tenant.run(() => world.reports.analytics(central, 'central', 'company', { period }));
  expect({ points: found.total.points, bonus: found.bonus }).toEqual({ points: regular, bonus });
  for (const rows of [found.byMonth, found.byQuarter, found.byCategory, found.byUnit])
    expect(sumOf(rows)).toBe(regular);
  for (const rows of [found.byDepartment, found.byGrade, found.byLocation]) {
    expect(rows.reduce((sum, { points }) => sum + points, 0)).toBe(regular);
  }
}

async function expectCentralAgrees({ tenant, central, company }: Place): Promise<void> {
  const shown = async (days: { from?: string; to?: string }) =>
    (await tenant.run(() => world.reports.centralDashboard(central, { status: 'all', ...days }, EVERYBODY))).items;
  const lastQuarter = await shown(rangeOfPeriod('2025-Q2', CALENDAR));
  for (const row of (await shown({})).filter(({ id }) => id !== central.personId)) {
    expect(figures(row.quarter)).toEqual(company.sum('2025-Q3', row.id));
    expect(figures(row.year)).toEqual(company.sum('2025', row.id));
    expect(figures(row.total)).toEqual(company.sum(ALL_TIME, row.id));
    for (const quarter of row.quarters) expect(figures(quarter)).toEqual(company.sum(quarter.period, row.id));
    const range = lastQuarter.find(({ id }) => id === row.id)?.range;
    expect(range && figures(range)).toEqual(company.sum('2025-Q2', row.id));
  }
  for (const person of company.people.slice(0, 20)) {
    const one = await tenant.run(() => world.reports.centralEmployee(central, person.id, {}, EVERYBODY));
    expect(figures(one.totals)).toEqual(company.sum(ALL_TIME, person.id));
    for (const quarter of one.quarters) expect(figures(quarter)).toEqual(company.sum(quarter.period, person.id));
    const statement = await tenant.run(() => world.reports.statement(actorFor(person), 2024));
    expect(figures(statement.totals)).toEqual(company.sum('2024', person.id));
  }
}

it('38: totals, dashboards, leaderboard, analytics and exports of the same period agree for 200 random people', async () => {
  await fc.assert(
    fc.asyncProperty(randomPeople(200), async (people) => {
      const place = await inNewCompany(people);
      for (const period of ['2025-Q3', ALL_TIME] as const) await expectPeopleAgree(place, period);
      for (const period of ['2025-Q3', '2025', ALL_TIME] as const) await expectBoardsAgree(place, period);
      for (const period of ['2025-Q2', '2024-Q4', '2024'] as const) {
        await expectBoardsAgree(place, period);
        await expectExportAgrees(place, period);
        await expectAnalyticsAgree(place, period);
      }
      await expectCentralAgrees(place);
      await expectDashboardsAgree(place);
      for (const period of ['2025-Q2', '2024'] as const) await expectUnitsAgree(place, period);
      await expectWorkbookAgrees(place, '2024');
      const differences: unknown[] = [];
      await place.tenant.run(async () => {
        for await (const difference of world.ledger.verify()) differences.push(difference);
      });
      expect(differences).toEqual([]);
    }),
    // One large company; what fails is not made smaller, since each try takes seconds.
    { numRuns: 1, endOnFailure: true },
  );
}, 240_000);
