import { DateTime } from 'luxon';
import { z } from 'zod';
import { idField, localDateField, optionalField, searchField, wholeNumberField } from '../../../../kernel/fields.js';
import { isId } from '../../../../kernel/ids.js';
import { addDays } from '../../../../kernel/local-date.js';
import type { Person } from '../../../../modules/people/index.js';
import type { EventSearch } from '../../../../platform/outbox/index.js';
import type { Services } from '../../../services.js';

/** The filter of the audit, as it stands in the address. */
export const auditFilterFields = {
  /** A kind of record, `request`, or a type of event, `request.approved`. */
  what: optionalField(z.string().regex(/^[a-z_]{1,40}(\.[a-z_]{1,40})?$/, { error: 'A kind of record or event.' })),
  /** Who acted: a name, an e-mail address, an employee id or a person's id. */
  who: optionalField(searchField()),
  /** The person or record that something happened to; as for `who`, or the id of any record. */
  about: optionalField(searchField()),
  from: optionalField(localDateField()),
  to: optionalField(localDateField()),
  address: optionalField(z.string().regex(/^[0-9a-fA-F:.]{2,45}$/, { error: 'An address such as 203.0.113.7.' })),
};

export const DEFAULT_SIZE = 50;
/** So many people are offered where several are meant. */
const CANDIDATES = 20;

export const auditQuery = z
  .object({
    ...auditFilterFields,
    /** What comes before this event. */
    older: optionalField(idField('An id of an event.')),
    /** What came after this event. */
    newer: optionalField(idField('An id of an event.')),
    size: optionalField(wholeNumberField(1, 100)).transform((size) => size ?? DEFAULT_SIZE),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    error: 'The first day is after the last one.',
  });

export type AuditQuery = z.output<typeof auditQuery>;
export type AuditFilter = Pick<AuditQuery, 'what' | 'who' | 'about' | 'from' | 'to' | 'address'>;

/** What the filter means: a search, or people of whom one has to be chosen first. */
export interface ReadFilter {
  /** Undefined while it is not clear who is meant. */
  readonly search: EventSearch | undefined;
  readonly who: Person | undefined;
  readonly about: Person | undefined;
  /** Which field is unclear, with those who may be meant; none where nobody is. */
  readonly unclear: {
    readonly field: 'who' | 'about';
    readonly text: string;
    readonly people: readonly Person[];
  } | null;
}

export async function readFilter(filter: AuditFilter, services: Services): Promise<ReadFilter> {
  const who = await personOf(filter.who, services);
  const about = await personOf(filter.about, services);
  const aboutId = about.person?.id ?? (isId(filter.about) ? filter.about : undefined);
  const unclear =
    filter.who !== undefined && who.person === undefined
      ? { field: 'who' as const, text: filter.who, people: who.candidates }
      : filter.about !== undefined && aboutId === undefined
        ? { field: 'about' as const, text: filter.about, people: about.candidates }
        : null;
  const { calendar } = await services.organizations.current();
  const [subjectType, event] = filter.what?.split('.') ?? [];
  const search: EventSearch = {
    type: event === undefined ? undefined : filter.what,
    subjectType: event === undefined ? subjectType : undefined,
    actorId: who.person?.id,
    subjectId: aboutId,
    address: filter.address,
    from: filter.from === undefined ? undefined : startOf(filter.from, calendar.zone),
    until: filter.to === undefined ? undefined : startOf(addDays(filter.to, 1), calendar.zone),
  };
  return { search: unclear === null ? search : undefined, who: who.person, about: about.person, unclear };
}

/** The first instant of a day in a zone. */
function startOf(day: string, zone: string): Date {
  return DateTime.fromISO(day, { zone }).startOf('day').toJSDate();
}

async function personOf(
  text: string | undefined,
  { people }: Pick<Services, 'people'>,
): Promise<{ readonly person: Person | undefined; readonly candidates: readonly Person[] }> {
  if (text === undefined) return { person: undefined, candidates: [] };
  const known = isId(text) ? [await people.find(text)].filter((one) => one !== undefined) : await people.lookUp(text);
  // Names find active people first; whoever left is looked for as well where nobody else is meant.
  const found = known.length > 0 || isId(text) ? known : await everybodyCalled(text, people);
  return { person: found.length === 1 ? found[0] : undefined, candidates: found };
}

async function everybodyCalled(text: string, people: Services['people']): Promise<readonly Person[]> {
  const { items } = await people.list({ q: text }, { number: 1, size: CANDIDATES });
  return items;
}
