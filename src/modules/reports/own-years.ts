import { InvalidInput } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import {
  isYearKey,
  rangeOfPeriod,
  yearKey,
  type PeriodKey,
  type QuarterKey,
  type YearKey,
} from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import { NO_POINTS, type Totals } from '../ledger/index.js';
import type { GradeSince } from '../people/index.js';
import { DEFAULT_TARGETS, type DatedTargetConfig, type TargetConfig } from '../targets/index.js';
import type { QuarterStanding, Standing, YearStanding } from './own-figures.js';
import { configDayOf, targetOf, type PresentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

type Dependencies = Pick<ReportsDependencies, 'ledger' | 'people' | 'targets'>;

/** What somebody's figures of any period are measured by: three questions, however many years there are. */
export interface OwnMeasures {
  readonly present: PresentPeriod;
  readonly grades: readonly GradeSince[];
  /** Newest effect first. */
  readonly configs: readonly DatedTargetConfig[];
  readonly totals: ReadonlyMap<PeriodKey, Totals>;
}

export async function ownMeasures(deps: Dependencies, personId: string, present: PresentPeriod): Promise<OwnMeasures> {
  const totals = (await deps.ledger.allTotals([personId])).get(personId) ?? [];
  return {
    present,
    grades: await deps.people.gradesOf(personId),
    configs: await deps.targets.configs(),
    totals: new Map(
      totals.map(({ period, regular, bonus }) => [period, { regular, bonus, combined: regular + bonus }]),
    ),
  };
}

/** The grade on a day: that of the last change until then. */
export function gradeOn({ grades }: OwnMeasures, date: LocalDate): string {
  return grades.findLast(({ since }) => since === null || since <= date)?.grade ?? '';
}

/** The configuration that a period is measured by. */
export function configOf({ configs, present }: OwnMeasures, period: QuarterKey | YearKey): TargetConfig {
  const date = configDayOf(present, period);
  return configs.find(({ effectiveFrom }) => effectiveFrom <= date) ?? DEFAULT_TARGETS;
}

/** The day whose grade counts for a period: its last one, today while it runs. */
export function measuredOn({ present }: OwnMeasures, period: QuarterKey | YearKey): LocalDate {
  const { to } = rangeOfPeriod(period, present.calendar);
  return to < present.today ? to : present.today;
}

function standingOf(measures: OwnMeasures, period: QuarterKey | YearKey, points: Points): Standing {
  const grade = gradeOn(measures, measuredOn(measures, period));
  const quarterly = targetOf(grade, configOf(measures, period));
  const target = quarterly === undefined ? null : isYearKey(period) ? quarterly * 4 : quarterly;
  return {
    grade,
    target,
    reached: target !== null && points >= target,
    missing: target === null ? 0 : Math.max(0, target - points),
  };
}

function figures<K extends QuarterKey | YearKey>(measures: OwnMeasures, period: K) {
  const totals = measures.totals.get(period) ?? NO_POINTS;
  return { period, ...totals, ...standingOf(measures, period, totals.regular) };
}

/** The quarters of a fiscal year that have begun. */
export function begunQuarters({ today, calendar }: PresentPeriod, year: number): QuarterKey[] {
  return ([1, 2, 3, 4] as const)
    .map((number): QuarterKey => `${year}-Q${number}`)
    .filter((quarter) => rangeOfPeriod(quarter, calendar).from <= today);
}

export function yearStanding(measures: OwnMeasures, year: number): YearStanding {
  return {
    ...figures(measures, yearKey(year)),
    quarters: begunQuarters(measures.present, year).map((quarter): QuarterStanding => figures(measures, quarter)),
  };
}

/** Fiscal years with points, and the present one; newest first. */
export function yearsWithPoints({ totals, present }: OwnMeasures): number[] {
  const used = [...totals.keys()].filter(isYearKey).map(Number);
  return [...new Set([Number(present.year), ...used])].sort((one, other) => other - one);
}

/** @throws InvalidInput at `year` for a fiscal year that has not begun */
export function assertBegun({ today, calendar }: PresentPeriod, year: number): void {
  if (rangeOfPeriod(yearKey(year), calendar).from <= today) return;
  const message = 'This fiscal year has not begun yet. Choose an earlier one.';
  throw new InvalidInput([{ path: 'year', message }], message);
}
