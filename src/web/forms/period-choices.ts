import {
  ALL_TIME,
  periodLabel,
  periodOfInstant,
  previousQuarter,
  yearKey,
  type PeriodKey,
  type QuarterKey,
} from '../../kernel/period.js';
import type { Services } from '../services.js';

export interface PeriodChoice {
  readonly value: PeriodKey;
  readonly label: string;
}

/** The periods that filters offer: the last eight quarters, their fiscal years, all time; newest first. */
export async function periodChoices(services: Pick<Services, 'organizations' | 'clock'>): Promise<PeriodChoice[]> {
  const { calendar } = await services.organizations.current();
  const now = periodOfInstant(services.clock.now(), calendar);
  const quarters: QuarterKey[] = [now.quarter];
  while (quarters.length < 8) quarters.push(previousQuarter(quarters.at(-1) ?? now.quarter));
  const years = [now.year, now.year - 1, now.year - 2].map(yearKey);
  return [...quarters, ...years, ALL_TIME as PeriodKey].map((value) => ({ value, label: periodLabel(value) }));
}
