import type { AnyStoredEvent } from '../../../../kernel/events.js';
import type { Stretch } from '../../../../platform/outbox/index.js';
import { paths, withQuery } from '../../../paths.js';
import type { Services } from '../../../services.js';
import { areas } from '../../../text/en/index.js';
import { translator, type Translate } from '../../../text/index.js';
import type { AuditFilter, AuditQuery, ReadFilter } from './audit-query.js';
import { changeRows, dataRows, eventSentence, idsIn, subjectName, type Names } from './event-words.js';

/** At most so many events are counted. */
export const COUNTED = 10_000;

export interface AuditAnswer {
  readonly filter: ReadFilter;
  readonly stretch: Stretch;
  readonly total: number | undefined;
  readonly names: Names;
}

/** Words of the audit. Like all pages they are English for now. */
export const words: Translate = translator('en');

/** Names of all people whose ids stand in the events. */
export async function namesIn(events: readonly AnyStoredEvent[], { people }: Pick<Services, 'people'>): Promise<Names> {
  const found = await people.byIds([...new Set(events.flatMap(idsIn))]);
  return new Map([...found].map(([id, { name }]) => [id, name]));
}

/** The page of a record, where there is one. */
function hrefOf({ subject, data }: AnyStoredEvent, names: Names): string | null {
  switch (subject.type) {
    case 'person':
      return names.has(subject.id) ? paths.hr.person(subject.id) : null;
    case 'entry':
      return paths.hr.entry(subject.id);
    case 'registration':
      return paths.hr.registration(subject.id);
    case 'import':
      return paths.imports.one(subject.id);
    case 'category':
      return 'code' in data && typeof data.code === 'string' ? paths.hr.category(data.code) : null;
    case 'organization':
      return paths.hr.settings('organization');
    default:
      return null;
  }
}

/** Kinds of records and types of events to filter by, in the order of their words. */
function whatChoices() {
  const texts: Readonly<Record<string, string>> = areas.audit;
  return Object.entries(texts)
    .flatMap(([key, label]) => {
      const value = /^audit\.(?:kind|type)\.(.+)$/.exec(key)?.[1];
      return value === undefined ? [] : [{ value, label }];
    })
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}

const WHAT_CHOICES = whatChoices();

function presentEvent(event: AnyStoredEvent, names: Names, address: (changes: AuditFilter) => string) {
  const { actor, subject } = event;
  return {
    id: event.id,
    at: event.at,
    sentence: eventSentence(event, names, words),
    kind: actor.kind === 'person' ? 'person' : /^operator\b/.test(actor.name) ? 'operator' : 'system',
    who: actor.name,
    whoHref: actor.id === null ? null : address({ who: actor.id }),
    record: subjectName(event, names),
    href: hrefOf(event, names),
    aboutHref: address({ about: subject.id }),
    address: event.address,
    addressHref: event.address === null ? null : address({ address: event.address }),
    changes: changeRows(event, names),
    data: dataRows(event, names),
  };
}

/** The page of the audit; every link is the same address with one condition more, less or another place. */
export function presentAudit({ filter, stretch, total, names }: AuditAnswer, query: AuditQuery) {
  const { older: _older, newer: _newer, size: _size, ...own } = query;
  const address = (changes: Partial<Record<keyof AuditQuery, string | undefined>>) =>
    withQuery(paths.hr.audit, { ...own, ...changes });
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) as AuditFilter;
  return {
    query: {
      ...own,
      who: filter.who === undefined ? own.who : filter.who.email,
      about: filter.about === undefined ? own.about : filter.about.email,
    },
    given,
    choices: WHAT_CHOICES,
    names: { who: filter.who?.name ?? own.who, about: filter.about?.name ?? own.about },
    without: Object.fromEntries(Object.keys(given).map((key) => [key, address({ [key]: undefined })])),
    unclear:
      filter.unclear === null
        ? null
        : {
            text: filter.unclear.text,
            people: filter.unclear.people.map(({ id, name, email, grade, department }) => ({
              name,
              about: [email, grade, department].join(' · '),
              href: address({ [filter.unclear?.field ?? 'who']: id }),
            })),
          },
    events: stretch.items.map((event) => presentEvent(event, names, address)),
    total: total === undefined ? null : Math.min(total, COUNTED),
    totalIsMore: total !== undefined && total > COUNTED,
    unfinished: stretch.unfinished,
    olderHref: stretch.olderThan === undefined ? null : address({ older: stretch.olderThan }),
    newerHref: stretch.newerThan === undefined ? null : address({ newer: stretch.newerThan }),
    newestHref: stretch.newerThan === undefined ? null : address({}),
  };
}
