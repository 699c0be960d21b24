import type { PersonActor } from '../../kernel/actor.js';
import { groupBy } from '../../kernel/group-by.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { createWorkingClock } from '../organizations/index.js';
import { median } from './median.js';
import type { DecisionTime, RequestFigures } from './request-figures.module.js';
import { presentRequests } from './present-requests.js';
import type { RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import { every, periodMatch } from './request.queries.js';
import type { RequestStatus } from './request.js';

type Match = Record<string, unknown>;

interface WaitsPart {
  readonly _id: { readonly unit: Unit; readonly month: string };
  readonly first: Date;
  readonly last: Date;
  readonly waits: readonly { readonly from: Date; readonly to: Date }[];
}

const TENTH_OF_HOUR = 360_000;

const DECIDED: Match = { status: operator({ $in: ['approved', 'rejected'] }) };
const NOTHING_DECIDED: DecisionTime = { decided: 0, medianHours: null };

export function createRequestFigures(
  parts: RequestParts,
  scopeOf: (actor: PersonActor, unit: Unit) => Promise<Match>,
): RequestFigures {
  const { requests } = parts;

  return {
    async standing(actor, unit, { mine, size }) {
      const scope = await scopeOf(actor, unit);
      const pending = every(scope, { status: 'pending' });
      const [counts] = await requests.aggregate<{ pending: number; assigned: number }>([
        { $match: pending },
        {
          $group: {
            _id: null,
            pending: { $sum: 1 },
            assigned: { $sum: { $cond: [{ $eq: ['$approver', actor.personId] }, 1, 0] } },
          },
        },
      ]);
      const oldest = await requests
        .find(every(pending, mine ? { approver: actor.personId } : {}))
        .sort({ raisedAt: 1, _id: 1 })
        .limit(size)
        .lean<RequestRecord[]>();
      const recent = await requests
        .find(every(scope, DECIDED))
        .sort({ decidedAt: -1, _id: -1 })
        .limit(size)
        .lean<RequestRecord[]>();
      const views = await presentRequests(parts, actor, [...oldest, ...recent].map(toRequest));
      return {
        pending: counts?.pending ?? 0,
        assigned: counts?.assigned ?? 0,
        oldest: views.slice(0, oldest.length),
        recent: views.slice(oldest.length),
      };
    },
    async decisionTime(actor, unit, period) {
      const times = await decisionTimes(parts, every(await scopeOf(actor, unit), DECIDED, periodMatch(period)));
      return times.get(unit) ?? NOTHING_DECIDED;
    },
    decisionTimes: ({ from, to, personIds }) =>
      decisionTimes(parts, {
        ...DECIDED,
        eventDate: operator({ $gte: from, $lte: to }),
        ...peopleMatch(personIds),
      }),
    async pendingByUnit(personIds) {
      const rows = await requests.aggregate<{ _id: Unit; count: number }>([
        { $match: { status: 'pending', ...peopleMatch(personIds) } },
        { $group: { _id: '$category.unit', count: { $sum: 1 } } },
      ]);
      return new Map(rows.map(({ _id, count }) => [_id, count]));
    },
    async askedIn(unit, period) {
      const rows = await requests.aggregate<{ _id: string; statuses: RequestStatus[] }>([
        { $match: { 'category.unit': unit, ...periodMatch(period) } },
        { $group: { _id: '$person', statuses: { $addToSet: '$status' } } },
      ]);
      return rows.map(({ _id, statuses }) => ({ personId: _id, statuses: new Set(statuses) }));
    },
    async proposalMonths({ personId }, unit, { from, to }) {
      const rows = await requests.aggregate<{ _id: { month: string; status: RequestStatus }; count: number }>([
        {
          $match: {
            ...{ proposer: personId, 'category.unit': unit, kind: 'proposed' },
            eventDate: operator({ $gte: `${from}-01`, $lte: `${to}-31` }),
          },
        },
        {
          $group: {
            _id: { month: { $substrBytes: ['$eventDate', 0, 7] }, status: '$status' },
            count: { $sum: 1 },
          },
        },
      ]);
      return rows.map(({ _id, count }) => ({ ..._id, count }));
    },
  };
}

/** Both instants of everything that matches, in parts that stay small however much it is. */
async function decisionTimes(
  { requests, organizations }: Pick<RequestParts, 'requests' | 'organizations'>,
  match: Match,
): Promise<Map<Unit, DecisionTime>> {
  const { settings, calendar } = await organizations.current();
  const parts = await requests.aggregate<WaitsPart>([
    { $match: match },
    {
      $group: {
        _id: { unit: '$category.unit', month: { $substrBytes: ['$eventDate', 0, 7] } },
        first: { $min: '$raisedAt' },
        last: { $max: '$decidedAt' },
        waits: { $push: { from: '$raisedAt', to: '$decidedAt' } },
      },
    },
  ]);
  const [earliest] = parts.map(({ first }) => first).sort((one, other) => one.getTime() - other.getTime());
  const [latest] = parts.map(({ last }) => last).sort((one, other) => other.getTime() - one.getTime());
  if (earliest === undefined || latest === undefined) return new Map();
  const clock = createWorkingClock(earliest, latest, settings, calendar.zone);
  const byUnit = groupBy(parts, ({ _id }) => _id.unit);
  return new Map(
    [...byUnit].map(([unit, ofUnit]) => [
      unit,
      timeOf(ofUnit.flatMap(({ waits }) => waits.map(({ from, to }) => clock(from, to)))),
    ]),
  );
}

function peopleMatch(personIds: readonly string[] | undefined): Match {
  return personIds === undefined ? {} : { person: operator({ $in: [...personIds] }) };
}

/** Whole milliseconds stay exact until they are cut off. */
function timeOf(times: readonly number[]): DecisionTime {
  const middle = median(times);
  return { decided: times.length, medianHours: middle === null ? null : Math.floor(middle / TENTH_OF_HOUR) / 10 };
}
