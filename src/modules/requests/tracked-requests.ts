import type { LocalDate } from '../../kernel/local-date.js';
import { addDays } from '../../kernel/local-date.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import { operator } from '../../platform/storage/index.js';
import { hoursOfWorkday, startOfDay, workingHoursBefore, workingHoursBetween } from '../organizations/index.js';
import { gonePlaces, orphanMatch, type Place } from './orphans.js';
import { here, type RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import { eachMatching, every, literal } from './request.queries.js';
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

/** A page of what the filter means, with the figures of the pending ones. */
export async function trackedRequests(
  parts: RequestParts,
  filter: TrackerFilter,
  sort: TrackerSort,
  page: PageRequest,
): Promise<Page<Request> & { readonly summary: TrackerSummary }> {
  const match = await matchOf(parts, filter);
  const records = await parts.requests
    .find(match)
    .sort(orderOf(sort))
    .skip(offsetOf(page))
    .limit(page.size)
    .lean<RequestRecord[]>();
  const summary = await trackerSummary(parts, filter);
  const { status = 'pending' } = filter;
  // What the summary has counted is not counted again.
  const total = status in summary ? summary[status as 'pending'] : await parts.requests.countDocuments(match);
  return { ...pageOf(records.map(toRequest), page, total), summary };
}

/** All that the filter means, oldest first, in batches, for files. */
export async function* eachTracked(
  parts: RequestParts,
  filter: TrackerFilter,
  size: number,
): AsyncGenerator<Request[]> {
  yield* eachMatching(parts.requests, await matchOf(parts, filter), orderOf('raised'), size);
}

interface SummaryRow {
  readonly _id: Place & { readonly unassigned: boolean };
  readonly pending: number;
  readonly points: number;
  readonly overdue: number;
  readonly escalated: number;
  readonly oldest: Date;
}

/** The pending ones that the filter means, by who has them in which unit: one look at each, whatever is counted. */
async function summaryRows(parts: RequestParts, filter: TrackerFilter, zone: string): Promise<SummaryRow[]> {
  const since = await overdueSince(parts);
  const one = (condition: unknown) => ({ $sum: { $cond: [condition, 1, 0] } });
  return parts.requests.aggregate<SummaryRow>([
    { $match: every(PENDING, conditions(filter, zone)) },
    {
      $group: {
        _id: {
          approver: '$approver',
          unit: '$category.unit',
          unassigned: { $eq: ['$needsAssignment', true] },
        },
        pending: { $sum: 1 },
        points: { $sum: '$points' },
        overdue: since === undefined ? { $sum: 0 } : one({ $lte: ['$raisedAt', since] }),
        escalated: one({ $gt: ['$escalatedAt', null] }),
        oldest: { $min: '$raisedAt' },
      },
    },
  ]);
}

/** Figures of the pending ones that the filter means, whatever status it names. */
export async function trackerSummary(parts: RequestParts, filter: TrackerFilter): Promise<TrackerSummary> {
  const { organization } = await here(parts);
  const { settings, calendar } = organization;
  const rows = await summaryRows(parts, filter, calendar.zone);
  const withDecider = rows.filter(({ _id }) => !_id.unassigned).map((row) => ({ ...row._id, pending: row.pending }));
  const orphans = [...rows.filter(({ _id }) => _id.unassigned), ...(await gonePlaces(parts, withDecider))];
  const [oldest = null] = rows.map((row) => row.oldest).sort((one, other) => one.getTime() - other.getTime());
  const hours = oldest === null ? 0 : workingHoursBetween(oldest, parts.clock.now(), settings, calendar.zone);
  return {
    pending: total(rows, ({ pending }) => pending),
    points: total(rows, ({ points }) => points),
    orphaned: total(orphans, ({ pending }) => pending),
    overdue: total(rows, ({ overdue }) => overdue),
    escalated: total(rows, ({ escalated }) => escalated),
    oldest,
    oldestHours: Math.floor(hours * 10) / 10,
  };
}

function total<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}
