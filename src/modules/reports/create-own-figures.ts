import { explainEntry } from './explain-entry.js';
import { historyCsv } from './history-csv.js';
import type { OwnFiguresReports } from './own-figures.module.js';
import { ownUtilization } from './own-utilization.js';
import { ownMeasures, yearStanding, yearsWithPoints } from './own-years.js';
import { presentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import { statement } from './statement.js';

export function createOwnFigures(deps: ReportsDependencies): OwnFiguresReports {
  return {
    historyCsv: (actor, filter, order) => historyCsv(deps, actor, filter, order),
    async ownYears({ personId }) {
      const measures = await ownMeasures(deps, personId, await presentPeriod(deps));
      return yearsWithPoints(measures).map((year) => yearStanding(measures, year));
    },
    explainEntry: (actor, entryId) => explainEntry(deps, actor, entryId),
    ownUtilization: (actor, year) => ownUtilization(deps, actor, year),
    statement: (actor, year) => statement(deps, actor, year),
  };
}
