import type { QueryFilter } from 'mongoose';
import { operator } from '../storage/index.js';
import type { EventRecord } from './event.model.js';

/** What is searched for among all events; everything that is given must hold. */
export interface EventSearch {
  readonly type?: string | undefined;
  /** The kind of record that something happened to: `person`, `request`. */
  readonly subjectType?: string | undefined;
  readonly subjectId?: string | undefined;
  /** The person who acted. */
  readonly actorId?: string | undefined;
  readonly address?: string | undefined;
  /** The first instant, and the first one after the last. Whole seconds. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

type Field = 'type' | 'subject.type' | 'subject.id' | 'actor.id' | 'address';

export type Rest = Partial<Record<Field, string>>;

export interface SearchPlan {
  /** What an index answers, in the order of ids. */
  readonly query: QueryFilter<EventRecord>;
  /** What has to be looked at event by event. */
  readonly rest: Rest;
}

/** Fields that an index binds together before the id, the narrowest first; each is an index of the events. */
const INDEXED: readonly (readonly Field[])[] = [
  ['subject.id'],
  ['actor.id', 'type'],
  ['actor.id', 'subject.type'],
  ['actor.id'],
  ['address'],
  ['type'],
  ['subject.type'],
];

/** Ids begin with the second in which they were made, so that a range of time is a range of ids. */
function firstIdOf(instant: Date): string {
  return Math.floor(instant.getTime() / 1000)
    .toString(16)
    .padStart(8, '0')
    .padEnd(24, '0');
}

export function planOf({ type, subjectType, subjectId, actorId, address, from, until }: EventSearch): SearchPlan {
  const wanted: Partial<Record<Field, string | undefined>> = {
    type,
    'subject.type': subjectType,
    'subject.id': subjectId,
    'actor.id': actorId,
    address,
  };
  const isGiven = (field: Field) => wanted[field] !== undefined;
  const bound = INDEXED.find((fields) => fields.every(isGiven)) ?? [];
  const given = (Object.keys(wanted) as Field[]).filter(isGiven);
  const pick = (fields: readonly Field[]) => Object.fromEntries(fields.map((field) => [field, wanted[field]]));
  const range = {
    ...(from !== undefined && { $gte: firstIdOf(from) }),
    ...(until !== undefined && { $lt: firstIdOf(until) }),
  };
  return {
    query: { ...pick(bound), ...((from ?? until) !== undefined && { _id: operator(range) }) },
    rest: pick(given.filter((field) => !bound.includes(field))),
  };
}

export function isComplete(rest: Rest): boolean {
  return Object.keys(rest).length === 0;
}

export function matchesRest(record: EventRecord, rest: Rest): boolean {
  const has: Record<Field, string | null> = {
    type: record.type,
    'subject.type': record.subject.type,
    'subject.id': record.subject.id,
    'actor.id': record.actor.id,
    address: record.address,
  };
  return (Object.keys(rest) as Field[]).every((field) => has[field] === rest[field]);
}
