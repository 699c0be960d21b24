import type { Random } from '../../src/demo/random.js';
import { newId } from '../../src/kernel/ids.js';
import { addDays, type LocalDate } from '../../src/kernel/local-date.js';
import { periodOfDate, type Calendar } from '../../src/kernel/period.js';
import { unitValue, type Category } from '../../src/modules/catalog/index.js';
import type { Person } from '../../src/modules/people/index.js';
import { toRecord, type RequestRecord } from '../../src/modules/requests/request.model.js';
import type { Request, RequestStatus } from '../../src/modules/requests/request.js';
import { decidedAfter } from './generated-account.js';

/** What a request is generated from. */
export interface Claim {
  readonly person: Person;
  readonly category: Category;
  readonly quantity: number;
  readonly eventDate: LocalDate;
  readonly notes: string;
  readonly approver: Person;
  readonly proposer: Person;
  readonly status: Exclude<RequestStatus, 'withdrawn'>;
  readonly utilization?: Request['utilization'];
}

/** A request as it would lie in the database, decided some days after its event where it was decided. */
export function generateRequest(
  organization: string,
  calendar: Calendar,
  claim: Claim,
  random: Random,
): RequestRecord & { organization: string } {
  const { person, category, quantity, eventDate, approver, proposer, status, utilization = null } = claim;
  const raisedAt = new Date(`${status === 'pending' ? eventDate : addDays(eventDate, 1)}T03:30:00Z`);
  const decidedAt = status === 'pending' ? null : decidedAfter(addDays(eventDate, 1), random);
  const value = utilization === null ? unitValue(category, person.grade) : 0;
  const request: Request = {
    id: newId(raisedAt),
    personId: person.id,
    person: {
      name: person.name,
      grade: person.grade,
      department: person.department,
      location: person.location,
    },
    category: { code: category.code, name: category.name, unit: category.unit, version: category.version },
    kind: proposer.id === person.id ? 'raised' : 'proposed',
    points: value * quantity,
    value,
    quantity,
    grade: person.grade,
    eventDate,
    ...periodOfDate(eventDate, calendar),
    notes: claim.notes,
    link: null,
    approverId: approver.id,
    assignedAt: raisedAt,
    delegatedFromId: null,
    needsAssignment: false,
    remindedAt: status === 'pending' ? raisedAt : null,
    nudgedAt: null,
    escalatedAt: status === 'pending' ? raisedAt : null,
    proposerId: proposer.id,
    status,
    raisedAt,
    decidedAt,
    decidedById: decidedAt === null ? null : approver.id,
    decisionNotes: decidedAt === null ? null : status === 'approved' ? 'Thank you' : 'There is no evidence of it.',
    duplicateAcknowledged: false,
    attachmentIds: [],
    utilization,
    entryId: null,
  };
  return { ...toRecord(request), organization };
}
