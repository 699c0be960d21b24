import type { LocalDate } from '../../kernel/local-date.js';
import { addDays } from '../../kernel/local-date.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import { operator } from '../../platform/storage/index.js';
import { hoursOfWorkday, startOfDay, workingHoursBefore, workingHoursBetween } from '../organizations/index.js';
import { orphanMatch } from './orphans.js';
import { here, type RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import { every, literal } from './request.queries.js';
import type { Request } from './request.js';
import type { TrackerFilter, TrackerSort, TrackerStatus, TrackerSummary } from './tracked-request.js';

type Match = Record<string, unknown>;

const PENDING: Match = { status: 'pending' };
/** Never true: for a wait that nothing can have reached. */
const NOTHING: Match = { status: 'pending', _id: '' };

/** Everything of a filter but the status. */
function conditions(filter: TrackerFilter, zone: string): Match {
  const { person, q, category, unit, source, location, decider, from, to } = filter;
  const equal = { person, 'category.code': category, 'category.unit': unit, kind: source, location, approver: decider };
  return {
    ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined)),
    ...(q !== undefined && q !== '' && { personName: literal(q) }),
    ...((from !== undefined || to !== undefined) && { raisedAt: daysMatch(from, to, zone) }),
  };
}

function daysMatch(from: LocalDate | undefined, to: LocalDate | undefined, zone: string): unknown {
  return operator({
    ...(from !== undefined && { $gte: startOfDay(from, zone) }),
    ...(to !== undefined && { $lt: startOfDay(addDays(to, 1), zone) }),
  });
}

/** What has waited since it was made for as long as it takes to be escalated. */
async function overdueSince(parts: RequestParts): Promise<Date | undefined> {
  const { organization } = await here(parts);
  const { settings, calendar } = organization;
  const hours = settings.escalateAfterWorkingDays * hoursOfWorkday(settings);
  return workingHoursBefore(parts.clock.now(), hours, settings, calendar.zone);
}

async function statusMatch(parts: RequestParts, status: TrackerStatus): Promise<Match> {
  switch (status) {
    case 'all':
      return {};
    case 'orphaned':
      return orphanMatch(parts);
    case 'overdue': {
      const since = await overdueSince(parts);
      return since === undefined ? NOTHING : { ...PENDING, raisedAt: operator({ $lte: since }) };
    }
    case 'escalated':
      return { ...PENDING, escalatedAt: operator({ $gt: new Date(0) }) };
    default:
      return { status };
  }
}

async function matchOf(parts: RequestParts, filter: TrackerFilter): Promise<Match> {
  const { organization } = await here(parts);
  return every(await statusMatch(parts, filter.status ?? 'pending'), conditions(filter, organization.calendar.zone));
}

const SORT_FIELDS = { raised: 'raisedAt', assigned: 'assignedAt', points: 'points', person: 'personName' } as const;

function orderOf(sort: TrackerSort): Record<string, 1 | -1> {
  const direction = sort.startsWith('-') ? -1 : 1;
  return { [SORT_FIELDS[sort.replace('-', '') as keyof typeof SORT_FIELDS]]: direction, _id: direction };
}

export async function trackedRequests(
  parts: RequestParts,
  filter: TrackerFilter,
  sort: TrackerSort,
  page: PageRequest,
): Promise<Page<Request>> {
  const match = await matchOf(parts, filter);
  const records = await parts.requests
    .find(match)
    .sort(orderOf(sort))
    .skip(offsetOf(page))
    .limit(page.size)
    .lean<RequestRecord[]>();
  return pageOf(records.map(toRequest), page, await parts.requests.countDocuments(match));
}

/** All that the filter means, oldest first, in batches, for files. */
export async function* eachTracked(
  parts: RequestParts,
  filter: TrackerFilter,
  size: number,
): AsyncGenerator<Request[]> {
  const cursor = parts.requests
    .find(await matchOf(parts, filter))
    .sort(orderOf('raised'))
    .lean<RequestRecord[]>()
    .cursor({ batchSize: size });
  let batch: Request[] = [];
  for await (const record of cursor) {
    batch.push(toRequest(record));
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface SummaryRow {
  readonly pending: number;
  readonly points: number;
  readonly overdue: number;
  readonly escalated: number;
  readonly oldest: Date;
}

/** Figures of the pending ones that the filter means, whatever status it names. */
export async function trackerSummary(parts: RequestParts, filter: TrackerFilter): Promise<TrackerSummary> {
  const { organization } = await here(parts);
  const { settings, calendar } = organization;
  const others = conditions(filter, calendar.zone);
  const since = await overdueSince(parts);
  const one = (condition: unknown) => ({ $sum: { $cond: [condition, 1, 0] } });
  const [row] = await parts.requests.aggregate<SummaryRow>([
    { $match: every(PENDING, others) },
    {
      $group: {
        _id: null,
        pending: { $sum: 1 },
        points: { $sum: '$points' },
        overdue: since === undefined ? { $sum: 0 } : one({ $lte: ['$raisedAt', since] }),
        escalated: one({ $gt: ['$escalatedAt', null] }),
        oldest: { $min: '$raisedAt' },
      },
    },
  ]);
  const orphaned = await parts.requests.countDocuments(every(await orphanMatch(parts), others));
  const hours = row === undefined ? 0 : workingHoursBetween(row.oldest, parts.clock.now(), settings, calendar.zone);
  return {
    pending: row?.pending ?? 0,
    points: row?.points ?? 0,
    orphaned,
    overdue: row?.overdue ?? 0,
    escalated: row?.escalated ?? 0,
    oldest: row?.oldest ?? null,
    oldestHours: Math.floor(hours * 10) / 10,
  };
}
