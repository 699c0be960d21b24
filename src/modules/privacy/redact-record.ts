import type { StoredRecord, WalkVerdict } from '../../platform/storage/index.js';
import type { Pseudonym } from '../people/index.js';
import type { ReplaceInText } from './personal-values.js';

/** Whom and what to look for in records. */
export interface Redaction {
  readonly personId: string;
  readonly pseudonym: Pseudonym;
  /** Records that are about the person: requests, files, registrations. */
  readonly recordIds: ReadonlySet<string>;
  /** Lower-case addresses. */
  readonly emails: ReadonlySet<string>;
  readonly replace: ReplaceInText;
}

/** Stands where somebody wrote something about the person, or the person about himself or herself. */
export const ERASED_TEXT = 'Erased.';
const ERASED_MESSAGE = 'This was about a person who has been erased.';

/** What people write freely. In a record about the person all of it goes. */
const WRITTEN = new Set(['notes', 'decisionNotes', 'reason', 'note', 'message', 'comment']);
/** Fields of the person itself. */
const OWN_FIELDS = new Set<string>(['name', 'email', 'phone', 'employeeId']);

/** Collections whose records of the person go altogether, and the field that says whose they are. */
const OWNED: Readonly<Record<string, string>> = {
  notifications: 'personId',
  digest_items: 'personId',
  digest_marks: '_id',
  live_items: 'personId',
  live_counters: '_id',
  idempotency: 'actor',
  access_links: 'person',
  session_index: 'person',
  remembered_devices: 'person',
  token_families: 'person',
  personal_tokens: 'person',
};
/** Copies for others of what the records say: what they say of the person goes. */
const COPIES = new Set(['notifications', 'digest_items', 'live_items', 'mails', 'idempotency']);
const DISPENSABLE = new Set(['mails', 'idempotency']);

/** What stays of a record when the person is erased. */
export function redactRecord(redaction: Redaction, collection: string, record: StoredRecord): WalkVerdict {
  const owner = OWNED[collection];
  if (owner !== undefined && record[owner] === redaction.personId) return 'remove';
  if (collection === 'mails' && redaction.emails.has(addressOf(record))) return 'remove';
  const mentioned = COPIES.has(collection) && mentions(redaction, record);
  if (mentioned && DISPENSABLE.has(collection)) return 'remove';
  const type = typeof record['type'] === 'string' ? record['type'] : '';
  const scope: Scope = {
    redaction,
    about: isAbout(redaction, record) && !type.startsWith('import.') && type !== 'person.erased',
    self: false,
    copy: mentioned,
    address: collection === 'events' && isTraceOf(redaction, record, type),
  };
  const redacted = redactObject(scope, record);
  const set = Object.fromEntries(Object.entries(redacted).filter(([key, value]) => value !== record[key]));
  return Object.keys(set).length === 0 ? 'keep' : { set };
}

interface Scope {
  readonly redaction: Redaction;
  /** The record is about the person. */
  readonly about: boolean;
  /** The object describes the person. */
  readonly self: boolean;
  /** It is a copy for somebody else that mentions the person. */
  readonly copy: boolean;
  /** The network address in it is the person's. */
  readonly address: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

function subjectOf(record: Fields): Fields {
  return isObject(record['subject']) ? record['subject'] : {};
}

function isAbout({ personId, recordIds }: Redaction, record: Fields): boolean {
  const data = isObject(record['data']) ? record['data'] : {};
  const subject = subjectOf(record);
  return (
    [record['person'], record['personId'], subject['id'], data['personId']].includes(personId) ||
    [record['_id'], subject['id'], data['requestId']].some((id) => typeof id === 'string' && recordIds.has(id))
  );
}

/** The person acted, or somebody tried to come in as the person. */
function isTraceOf({ personId }: Redaction, record: Fields, type: string): boolean {
  const actor = isObject(record['actor']) ? record['actor'] : {};
  return actor['id'] === personId || (subjectOf(record)['id'] === personId && type.startsWith('session.'));
}

function addressOf(mail: Fields): string {
  const to = mail['to'];
  return isObject(to) && typeof to['address'] === 'string' ? to['address'].toLowerCase() : '';
}

/** Answers the same object where nothing changes. */
function redactObject(outer: Scope, object: Fields): Fields {
  const { redaction } = outer;
  const isPerson = object['id'] === redaction.personId;
  const ofPerson = object['personId'] === redaction.personId || object['person'] === redaction.personId;
  const ofRecord = typeof object['requestId'] === 'string' && redaction.recordIds.has(object['requestId']);
  const scope = { ...outer, about: outer.about || ofRecord, self: outer.self || isPerson };
  let changed = false;
  const fields = Object.entries(object).map(([key, value]) => {
    const redacted =
      namesPerson(redaction, object, key) || (key === 'personName' && (ofPerson || ofRecord) && value !== '')
        ? redaction.pseudonym.name
        : redactField(scope, object, key, value);
    changed ||= redacted !== value;
    return [key, redacted] as const;
  });
  return changed ? Object.fromEntries(fields) : object;
}

/** `toName` beside a `toId` that is the person's. */
function namesPerson({ personId }: Redaction, object: Fields, key: string): boolean {
  return key.endsWith('Name') && object[`${key.slice(0, -'Name'.length)}Id`] === personId;
}

function redactField(scope: Scope, object: Fields, key: string, value: unknown): unknown {
  const { redaction } = scope;
  if (key === 'address' && scope.address && typeof value === 'string') return null;
  if (typeof value === 'string') {
    if (scope.self && OWN_FIELDS.has(key)) return ownField(redaction.pseudonym, key);
    if (scope.about && value !== '' && WRITTEN.has(key)) return ERASED_TEXT;
    if (scope.about && key === 'link') return null;
    if (scope.copy && (key === 'text' || key === 'words')) return ERASED_MESSAGE;
    return redaction.replace(value);
  }
  // What an event says of the person, or of a file or registration of the person, before and after and at all.
  const describes = ['before', 'after', 'data'].includes(key) && describesPerson(redaction, object);
  return redactValue({ ...scope, self: describes }, value);
}

function describesPerson({ personId, recordIds }: Redaction, record: Fields): boolean {
  const { type, id } = subjectOf(record);
  if (type === 'person') return id === personId;
  return (type === 'attachment' || type === 'registration') && typeof id === 'string' && recordIds.has(id);
}

function ownField(pseudonym: Pseudonym, key: string): string {
  return key === 'phone' ? '' : pseudonym[key as keyof Pseudonym];
}

function redactValue(scope: Scope, value: unknown): unknown {
  if (typeof value === 'string') return scope.redaction.replace(value);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => redactValue(scope, item));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  return isObject(value) ? redactObject(scope, value) : value;
}

const ID = /[0-9a-f]{24}/g;

/** True when any text in it names the person or a record about the person. */
export function mentions(redaction: Redaction, value: unknown): boolean {
  if (typeof value === 'string') {
    const ids = value.match(ID) ?? [];
    return (
      ids.some((id) => id === redaction.personId || redaction.recordIds.has(id)) || redaction.replace(value) !== value
    );
  }
  if (Array.isArray(value)) return value.some((item) => mentions(redaction, item));
  return isObject(value) && Object.values(value).some((item) => mentions(redaction, item));
}

/** Plain objects only: dates and the database's own values stay as they are. */
function isObject(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
