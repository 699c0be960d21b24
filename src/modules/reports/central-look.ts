import type { Points } from '../../kernel/points.js';
import type { Person } from '../people/index.js';
import { targetOfRange, type TargetConfig } from '../targets/index.js';
import type { CentralFilter, CentralRange, CentralSort } from './central-figures.js';
import { centralRange } from './central-range.js';
import { configDayOf, presentPeriod, targetOf, type PresentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** What the rows of central's table are made of. */
export interface CentralLook {
  readonly present: PresentPeriod;
  /** Targets by which the running quarter and year are measured. */
  readonly config: TargetConfig;
  readonly range: CentralRange | null;
  /** Targets as they apply on the last of the days. */
  readonly rangeConfig: TargetConfig;
}

/** @throws InvalidInput at `from` */
export async function centralLook(deps: ReportsDependencies, filter: CentralFilter): Promise<CentralLook> {
  const present = await presentPeriod(deps);
  const range = centralRange(filter, present.today, present.calendar);
  const config = await deps.targets.configOn(configDayOf(present, present.quarter));
  // Where the fiscal year or the targets change within the days, the configuration of the last day scales all of them.
  const rangeConfig = range === null ? config : await deps.targets.configOn(range.to);
  return { present, config, range, rangeConfig };
}

/** What a column of figures sorts by: whose points, and whether towards the target. */
export interface SortedFigure {
  readonly of: 'quarter' | 'year' | 'range';
  readonly progress: boolean;
}

/** Undefined for names. A sort of days means the year where no days are asked for, and the other way round. */
export function sortedFigure(sort: CentralSort, range: CentralRange | null): SortedFigure | undefined {
  if (sort === 'name') return undefined;
  const progress = sort === 'progress' || sort === 'quarterProgress' || sort === 'yearProgress';
  if (range !== null) return { of: 'range', progress };
  return { of: sort === 'quarter' || sort === 'quarterProgress' ? 'quarter' : 'year', progress };
}

/**
 * The grade by which somebody's target of a figure is found: for days that of their last one, as everywhere else; today's
 * otherwise.
 */
export async function gradesFor(
  { people }: Pick<ReportsDependencies, 'people'>,
  of: SortedFigure['of'],
  persons: readonly Pick<Person, 'id' | 'grade'>[],
  { range }: CentralLook,
): Promise<(person: Pick<Person, 'id' | 'grade'>) => string> {
  if (of !== 'range' || range === null) return ({ grade }) => grade;
  const grades = await people.gradesOn(persons, range.to);
  return ({ id, grade }) => grades.get(id) ?? grade;
}

/** The target that a figure is compared with; undefined for a grade without one. */
export function targetFor(of: SortedFigure['of'], grade: string, look: CentralLook): Points | undefined {
  const { config, range, rangeConfig } = look;
  const quarterly = targetOf(grade, of === 'range' ? rangeConfig : config);
  if (quarterly === undefined || of === 'quarter') return quarterly;
  if (of === 'year' || range === null) return quarterly * 4;
  // A day or two of a small target come to nothing, and nothing is a target of nobody.
  return Math.max(1, targetOfRange(quarterly * 4, range));
}
