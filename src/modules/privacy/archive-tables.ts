import type { PersonActor } from '../../kernel/actor.js';
import type { AnyStoredEvent } from '../../kernel/events.js';
import { utilizationPercent } from '../../kernel/utilization.js';
import type { EventSearch } from '../../platform/outbox/index.js';
import type { Entry } from '../ledger/index.js';
import { isToldInApp, mailChoiceOf, type MailChoice, type Person, type Preferences } from '../people/index.js';
import type { Request } from '../requests/index.js';
import type { Row, Table } from './archive-format.js';
import type { PrivacyParts } from './privacy-parts.js';

const BATCH = 200;
const PAGE = 100;

/** What is kept about somebody, as tables. Nothing of them is in memory but a batch. */
export function archiveTables(parts: PrivacyParts, person: Person): readonly Table[] {
  const { requests, ledger, targets, notifications } = parts;
  const { id } = person;
  const actor = self(person);
  return [
    table('person', PERSON, () => personRows(parts, person)),
    table('grades', ['since', 'grade'], async function* () {
      yield (await parts.people.gradesOf(id)).map(({ since, grade }) => ({ since, grade }));
    }),
    table('requests', REQUEST, async function* () {
      for await (const batch of requests.eachOf(id, 'person')) yield await requestRows(parts, batch);
    }),
    table('entries', ENTRY, () => inBatches(ledger.eachEntry({ personIds: [id] }), entryRow)),
    table('utilization', ['month', 'percent'], async function* () {
      const months = await targets.utilizationsOf(id);
      yield months.map(({ month, basisPoints }) => ({ month, percent: utilizationPercent(basisPoints) }));
    }),
    table('absences', ['from', 'to', 'status', 'note', 'named_at'], () => absenceRows(parts, actor, id)),
    table('messages', ['at', 'type', 'text', 'read_at'], async function* () {
      for await (const batch of notifications.eachOf(id)) {
        yield batch.map(({ at, type, text, readAt }) => ({ at, type, text, read_at: readAt }));
      }
    }),
    table('sessions', SESSION, () => sessionRows(parts, actor, id)),
    table('files', ['name', 'type', 'bytes', 'stored_at', 'request'], async function* () {
      const files = await parts.attachments.ofOwner(id);
      yield files.map(({ name, type, size, storedAt, requestId }) => ({
        ...{ name, type, bytes: size, stored_at: storedAt, request: requestId },
      }));
    }),
    table('audit', AUDIT, async function* () {
      yield* auditRows(parts, { subjectId: id }, id);
      yield* auditRows(parts, { actorId: id }, id);
    }),
  ];
}

/** What the person could see is asked for as the person, who may be deactivated by now. */
function self({ id, organizationId, name, email, grade }: Person): PersonActor {
  return { kind: 'person', organizationId, personId: id, name, email, grade, grants: [], mustChangePassword: false };
}

function table(name: string, columns: readonly string[], rows: () => AsyncIterable<readonly Row[]>): Table {
  return { name, columns, rows };
}

const PERSON = [
  ...['id', 'name', 'email', 'phone', 'employee_id', 'grade', 'department', 'location', 'level', 'manager'],
  ...['delivery_partner', 'joining_date', 'exit_date', 'status', 'grants', 'theme', 'language'],
  ...['leaderboard_opt_out', 'mails_switched_off', 'mails_in_digest', 'no_mails', 'mails_paused_until'],
  ...['messages_switched_off', 'time_zone'],
];

async function* personRows({ people }: PrivacyParts, person: Person): AsyncGenerator<Row[]> {
  const superiors = await people.byIds([person.managerId, person.dpId].filter((id) => id !== null));
  const nameOf = (id: string | null) => (id === null ? null : (superiors.get(id)?.name ?? null));
  const { preferences } = person;
  yield [
    {
      ...{ id: person.id, name: person.name, email: person.email, phone: person.phone },
      ...{ employee_id: person.employeeId, grade: person.grade, department: person.department },
      ...{ location: person.location, level: person.level, manager: nameOf(person.managerId) },
      ...{ delivery_partner: nameOf(person.dpId), joining_date: person.joiningDate, exit_date: person.exitDate },
      ...{ status: person.status, grants: person.grants.map(({ unit, duty }) => `${unit}:${duty}`).join(' ') },
      ...{ theme: preferences.theme, language: preferences.language },
      leaderboard_opt_out: preferences.leaderboardOptOut,
      mails_switched_off: kindsWith(preferences, 'off'),
      mails_in_digest: kindsWith(preferences, 'digest'),
      ...{ no_mails: preferences.noMails, mails_paused_until: preferences.mailsPausedUntil },
      messages_switched_off: Object.keys(preferences.app)
        .filter((kind) => !isToldInApp(preferences, kind))
        .join(' '),
      time_zone: preferences.zone,
    },
  ];
}

function kindsWith(preferences: Preferences, choice: MailChoice): string {
  return Object.keys(preferences.mail)
    .filter((kind) => mailChoiceOf(preferences, kind) === choice)
    .join(' ');
}

