import type { PersonActor } from '../../kernel/actor.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { workingHoursBetween, type Organization } from '../organizations/index.js';
import { median } from './median.js';
import type { DecisionTime, RequestFigures } from './request-figures.module.js';
import type { RequestParts } from './request-parts.js';
import type { RequestRecord } from './request.model.js';
import { every, periodMatch } from './request.queries.js';
import type { RequestStatus } from './request.js';

type Match = Record<string, unknown>;
type Decided = Pick<RequestRecord, 'raisedAt' | 'decidedAt' | 'category'>;

const DECIDED: Match = { status: operator({ $in: ['approved', 'rejected'] }) };
const NOTHING_DECIDED: DecisionTime = { decided: 0, medianHours: null };

export function createRequestFigures(
  parts: RequestParts,
  scopeOf: (actor: PersonActor, unit: Unit) => Promise<Match>,
): RequestFigures {
  const { requests, organizations } = parts;

  return {
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

  /** Two instants and the unit of each are read, one after the other; only the hours are kept. */
  async function decisionTimes({ requests: model }: RequestParts, match: Match): Promise<Map<Unit, DecisionTime>> {
    const organization = await organizations.current();
    const hours = new Map<Unit, number[]>();
    const cursor = model
      .find(match, { _id: 0, raisedAt: 1, decidedAt: 1, 'category.unit': 1 })
      .lean<Decided[]>()
      .cursor({ batchSize: 2000 });
    for await (const { raisedAt, decidedAt, category } of cursor as AsyncIterable<Decided>) {
      if (decidedAt === null) continue;
      const ofUnit = hours.get(category.unit) ?? [];
      ofUnit.push(hoursBetween(raisedAt, decidedAt, organization));
      hours.set(category.unit, ofUnit);
    }
    return new Map([...hours].map(([unit, values]) => [unit, timeOf(values)]));
  }
}

function peopleMatch(personIds: readonly string[] | undefined): Match {
  return personIds === undefined ? {} : { person: operator({ $in: [...personIds] }) };
}

function hoursBetween(from: Date, to: Date, { settings, calendar }: Organization): number {
  return workingHoursBetween(from, to, settings, calendar.zone);
}

function timeOf(hours: readonly number[]): DecisionTime {
  const middle = median(hours);
  return { decided: hours.length, medianHours: middle === null ? null : Math.floor(middle * 10) / 10 };
}
