import { addDays, yearMonthOf, type LocalDate } from '../kernel/local-date.js';
import type { Person } from '../modules/people/index.js';
import { UTILIZATION_NOTES } from './activities.js';
import type { Activity } from './activity.js';
import type { Company } from './company.js';
import type { Random } from './random.js';
import { momentOn, workdayFrom } from './working-time.js';

/** A month that nobody reported, as it happens. */
const MISSING = 0.03;

/** Beginners are exempt, and production staff is not billed to anybody. */
function isBillable({ grade, department }: Person): boolean {
  return grade !== 'A1' && (department !== 'Admin' || !['B1', 'B2'].includes(grade));
}

/**
 * The billable percentage of everybody who has one, for the last whole months: proposed in one go at the start of the
 * next month, and validated so on the day after.
 */
export function planUtilization(company: Company, until: LocalDate, months: number, random: Random): Activity[] {
  const updaters = company.updaters.get('pmo') ?? [];
  const validators = company.validators.get('pmo') ?? [];
  const typical = new Map(company.people.map(({ id }) => [id, 68 + random.next() * 30]));
  return wholeMonthsBefore(until, months).flatMap(({ month, reportedFrom }) => {
    const claimDay = workdayFrom(reportedFrom);
    const decisionDay = workdayFrom(addDays(claimDay, 1));
    const proposals = new Map(updaters.map(({ id }) => [id, momentOn(claimDay, random)]));
    const decisions = new Map(validators.map(({ id }) => [id, momentOn(decisionDay, random)]));
    if (decisionDay > until) return [];
    return company.people.filter(isBillable).flatMap((person): Activity[] => {
      const updater = random.pick(updaters);
      const others = validators.filter(({ id }) => id !== person.id && id !== updater.id);
      const percent = Math.min(100, Math.max(20, (typical.get(person.id) ?? 80) + random.next() * 16 - 8));
      if (updater.id === person.id || others.length === 0 || random.chance(MISSING)) return [];
      const deciderId = random.pick(others).id;
      return [
        {
          kind: 'utilization',
          categoryCode: 'utilization',
          unit: 'pmo',
          personId: person.id,
          claimantId: updater.id,
          deciderId,
          eventDate: `${month}-01`,
          quantity: 1,
          notes: UTILIZATION_NOTES,
          utilization: { month, percent: `${percent.toFixed(1)}%` },
          claimedAt: proposals.get(updater.id) ?? momentOn(claimDay, random),
          outcome: {
            kind: 'approve',
            at: decisions.get(deciderId) ?? momentOn(decisionDay, random),
            notes: 'Matches the time sheets.',
          },
        },
      ];
    });
  });
}

/** The last `count` months that are over on a day, with the day from which each can be reported; oldest first. */
export function wholeMonthsBefore(day: LocalDate, count: number): { month: string; reportedFrom: LocalDate }[] {
  const months: { month: string; reportedFrom: LocalDate }[] = [];
  let first: LocalDate = `${yearMonthOf(day)}-01`;
  for (let index = 0; index < count; index += 1) {
    const month = yearMonthOf(addDays(first, -1));
    months.unshift({ month, reportedFrom: first });
    first = `${month}-01`;
  }
  return months;
}
