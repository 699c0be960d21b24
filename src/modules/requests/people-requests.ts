import type { PersonActor } from '../../kernel/actor.js';
import { offsetOf, pageOf } from '../../kernel/paging.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import type { Looked, PeopleRequestsModule } from './people-requests.module.js';
import { presentRequests } from './present-requests.js';
import type { RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import { BY_PERSON, every, filterMatch, queueOrder } from './request.queries.js';
import type { RequestFilter } from './request.js';

type Match = Record<string, unknown>;

/** The latest of many people's are found by the time instead: a few of them are soon met. */
const BY_DECISION = { organization: 1, status: 1, decidedAt: -1, _id: -1 } as const;
const FEW = 50;

/** `scopeOf` is what the queue of a unit shows to somebody, as a condition. */
export function createPeopleRequests(
  parts: RequestParts,
  scopeOf: (actor: PersonActor, unit: Unit) => Promise<Match>,
): PeopleRequestsModule {
  const { requests } = parts;

  const lookedAt = (actor: PersonActor, looked: Looked): Promise<Match> =>
    looked === 'every' ? Promise.resolve({}) : scopeOf(actor, looked);
  const of = (personIds: readonly string[]): Match => ({ person: operator({ $in: [...personIds] }) });

  return {
    async peopleOf(actor, unit, personId) {
      const match = every(await scopeOf(actor, unit), personId === undefined ? {} : { person: personId });
      const found = requests.aggregate<{ _id: string }>([{ $match: match }, { $group: { _id: '$person' } }]);
      const rows = await (personId === undefined ? found : found.hint(BY_PERSON));
      return rows.map(({ _id }) => _id);
    },
    async pendingByPerson(actor, looked, personIds) {
      const rows = await requests.aggregate<{ _id: string; count: number }>([
        { $match: every(await lookedAt(actor, looked), of(personIds), { status: 'pending' }) },
        { $group: { _id: '$person', count: { $sum: 1 } } },
      ]);
      return new Map(rows.map(({ _id, count }) => [_id, count]));
    },
    async ofPeople(actor, looked, personIds, filter, page) {
      const match = every(await lookedAt(actor, looked), of(personIds), filterMatch(filter));
      const [found, counted] = [requests.find(match).sort(queueOrder(filter.status)), requests.countDocuments(match)];
      // Otherwise those of everybody might be walked through in the order asked for.
      if (personIds.length <= FEW) for (const query of [found, counted]) void query.hint(BY_PERSON);
      const records = await found.skip(offsetOf(page)).limit(page.size).lean<RequestRecord[]>();
      return pageOf(await presentRequests(parts, actor, records.map(toRequest)), page, await counted);
    },
    async latestOf(actor, looked, personIds, filter, count) {
      const match = every(await lookedAt(actor, looked), of(personIds), filterMatch(filter));
      const records = await requests
        .find(match)
        .sort(queueOrder(filter.status))
        .limit(count)
        .hint(personIds.length > FEW && isOver(filter.status) ? BY_DECISION : BY_PERSON)
        .lean<RequestRecord[]>();
      return presentRequests(parts, actor, records.map(toRequest));
    },
    async shownOf(actor, unit, ids) {
      if (ids.length === 0) return new Set();
      const match = every(await scopeOf(actor, unit), { _id: operator({ $in: [...ids] }) });
      const records = await requests.find(match, { _id: 1 }).lean<{ _id: string }[]>();
      return new Set(records.map(({ _id }) => _id));
    },
  };
}

function isOver(status: RequestFilter['status']): boolean {
  return status === 'approved' || status === 'rejected';
}
