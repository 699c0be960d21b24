import type { Actor } from '../../kernel/actor.js';
import { Forbidden, ruleBroken } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { periodLabel, rangeOfPeriod, type Calendar, type QuarterKey } from '../../kernel/period.js';
import { can } from '../../kernel/permissions.js';

export function assertMayAward(actor: Actor): void {
  if (!can(actor, 'bonuses:award', 'central')) throw new Forbidden('bonus.forbidden', 'Only central awards bonuses.');
}

/** The days of a quarter that bonuses are about. */
export interface BonusDays {
  /** False while the quarter goes on: everything is as things stand. */
  readonly over: boolean;
  /** The day of the entry, which lies in the quarter: its last one, or today while it goes on. */
  readonly effectiveDate: LocalDate;
}

/** @throws RuleBroken `bonus.quarter_not_begun` at `period` */
export function daysOf(quarter: QuarterKey, calendar: Calendar, today: LocalDate): BonusDays {
  const { from, to } = rangeOfPeriod(quarter, calendar);
  if (today < from) {
    throw ruleBroken(
      'bonus.quarter_not_begun',
      'period',
      `${periodLabel(quarter)} has not begun. Choose another quarter.`,
    );
  }
  return { over: today > to, effectiveDate: today > to ? to : today };
}