const REQUEST = [
  ...['id', 'raised_at', 'kind', 'status', 'category_code', 'category', 'event_date', 'quarter', 'points', 'value'],
  ...['quantity', 'grade', 'department', 'location', 'notes', 'link', 'utilization_month', 'utilization_percent'],
  ...['proposed_by', 'approver', 'decided_at', 'decided_by', 'decision_notes', 'entry'],
];

async function requestRows({ people }: PrivacyParts, batch: readonly Request[]): Promise<Row[]> {
  const ids = batch.flatMap(({ approverId, decidedById, proposerId }) => [approverId, decidedById, proposerId]);
  const named = await people.byIds([...new Set(ids.filter((id) => id !== null))]);
  const nameOf = (id: string | null) => (id === null ? null : (named.get(id)?.name ?? null));
  return batch.map((request) => ({
    ...{ id: request.id, raised_at: request.raisedAt, kind: request.kind, status: request.status },
    ...{ category_code: request.category.code, category: request.category.name, event_date: request.eventDate },
    ...{ quarter: request.quarter, points: request.points, value: request.value, quantity: request.quantity },
    ...{ grade: request.grade, department: request.person.department, location: request.person.location },
    ...{ notes: request.notes, link: request.link },
    utilization_month: request.utilization?.month ?? null,
    utilization_percent: request.utilization === null ? null : utilizationPercent(request.utilization.basisPoints),
    ...{ proposed_by: nameOf(request.proposerId), approver: nameOf(request.approverId) },
    ...{ decided_at: request.decidedAt, decided_by: nameOf(request.decidedById) },
    ...{ decision_notes: request.decisionNotes, entry: request.entryId },
  }));
}

const ENTRY = [
  ...['id', 'number', 'at', 'kind', 'class', 'points', 'category_code', 'effective_date', 'quarter', 'fiscal_year'],
  ...['reason', 'value', 'quantity', 'grade', 'corrects', 'by'],
];

function entryRow(entry: Entry): Row {
  return {
    ...{ id: entry.id, number: entry.sequence, at: entry.at, kind: entry.kind, class: entry.class },
    ...{ points: entry.points, category_code: entry.categoryCode, effective_date: entry.effectiveDate },
    ...{ quarter: entry.quarter, fiscal_year: entry.year, reason: entry.reason, value: entry.basis.value },
    ...{ quantity: entry.basis.quantity, grade: entry.basis.grade, corrects: entry.correctsEntryId },
    by: entry.by.name,
  };
}

async function* absenceRows({ absences }: PrivacyParts, actor: PersonActor, id: string): AsyncGenerator<Row[]> {
  for (let number = 1; ; number += 1) {
    const { coming, past } = await absences.overview(actor, id, { number, size: PAGE });
    const seen = number === 1 ? [...coming, ...past.items] : past.items;
    yield seen.map((absence) => ({
      ...{ from: absence.from, to: absence.to, status: absence.status, note: absence.note },
      named_at: absence.namedAt,
    }));
    if (number * PAGE >= past.page.total) return;
  }
}

const SESSION = ['kind', 'name', 'browser', 'system', 'network', 'started_at', 'last_used_at'];

async function* sessionRows({ people }: PrivacyParts, actor: PersonActor, id: string): AsyncGenerator<Row[]> {
  const { sessions, devices, programs, tokens } = await people.access.sessionsOf(actor, id);
  yield sessions.map(({ browser, system, network, startedAt, seenAt }) => ({
    ...{ kind: 'session', name: null, browser, system, network, started_at: startedAt, last_used_at: seenAt },
  }));
  for (const [kind, known] of [['device', devices] as const, ['program', programs] as const]) {
    yield known.map(({ browser, system, network, createdAt, usedAt }) => ({
      ...{ kind, name: null, browser, system, network, started_at: createdAt, last_used_at: usedAt },
    }));
  }
  yield tokens.map(({ name, createdAt, usedAt }) => ({
    ...{ kind: 'personal token', name, browser: null, system: null, network: null },
    ...{ started_at: createdAt, last_used_at: usedAt },
  }));
}

const AUDIT = ['at', 'type', 'by', 'subject_type', 'subject_id', 'address', 'before', 'after'];

/** What was changed is in it where it was the person; what the person changed of others is theirs. */
async function* auditRows({ outbox }: PrivacyParts, search: EventSearch, personId: string): AsyncGenerator<Row[]> {
  for await (const batch of outbox.events.eachBatch(search, BATCH)) {
    // Those about the person by the person were in the other half.
    const fresh = search.actorId === undefined ? batch : batch.filter(({ subject }) => subject.id !== personId);
    yield fresh.map((event) => auditRow(event, personId));
  }
}

function auditRow(event: AnyStoredEvent, personId: string): Row {
  const own = event.subject.id === personId;
  const by = event.actor.id === personId;
  return {
    ...{ at: event.at, type: event.type, by: event.actor.name },
    ...{ subject_type: event.subject.type, subject_id: event.subject.id, address: by ? event.address : null },
    before: own && event.before !== undefined ? JSON.stringify(event.before) : null,
    after: own && event.after !== undefined ? JSON.stringify(event.after) : null,
  };
}

async function* inBatches<T>(items: AsyncIterable<T>, rowOf: (item: T) => Row): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const item of items) {
    batch.push(rowOf(item));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
