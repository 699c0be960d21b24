import { yearOf } from '../../kernel/local-date.js';
import { isQuarterKey, yearOfQuarter } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { createWorkingClock } from '../organizations/index.js';
import { median, ninetieth } from './median.js';
import type { OutcomeRecord } from './outcome.model.js';
import { lacksOutcomes, readOutcome, type Outcome } from './outcomes.js';
import type { DecidedFilter, DecisionFigures } from './request-figures.module.js';
import type { RequestParts } from './request-parts.js';
import type { RequestStatus } from './request.js';

type Parts = Pick<RequestParts, 'requests' | 'outcomes' | 'organizations'>;

/** Working time as it was kept when the request ended; both instants in records of before that. */
type Wait = number | { readonly from: Date; readonly to: Date };

interface WaitsPart {
  readonly _id: { readonly unit: Unit; readonly status: RequestStatus };
  readonly waits: readonly Wait[];
}

/** So many people are asked for by name; of more the whole company is read. */
const FEW = 500;
const BATCH = 1000;
const TENTH_OF_HOUR = 360_000;

/** How many ended in which way, and the working times of those that were decided. */
class Endings {
  readonly #units = new Map<Unit, { counts: Map<RequestStatus, number>; times: number[] }>();

  add(unit: Unit, status: RequestStatus, time: number): void {
    const known = this.#units.get(unit) ?? { counts: new Map<RequestStatus, number>(), times: [] };
    this.#units.set(unit, known);
    known.counts.set(status, (known.counts.get(status) ?? 0) + 1);
    if (status !== 'withdrawn') known.times.push(time);
  }

  figures(): Map<Unit, DecisionFigures> {
    return new Map([...this.#units].map(([unit, { counts, times }]) => [unit, figuresOf(counts, times)]));
  }
}

/** What became of requests with an event in a period or in some days, by unit, from what was kept when they ended. */
export async function decisionFigures(
  parts: Parts,
  filter: DecidedFilter,
  match: Record<string, unknown>,
): Promise<Map<Unit, DecisionFigures>> {
  if (await lacksOutcomes(parts)) return figuresOfRequests(parts, match);
  const { personIds } = filter;
  const few = personIds !== undefined && personIds.size <= FEW;
  const cursor = parts.outcomes
    .find({
      ...(few && { person: operator({ $in: [...personIds] }) }),
      year: operator({ $in: yearsOf(filter) }),
    })
    .lean<OutcomeRecord[]>()
    .cursor({ batchSize: BATCH });
  const isWanted = wanted(filter);
  const endings = new Endings();
  for await (const { person, outcomes } of cursor as AsyncIterable<OutcomeRecord>) {
    if (!few && personIds?.has(person) === false) continue;
    for (const outcome of outcomes.map(readOutcome)) {
      if (isWanted(outcome)) endings.add(outcome.unit, outcome.status, outcome.after);
    }
  }
  return endings.figures();
}

/** A day lies in the fiscal year that has its number, or in the one before, by whatever calendar it was stored. */
function yearsOf({ period, from, to }: DecidedFilter): number[] {
  if (period !== null) return [isQuarterKey(period) ? yearOfQuarter(period) : Number(period)];
  const first = yearOf(from) - 1;
  return Array.from({ length: yearOf(to) - first + 1 }, (_, index) => first + index);
}

function wanted({ period, from, to, categoryCode, unit }: DecidedFilter): (outcome: Outcome) => boolean {
  return (outcome) =>
    (period === null ? outcome.eventDate >= from && outcome.eventDate <= to : outcome.quarter.startsWith(period)) &&
    (categoryCode === undefined || outcome.categoryCode === categoryCode) &&
    (unit === undefined || outcome.unit === unit);
}

/** The same from the requests themselves; where a working time was not kept, by the hours of today. */
export async function figuresOfRequests(
  { requests, organizations }: Pick<Parts, 'requests' | 'organizations'>,
  match: Record<string, unknown>,
): Promise<Map<Unit, DecisionFigures>> {
  const found = await requests.aggregate<WaitsPart>([
    { $match: match },
    {
      $group: {
        _id: { unit: '$category.unit', status: '$status' },
        waits: { $push: { $ifNull: ['$decidedAfter', { from: '$raisedAt', to: '$decidedAt' }] } },
      },
    },
  ]);
  const timeOf = await timing(
    { organizations },
    found.flatMap(({ waits }) => waits),
  );
  const endings = new Endings();
  for (const { _id, waits } of found) for (const wait of waits) endings.add(_id.unit, _id.status, timeOf(wait));
  return endings.figures();
}

/** Milliseconds of working time; the days are laid out only where something was not kept. */
async function timing(
  { organizations }: Pick<Parts, 'organizations'>,
  waits: readonly Wait[],
): Promise<(wait: Wait) => number> {
  let [first, last] = [Infinity, -Infinity];
  for (const wait of waits) {
    if (typeof wait === 'number') continue;
    first = Math.min(first, wait.from.getTime());
    last = Math.max(last, wait.to.getTime());
  }
  if (first > last) return Number;
  const { settings, calendar } = await organizations.current();
  const clock = createWorkingClock(new Date(first), new Date(last), settings, calendar.zone);
  return (wait) => (typeof wait === 'number' ? wait : clock(wait.from, wait.to));
}

function figuresOf(counts: ReadonlyMap<RequestStatus, number>, times: readonly number[]): DecisionFigures {
  return {
    approved: counts.get('approved') ?? 0,
    rejected: counts.get('rejected') ?? 0,
    withdrawn: counts.get('withdrawn') ?? 0,
    decided: times.length,
    medianHours: hoursOf(median(times)),
    ninetiethHours: hoursOf(ninetieth(times)),
  };
}

/** Whole milliseconds stay exact until they are cut off. */
function hoursOf(time: number | null): number | null {
  return time === null ? null : Math.floor(time / TENTH_OF_HOUR) / 10;
}
