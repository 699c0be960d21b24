import { isQuarterKey } from '../../kernel/period.js';
import { UNITS, type Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { decisionFigures, figuresOfRequests } from './decision-times.js';
import type { ClaimsFilter, DecidedFilter, DecisionTime, RequestFigures } from './request-figures.module.js';
import { presentRequests } from './present-requests.js';
import type { RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import { every, periodMatch } from './request.queries.js';
import type { RequestStatus } from './request.js';
import { countSeen, seenInUnit, seenMatch, sumOf } from './seen-requests.js';

type Match = Record<string, unknown>;

/** Whatever is no longer pending. */
const OVER: Match = { status: operator({ $in: ['approved', 'rejected', 'withdrawn'] }) };
const DECIDED: Match = { status: operator({ $in: ['approved', 'rejected'] }) };
const NOTHING_DECIDED: DecisionTime = { decided: 0, medianHours: null };

export function createRequestFigures(parts: RequestParts): RequestFigures {
  const { requests } = parts;

  return {
    async standing(actor, unit, { mine, size }) {
      const seen = await seenInUnit(parts, actor, unit);
      const scope = seenMatch(seen);
      const pending = { status: 'pending' };
      const assigned = { ...pending, approver: actor.personId };
      const oldest = await requests
        .find(every(scope, mine ? assigned : pending))
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
        pending: sumOf(await countSeen(requests, seen, pending)),
        assigned: sumOf(await countSeen(requests, seen, assigned)),
        oldest: views.slice(0, oldest.length),
        recent: views.slice(oldest.length),
      };
    },
    async decisionTime(actor, unit, period) {
      const figures = await figuresOfRequests(
        parts,
        every(seenMatch(await seenInUnit(parts, actor, unit)), DECIDED, periodMatch(period)),
      );
      const { decided, medianHours } = figures.get(unit) ?? NOTHING_DECIDED;
      return { decided, medianHours };
    },
    decisions: (filter) => decisionFigures(parts, filter, every(OVER, eventMatch(filter), claimsMatch(filter))),
    async pendingByUnit(claims = {}) {
      const rows = await requests.aggregate<{ _id: Unit; count: number }>([
        { $match: { status: 'pending', ...claimsMatch(claims) } },
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

/** A period as it was stored with the requests; by quarter, which has an index with the unit. */
function eventMatch({ period, from, to }: DecidedFilter): Match {
  if (period === null) return { eventDate: operator({ $gte: from, $lte: to }) };
  const quarters = isQuarterKey(period) ? [period] : [1, 2, 3, 4].map((number) => `${period}-Q${number}`);
  return { 'category.unit': operator({ $in: [...UNITS] }), quarter: operator({ $in: quarters }) };
}

function claimsMatch({ personIds, categoryCode, unit }: ClaimsFilter): Match {
  return {
    ...(personIds !== undefined && { person: operator({ $in: [...personIds] }) }),
    // $eq keeps a value a value: an aggregation passes no sanitizer.
    ...(categoryCode !== undefined && { 'category.code': { $eq: categoryCode } }),
    ...(unit !== undefined && { 'category.unit': unit }),
  };
}
