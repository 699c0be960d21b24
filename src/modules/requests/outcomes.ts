import { groupBy } from '../../kernel/group-by.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { newId } from '../../kernel/ids.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { createWorkingClock } from '../organizations/index.js';
import type { RequestParts } from './request-parts.js';
import type { RequestRecord } from './request.model.js';
import type { Request, RequestStatus } from './request.js';

const OVER = ['approved', 'rejected', 'withdrawn'] as const satisfies readonly RequestStatus[];

/** What became of one request. */
export interface Outcome {
  readonly quarter: QuarterKey;
  readonly eventDate: LocalDate;
  readonly categoryCode: string;
  readonly unit: Unit;
  readonly status: (typeof OVER)[number];
  /** Milliseconds of working time from being made until being over. */
  readonly after: number;
}

/** None of the parts has a space. */
export function writeOutcome({ quarter, eventDate, categoryCode, unit, status, after }: Outcome): string {
  return `${quarter} ${eventDate} ${categoryCode} ${unit} ${status} ${after}`;
}

export function readOutcome(text: string): Outcome {
  const [quarter, eventDate, categoryCode, unit, status, after] = text.split(' ');
  return { quarter, eventDate, categoryCode, unit, status, after: Number(after) } as Outcome;
}

/** Working time by the organization's hours of now; kept, so that other hours of later days change nothing about it. */
export async function workingTime(
  { organizations }: Pick<RequestParts, 'organizations'>,
  from: Date,
  to: Date,
): Promise<number> {
  const { settings, calendar } = await organizations.current();
  return createWorkingClock(from, to, settings, calendar.zone)(from, to);
}

/** Adds a request that is over to its person's outcomes, in the transaction that ends it. */
export async function keepOutcome({ outcomes }: RequestParts, request: Request): Promise<void> {
  const { personId: person, year, quarter, eventDate, category, status, decidedAfter: after } = request;
  if (status === 'pending' || after === undefined) throw new Error('only what is over has an outcome');
  const text = writeOutcome({ quarter, eventDate, categoryCode: category.code, unit: category.unit, status, after });
  await outcomes.updateOne(
    { person, year },
    { $push: { outcomes: text }, $setOnInsert: { _id: newId() } },
    { upsert: true },
  );
}

/** Requests of before there were outcomes, so many in one transaction. */
const BATCH = 500;

/** Whether there are requests that ended before outcomes were kept; their figures come from the requests until then. */
export async function lacksOutcomes({ requests }: Pick<RequestParts, 'requests'>): Promise<boolean> {
  const found = await requests.findOne({ status: operator({ $in: [...OVER] }), decidedAfter: null }, { _id: 1 }).lean();
  return found !== null;
}

/** Keeps the outcomes of those, by the working hours of today. Costs one look where there is none. */
export async function completeOutcomes(parts: RequestParts): Promise<void> {
  while ((await parts.storage.run(() => completeSome(parts))) > 0);
}

async function completeSome({ requests, outcomes, organizations }: RequestParts): Promise<number> {
  const records = await requests
    .find({ status: operator({ $in: [...OVER] }), decidedAfter: null })
    .limit(BATCH)
    .lean<RequestRecord[]>();
  if (records.length === 0) return 0;
  const { settings, calendar } = await organizations.current();
  const instants = records.flatMap(({ raisedAt, decidedAt }) => [raisedAt, decidedAt ?? raisedAt].map(Number));
  const [first, last] = [new Date(Math.min(...instants)), new Date(Math.max(...instants))];
  const clock = createWorkingClock(first, last, settings, calendar.zone);
  const ended = records.map((record) => ({
    record,
    after: clock(record.raisedAt, record.decidedAt ?? record.raisedAt),
  }));
  await requests.bulkWrite(
    ended.map(({ record: { _id }, after }) => ({
      updateOne: { filter: { _id }, update: { $set: { decidedAfter: after } } },
    })),
  );
  const byPlace = groupBy(ended, ({ record: { person, year } }) => `${person} ${year}`);
  await outcomes.bulkWrite(
    [...byPlace.values()].flatMap((ofPlace) => {
      const [one] = ofPlace;
      if (one === undefined) return [];
      const { person, year } = one.record;
      const texts = ofPlace.map(({ record, after }) => writeOutcome(outcomeOf(record, after)));
      const update = { $push: { outcomes: { $each: texts } }, $setOnInsert: { _id: newId() } };
      return [{ updateOne: { filter: { person, year }, update, upsert: true } }];
    }),
  );
  return records.length;
}

function outcomeOf({ quarter, eventDate, category, status }: RequestRecord, after: number): Outcome {
  return {
    ...{ quarter, eventDate, categoryCode: category.code, unit: category.unit },
    ...{ status: status as Outcome['status'], after },
  };
}
