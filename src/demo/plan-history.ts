import { addDays, type LocalDate } from '../kernel/local-date.js';
import { periodOfDate, rangeOfPeriod, yearKey, type Calendar } from '../kernel/period.js';
import type { Person } from '../modules/people/index.js';
import type { Activity } from './activity.js';
import type { Company } from './company.js';
import { ClaimPlanner } from './plan-claims.js';
import { planAwards, type Award } from './plan-awards.js';
import { planUtilization } from './plan-utilization.js';
import { Random } from './random.js';

/** How much of everything there is. */
export interface DemoSize {
  /** Entries of the ledger: approved claims, and awards beside them. */
  readonly entries: number;
  /** Requests that wait, at least 14. */
  readonly pending: number;
  readonly utilizationMonths: number;
}

export const DEMO_SIZE: DemoSize = { entries: 4000, pending: 60, utilizationMonths: 6 };

/** Waiting claims of the managers with the largest teams. */
const PENDING_OF_MANAGERS = { busiest: 8, top: 6 };
const SEED = 20_260_401;
/** Of the entries, so many are awards; the others are what people claimed. */
const AWARDED_SHARE = 0.4;

/** First day of the fiscal year before the one of `today`: the history covers that one and the current one. */
export function historyStart(today: LocalDate, calendar: Calendar): LocalDate {
  return rangeOfPeriod(yearKey(periodOfDate(today, calendar).year - 1), calendar).from;
}

/**
 * Two fiscal years of claims and awards that end the day before `today`, claims in the order in which they were made. The same people and
 * the same day give the same plan.
 */
export function planHistory(
  company: Company,
  today: LocalDate,
  calendar: Calendar,
  size: DemoSize = DEMO_SIZE,
): { readonly activities: Activity[]; readonly awards: Award[] } {
  const random = new Random(SEED);
  const planner = new ClaimPlanner(company, calendar, random);
  const until = addDays(today, -1);
  const window = { from: historyStart(today, calendar), until };
  const approved = () => planner.decided(window);
  const awarded = Math.round(size.entries * AWARDED_SHARE);
  const history = collect(size.entries - awarded, approved, ({ outcome }) => outcome.kind === 'approve');
  const always = () => true;
  const waitFor = (count: number, decider?: Person) => collect(count, () => planner.pending(until, decider), always);
  const { busiest, top } = PENDING_OF_MANAGERS;
  const activities = [
    ...history,
    ...waitFor(busiest, company.busiestManager),
    ...waitFor(top, company.topManager),
    ...waitFor(size.pending - busiest - top),
    ...planUtilization(company, until, size.utilizationMonths, random),
  ].toSorted((a, b) => a.claimedAt.getTime() - b.claimedAt.getTime());
  return { activities, awards: planAwards(company, window, awarded, random) };
}

const MAX_DRAWS = 1000;

/** Draws until so many count; draws that broke a rule are left out. */
function collect(count: number, draw: () => Activity | undefined, counts: (activity: Activity) => boolean): Activity[] {
  const drawn: Activity[] = [];
  let missing = count;
  for (let draws = 0; missing > 0; draws += 1) {
    if (draws > MAX_DRAWS * count) throw new Error('the demo company cannot do that much');
    const activity = draw();
    if (activity === undefined) continue;
    drawn.push(activity);
    if (counts(activity)) missing -= 1;
  }
  return drawn;
}
