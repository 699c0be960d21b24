import type { Unit } from '../../kernel/units.js';
import { createWorkingClock } from '../organizations/index.js';
import { median, ninetieth } from './median.js';
import type { DecisionFigures } from './request-figures.module.js';
import type { RequestParts } from './request-parts.js';
import type { RequestStatus } from './request.js';

/** Working time as it was stored with the decision; both instants in records of before that was kept. */
type Wait = number | { readonly from: Date; readonly to: Date };

interface WaitsPart {
  readonly _id: { readonly unit: Unit; readonly status: RequestStatus };
  readonly count: number;
  readonly waits: readonly Wait[];
}

interface Made {
  readonly counts: Map<RequestStatus, number>;
  readonly times: number[];
}

const TENTH_OF_HOUR = 360_000;

/**
 * What became of requests, by unit. The time that deciding took was stored with the decision, by the working hours of
 * that day; only where it is missing is it computed, by those of today.
 */
export async function decisionFigures(
  { requests, organizations }: Pick<RequestParts, 'requests' | 'organizations'>,
  match: Record<string, unknown>,
): Promise<Map<Unit, DecisionFigures>> {
  const parts = await requests.aggregate<WaitsPart>([
    { $match: match },
    {
      $group: {
        _id: { unit: '$category.unit', status: '$status' },
        count: { $sum: 1 },
        waits: { $push: { $ifNull: ['$decidedAfter', { from: '$raisedAt', to: '$decidedAt' }] } },
      },
    },
  ]);
  const timeOf = await timing(
    { organizations },
    parts.flatMap(({ waits }) => waits),
  );
  const units = new Map<Unit, Made>();
  for (const { _id, count, waits } of parts) {
    const unit: Made = units.get(_id.unit) ?? { counts: new Map(), times: [] };
    units.set(_id.unit, unit);
    unit.counts.set(_id.status, count);
    if (_id.status !== 'approved' && _id.status !== 'rejected') continue;
    for (const wait of waits) unit.times.push(timeOf(wait));
  }
  return new Map([...units].map(([unit, { counts, times }]) => [unit, figuresOf(counts, times)]));
}

/** Milliseconds of working time; the days are laid out only where something was not stored. */
async function timing(
  { organizations }: Pick<RequestParts, 'organizations'>,
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
