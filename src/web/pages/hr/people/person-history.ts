import type { AnyStoredEvent, EventType } from '../../../../kernel/events.js';
import type { Page, PageRequest } from '../../../../kernel/paging.js';
import type { Services } from '../../../services.js';
import { readGrant } from '../../../../modules/people/index.js';
import { grantCode } from './grant-choices.js';

/** What of a person's events is told on the page; sign-ins are in the audit. */
const TOLD: readonly EventType[] = [
  'person.registered',
  'person.edited',
  'person.grants_changed',
  'person.reassigned',
  'person.deactivated',
  'person.reactivated',
  'person.sessions_ended',
  'person.password_changed',
  'person.invited',
];

const TITLES: Readonly<Partial<Record<EventType, string>>> = {
  'person.registered': 'personHistory.registered',
  'person.edited': 'personHistory.edited',
  'person.grants_changed': 'personHistory.grants',
  'person.reassigned': 'personHistory.reassigned',
  'person.deactivated': 'personHistory.deactivated',
  'person.reactivated': 'personHistory.reactivated',
  'person.sessions_ended': 'personHistory.sessions',
  'person.password_changed': 'personHistory.password',
  'person.invited': 'personHistory.invited',
};

const LOOKS: Readonly<Partial<Record<EventType, readonly [symbol: string, tone: string]>>> = {
  'person.registered': ['person-plus', 'success'],
  'person.edited': ['pencil', 'neutral'],
  'person.grants_changed': ['shield-check', 'info'],
  'person.reassigned': ['diagram-3', 'neutral'],
  'person.deactivated': ['slash-circle', 'danger'],
  'person.reactivated': ['arrow-counterclockwise', 'success'],
  'person.sessions_ended': ['box-arrow-right', 'neutral'],
  'person.password_changed': ['key', 'neutral'],
  'person.invited': ['envelope', 'neutral'],
};

const FIELD_KEYS: Readonly<Record<string, string>> = {
  name: 'person.name',
  email: 'person.email',
  phone: 'person.phone',
  employeeId: 'person.employeeId',
  grade: 'person.grade',
  department: 'person.department',
  location: 'person.location',
  level: 'person.level',
  managerId: 'person.manager',
  dpId: 'person.dp',
  joiningDate: 'person.joiningDate',
  exitDate: 'person.exitDate',
};

export interface FieldChange {
  readonly field: string;
  /** Key of the field's name; undefined for one that has none. */
  readonly key: string | undefined;
  /** Superiors by name; null where there was nothing. */
  readonly before: string | null;
  readonly after: string | null;
  readonly isDate: boolean;
}

export interface HistoryStep {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly by: string;
  /** Key of what happened. */
  readonly title: string;
  readonly reason: string | null;
  readonly changes: readonly FieldChange[];
  /** Codes of grants. */
  readonly given: readonly string[];
  readonly taken: readonly string[];
  readonly symbol: string;
  readonly tone: string;
}

/** The changes of a person, before and after, the newest first. */
export async function personHistory(
  services: Services,
  personId: string,
  page: PageRequest,
): Promise<Page<HistoryStep>> {
  const found = await services.audit.list({ subjectId: personId, types: TOLD }, page);
  const named = await services.people.byIds(found.items.flatMap(superiorIds));
  const nameOf = (id: string) => named.get(id)?.name ?? id;
  return { page: found.page, items: found.items.map((event) => stepOf(event, nameOf)) };
}

function superiorIds({ before, after }: AnyStoredEvent): string[] {
  return [before?.['managerId'], before?.['dpId'], after?.['managerId'], after?.['dpId']].filter(
    (id): id is string => typeof id === 'string',
  );
}

function stepOf(event: AnyStoredEvent, nameOf: (id: string) => string): HistoryStep {
  const { id, type, at, actor, before, after } = event;
  const [symbol, tone] = LOOKS[type] ?? ['dot', 'neutral'];
  const initial = type === 'person.password_changed' && event.data.initial;
  const granted = type === 'person.grants_changed';
  const [had, has] = granted ? [listOf(before?.['grants']), listOf(after?.['grants'])] : [[], []];
  return {
    ...{ id, type, at, by: actor.name, symbol, tone },
    title: initial ? 'personHistory.passwordInitial' : (TITLES[type] ?? 'personHistory.other'),
    reason: type === 'person.deactivated' || type === 'person.reactivated' ? event.data.reason : null,
    changes:
      type === 'person.edited' || type === 'person.reassigned' ? changesOf(before ?? {}, after ?? {}, nameOf) : [],
    given: has.filter((grant) => !had.includes(grant)),
    taken: had.filter((grant) => !has.includes(grant)),
  };
}

function listOf(value: unknown): string[] {
  const grants = Array.isArray(value) ? value.map((text) => readGrant(String(text))) : [];
  return grants.flatMap((grant) => (grant === undefined ? [] : [grantCode(grant)]));
}

function changesOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  nameOf: (id: string) => string,
): FieldChange[] {
  return Object.keys(after)
    .filter((field) => before[field] !== after[field])
    .map((field) => {
      const shown = (value: unknown) => {
        if (typeof value !== 'string' || value === '') return null;
        return field === 'managerId' || field === 'dpId' ? nameOf(value) : value;
      };
      return {
        field,
        key: FIELD_KEYS[field],
        before: shown(before[field]),
        after: shown(after[field]),
        isDate: field.endsWith('Date'),
      };
    });
}
