import type { Model } from 'mongoose';
import type { PersonActor } from '../../kernel/actor.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import { ALL_TIME, isQuarterKey, type PeriodKey } from '../../kernel/period.js';
import { operator } from '../../platform/storage/index.js';
import type { QueueSort } from './queued-request.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Request, RequestFilter, RequestStatus } from './request.js';

type Match = Record<string, unknown>;
export type Order = Record<string, 1 | -1>;

/** What `maySeeAsOwn` says for the person who gains. */
export function ownMatch(actor: PersonActor): Match {
  return { person: actor.personId, $or: [{ proposer: actor.personId }, { status: 'approved' }] };
}

const STATUS_GROUPS: Readonly<Record<string, readonly RequestStatus[]>> = {
  decided: ['approved', 'rejected'],
  uncredited: ['pending', 'rejected', 'withdrawn'],
};

function statusMatch(status: RequestFilter['status']): Match {
  if (status === undefined || status === 'all') return {};
  const group = STATUS_GROUPS[status];
  return { status: group === undefined ? status : operator({ $in: [...group] }) };
}

/** Characters that mean something in a pattern stand for themselves, so nothing typed can become a pattern. */
export function literal(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'i');
}

export function filterMatch(filter: RequestFilter): Match {
  const { status, quarter, year, category, department, grade, person, q } = filter;
  const equal = { quarter, year, 'category.code': category, department, grade, person };
  return {
    ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined)),
    ...statusMatch(status),
    ...(q !== undefined && q !== '' && { personName: literal(q) }),
  };
}

export function periodMatch(period: PeriodKey): Match {
  if (period === ALL_TIME) return {};
  return isQuarterKey(period) ? { quarter: period } : { year: Number(period) };
}

/** Conditions that may speak of the same field, all of them. */
export function every(...matches: readonly Match[]): Match {
  const given = matches.filter((match) => Object.keys(match).length > 0);
  return given.length === 0 ? {} : { $and: given };
}

/** True where only what was decided is meant. */
export function isOver(status: RequestFilter['status']): boolean {
  return status === 'approved' || status === 'rejected' || status === 'decided';
}

/** What waits longest comes first, and what is over the latest first, unless asked for otherwise. */
export function queueOrder(status: RequestFilter['status'], sort?: QueueSort): Order {
  const time = isOver(status) ? 'decidedAt' : 'raisedAt';
  switch (sort ?? (status === 'pending' ? 'oldest' : 'newest')) {
    case 'oldest':
      return { [time]: 1, _id: 1 };
    case 'newest':
      return { [time]: -1, _id: -1 };
    case 'points':
      return { points: 1, _id: 1 };
    case '-points':
      return { points: -1, _id: -1 };
    case 'person':
      return { personName: 1, _id: 1 };
    case '-person':
      return { personName: -1, _id: -1 };
  }
}

/** A few people's requests are found by the people, whatever else narrows them: a company has far more than they have. */
export const BY_PERSON = { organization: 1, person: 1, raisedAt: -1 } as const;

/** A page of those that match, in an order of its own or in that of their status; by an index where one is named. */
export async function listRequests(
  requests: Model<RequestRecord>,
  match: Match,
  by: Order | RequestFilter['status'],
  page: PageRequest,
  index?: typeof BY_PERSON,
): Promise<Page<Request>> {
  const items = await findPage(requests, match, typeof by === 'object' ? by : queueOrder(by), page, index);
  const counted = requests.countDocuments(match);
  return pageOf(items, page, await (index === undefined ? counted : counted.hint(index)));
}

/** The same where it is known how many there are. */
export async function findPage(
  requests: Model<RequestRecord>,
  match: Match,
  order: Order,
  page: PageRequest,
  index?: typeof BY_PERSON,
): Promise<Request[]> {
  const found = requests.find(match).sort(order).skip(offsetOf(page)).limit(page.size);
  const records = await (index === undefined ? found : found.hint(index)).lean<RequestRecord[]>();
  return records.map(toRequest);
}

/** All that match, in batches, for files. */
export async function* eachMatching(
  requests: Model<RequestRecord>,
  match: Match,
  order: Order,
  size: number,
): AsyncGenerator<Request[]> {
  const cursor = requests.find(match).sort(order).lean<RequestRecord[]>().cursor({ batchSize: size });
  let batch: Request[] = [];
  for await (const record of cursor) {
    batch.push(toRequest(record));
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What a person asked for and still waits for. */
export async function pendingOf(
  requests: Model<RequestRecord>,
  personId: string,
): Promise<{ count: number; points: number }> {
  const [row] = await requests
    .aggregate<{ count: number; points: number }>([
      { $match: { person: personId, proposer: personId, status: 'pending' } },
      { $group: { _id: null, count: { $sum: 1 }, points: { $sum: '$points' } } },
    ])
    .hint(BY_PERSON);
  return { count: row?.count ?? 0, points: row?.points ?? 0 };
}
