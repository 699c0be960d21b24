import type { PersonActor } from '../../kernel/actor.js';
import { monthsOfQuarter, rangeOfPeriod, yearKey } from '../../kernel/period.js';
import type { Entry } from '../ledger/index.js';
import type { OwnDecision } from '../requests/index.js';
import { averageUtilization } from '../targets/index.js';
import { categoryFigures, categoryNames } from './category-figures.js';
import { requestIds, wordsOf } from './history-lines.js';
import type { Statement, StatementEntry, StatementQuarter } from './own-figures.js';
import { assertBegun, ownMeasures, yearsWithPoints, yearStanding } from './own-years.js';
import { presentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** A fiscal year on paper: the same figures as on every screen, and every entry behind them. */
export async function statement(deps: ReportsDependencies, actor: PersonActor, asked?: number): Promise<Statement> {
  const { personId } = actor;
  const present = await presentPeriod(deps);
  const { today, calendar } = present;
  const year = asked ?? Number(present.year);
  assertBegun(present, year);
  const period = yearKey(year);
  const range = rangeOfPeriod(period, calendar);
  const measures = await ownMeasures(deps, personId, present);
  const { quarters, period: _period, regular, bonus, combined, ...standing } = yearStanding(measures, year);
  const person = await deps.people.byId(personId);
  const names = await categoryNames(deps);
  const entries: Entry[] = [];
  for await (const entry of deps.ledger.eachInOrder({ personIds: [personId], period }, 'date')) entries.push(entry);
  const decisions = await deps.requests.ownDecisions(actor, requestIds(entries));
  const records = await deps.targets.utilizationsOf(personId);
  const basisPoints = new Map(records.map((record) => [record.month, record.basisPoints] as const));
  const { name } = await deps.organizations.current();
  return {
    organization: { name },
    person: {
      id: person.id,
      name: person.name,
      employeeId: person.employeeId,
      grade: person.grade,
      department: person.department,
      location: person.location,
      joiningDate: person.joiningDate,
    },
    period,
    range,
    asOf: today,
    running: range.to >= today,
    totals: { regular, bonus, combined },
    year: standing,
    quarters: quarters.map((quarter): StatementQuarter => {
      const utilization = averageUtilization(monthsOfQuarter(quarter.period, calendar), basisPoints);
      const { average, recorded, of } = utilization;
      return { ...quarter, utilization: { average, recorded, of } };
    }),
    byCategory: await categoryFigures(deps, personId, period, names),
    entries: entries.map((entry) => statementEntry(entry, names, decisions)),
    years: yearsWithPoints(measures),
  };
}

function statementEntry(
  entry: Entry,
  names: ReadonlyMap<string, string>,
  decisions: ReadonlyMap<string, OwnDecision>,
): StatementEntry {
  return {
    id: entry.id,
    date: entry.effectiveDate,
    period: entry.quarter,
    kind: entry.kind,
    categoryName: names.get(entry.categoryCode) ?? entry.categoryCode,
    points: entry.points,
    basis: entry.basis,
    by: entry.by.name,
    at: entry.at,
    words: wordsOf(entry, decisions),
  };
}
