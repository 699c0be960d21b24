import { isId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import { operator } from '../../platform/storage/index.js';
import type { EntryOrder } from '../ledger/index.js';
import type { OwnFilter, OwnRequestsModule } from './own-requests.module.js';
import { presentRequests } from './present-requests.js';
import type { RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import { BY_PERSON, every, filterMatch, ownMatch, type Order } from './request.queries.js';

const NEWEST: Order = { eventDate: -1, raisedAt: -1, _id: -1 };
const ORDERS: Readonly<Record<EntryOrder, Order>> = {
  '-date': NEWEST,
  date: { eventDate: 1, raisedAt: 1, _id: 1 },
  '-points': { points: -1, ...NEWEST },
  points: { points: 1, ...NEWEST },
};

function dayMatch({ from, to }: OwnFilter): Record<string, unknown> {
  if (from === undefined && to === undefined) return {};
  return { eventDate: operator({ ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lte: to }) }) };
}

export function createOwnRequests(parts: RequestParts): OwnRequestsModule {
  const { requests, people } = parts;
  const match = (actor: Parameters<typeof ownMatch>[0], filter: OwnFilter) =>
    every(ownMatch(actor), filterMatch(filter), dayMatch(filter));

  return {
    async ownTally(actor, filter, order) {
      const key = order.endsWith('points') ? '$points' : '$eventDate';
      const rows = await requests
        .aggregate<{ _id: LocalDate | Points; count: number }>([
          { $match: match(actor, filter) },
          { $group: { _id: key, count: { $sum: 1 } } },
        ])
        .hint(BY_PERSON);
      return rows.map(({ _id, count }) => ({ key: _id, count }));
    },
    async ownStretch(actor, filter, order, { skip, limit }) {
      if (limit === 0) return [];
      const records = await requests
        .find(match(actor, filter))
        .sort(ORDERS[order])
        .hint(BY_PERSON)
        .skip(skip)
        .limit(limit)
        .lean<RequestRecord[]>();
      return presentRequests(parts, actor, records.map(toRequest));
    },
    async ownDecisions(actor, ids) {
      const known = ids.filter(isId);
      if (known.length === 0) return new Map();
      const records = await requests
        .find(every({ _id: operator({ $in: known }) }, ownMatch(actor)))
        .select({ decidedBy: 1, decisionNotes: 1 })
        .lean<Pick<RequestRecord, '_id' | 'decidedBy' | 'decisionNotes'>[]>();
      const names = await people.byIds([...new Set(records.flatMap(({ decidedBy }) => decidedBy ?? []))]);
      return new Map(
        records.flatMap(({ _id, decidedBy, decisionNotes }) => {
          if (decisionNotes === null) return [];
          const by = decidedBy === null ? undefined : names.get(decidedBy);
          return [
            [_id, { requestId: _id, notes: decisionNotes, by: by === undefined ? null : { id: by.id, name: by.name } }],
          ];
        }),
      );
    },
  };
}
