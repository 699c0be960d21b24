import { newId } from '../../src/kernel/ids.js';
import type { EntryRecord } from '../../src/modules/ledger/entry.model.js';
import type { Person } from '../../src/modules/people/index.js';
import { toRequest, type RequestRecord } from '../../src/modules/requests/request.model.js';
import { eventDataOf, subjectOf } from '../../src/modules/requests/request-events.js';
import type { EventRecord } from '../../src/platform/outbox/event.model.js';
import { referenceTo } from './generated-account.js';

/** The trail of one request: raised or proposed, decided, and credited where it has an entry. */
export function eventsOfRequest(
  organization: string,
  record: RequestRecord,
  entry: EntryRecord | undefined,
  people: ReadonlyMap<string, Person>,
): EventRecord[] {
  const request = toRequest(record);
  const [proposer, decider] = [people.get(record.proposer), people.get(record.decidedBy ?? '')];
  if (proposer === undefined) return [];
  const known = { organization, requestId: null, address: '10.0.0.1' };
  const data = eventDataOf(request);
  const raised: EventRecord = {
    ...known,
    _id: newId(record.raisedAt),
    type: record.kind === 'raised' ? 'request.raised' : 'request.proposed',
    at: record.raisedAt,
    actor: referenceTo(proposer),
    subject: subjectOf(request),
    data,
  };
  if (decider === undefined || record.decidedAt === null) return [raised];
  const at = record.decidedAt;
  const decided: EventRecord = {
    ...known,
    _id: newId(at),
    type: record.status === 'approved' ? 'request.approved' : 'request.rejected',
    at,
    actor: referenceTo(decider),
    subject: subjectOf(request),
    data: { ...data, deciderId: decider.id, deciderName: decider.name, notes: record.decisionNotes ?? '' },
    before: { status: 'pending', approverId: record.approver },
    after: { status: record.status, approverId: record.approver, entryId: record.entry },
  };
  if (entry === undefined) return [raised, decided];
  const { _id: entryId, person: personId, kind, points, categoryCode, quarter, year } = entry;
  const credited: EventRecord = {
    ...known,
    _id: newId(at),
    type: 'points.credited',
    at,
    actor: referenceTo(decider),
    subject: { type: 'entry', id: entryId },
    data: { entryId, personId, kind, points, categoryCode, quarter, year },
  };
  return [raised, credited, decided];
}
