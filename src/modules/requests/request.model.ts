import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import type { Request, RequestKind, RequestStatus, RequestUtilization } from './request.js';

export interface RequestRecord {
  _id: string;
  person: string;
  personName: string;
  department: string;
  /** Absent in records of before it was kept. */
  location?: string | null;
  grade: string;
  category: { code: string; name: string; unit: Unit; version: number };
  kind: RequestKind;
  points: number;
  value: number;
  quantity: number;
  eventDate: LocalDate;
  quarter: QuarterKey;
  year: number;
  notes: string;
  link: string | null;
  approver: string;
  /** These are absent in records of before there were delegates and reminders. */
  assignedAt?: Date | null;
  delegatedFrom?: string | null;
  needsAssignment?: boolean;
  remindedAt?: Date | null;
  nudgedAt?: Date | null;
  escalatedAt?: Date | null;
  proposer: string;
  status: RequestStatus;
  raisedAt: Date;
  decidedAt: Date | null;
  /** Absent while it is pending, and in records of before outcomes were kept. */
  decidedAfter?: number | null;
  decidedBy: string | null;
  decisionNotes: string | null;
  duplicateAcknowledged: boolean;
  /** Absent where no file was used before. */
  evidenceSeen?: boolean;
  attachments: string[];
  utilization: RequestUtilization | null;
  entry: string | null;
}

const text = { type: String, required: true };
const whole = { type: Number, required: true };
const optionalText = { type: String, default: null };

export const requestSchema = new Schema<RequestRecord>(
  {
    _id: { type: String, default: () => newId() },
    person: text,
    personName: text,
    department: text,
    location: optionalText,
    grade: text,
    category: { _id: false, code: text, name: text, unit: text, version: whole },
    kind: text,
    points: whole,
    value: whole,
    quantity: whole,
    eventDate: text,
    quarter: text,
    year: whole,
    notes: text,
    link: optionalText,
    approver: text,
    assignedAt: { type: Date, default: null },
    delegatedFrom: optionalText,
    needsAssignment: { type: Boolean, default: false },
    remindedAt: { type: Date, default: null },
    nudgedAt: { type: Date, default: null },
    escalatedAt: { type: Date, default: null },
    proposer: text,
    status: text,
    raisedAt: { type: Date, required: true },
    decidedAt: { type: Date, default: null },
    decidedAfter: { type: Number },
    decidedBy: optionalText,
    decisionNotes: optionalText,
    duplicateAcknowledged: { type: Boolean, required: true },
    evidenceSeen: { type: Boolean },
    attachments: { type: [String], default: [] },
    utilization: { type: { _id: false, month: text, basisPoints: whole }, default: null },
    entry: optionalText,
  } as never,
  { collection: 'requests', versionKey: false },
);
// The unit's queue and its history.
requestSchema.index({ organization: 1, 'category.unit': 1, status: 1, raisedAt: 1, _id: 1 });
requestSchema.index({ organization: 1, 'category.unit': 1, raisedAt: -1, _id: -1 });
requestSchema.index({ organization: 1, 'category.unit': 1, decidedAt: -1, _id: -1 });
requestSchema.index({ organization: 1, 'category.unit': 1, quarter: 1, status: 1 });
// What waits for somebody, what somebody decided, proposed or raised.
requestSchema.index({ organization: 1, approver: 1, status: 1, raisedAt: 1 });
requestSchema.index({ organization: 1, delegatedFrom: 1, status: 1, raisedAt: 1 });
// What of the pending ones others have meanwhile, and what nobody may decide; asked for every minute.
requestSchema.index({ organization: 1, status: 1, delegatedFrom: 1, _id: 1 });
requestSchema.index({ organization: 1, status: 1, needsAssignment: 1, _id: 1 });
requestSchema.index({ organization: 1, decidedBy: 1, decidedAt: -1 });
// Counts what somebody decided by keys alone.
requestSchema.index({ organization: 1, decidedBy: 1, 'category.unit': 1, status: 1 });
requestSchema.index({ organization: 1, proposer: 1, raisedAt: -1 });
requestSchema.index({ organization: 1, person: 1, raisedAt: -1 });
// How long deciding took.
requestSchema.index({ organization: 1, eventDate: 1 });
// How often a category was used; of whom a percentage of a month waits.
requestSchema.index({ organization: 1, 'category.code': 1, status: 1, eventDate: 1, person: 1 });
// Limits and duplicates.
requestSchema.index({ organization: 1, person: 1, 'category.code': 1, status: 1, eventDate: 1 });
requestSchema.index({ organization: 1, status: 1, raisedAt: 1, _id: 1 });
// What ended before outcomes were kept.
requestSchema.index({ organization: 1, status: 1, decidedAfter: 1 });
requestSchema.index({ organization: 1, status: 1, decidedAt: -1, _id: -1 });
// Reminders and escalation.
requestSchema.index({ organization: 1, status: 1, remindedAt: 1, assignedAt: 1 });
requestSchema.index({ organization: 1, status: 1, escalatedAt: 1, assignedAt: 1 });

/** Whose turn it is to claim points for a person in a category; concurrent claims meet here (see take-turn.ts). */
export interface ClaimTurnRecord {
  _id: string;
  person: string;
  category: string;
  turns: number;
}

export const claimTurnSchema = new Schema<ClaimTurnRecord>(
  { _id: { type: String, default: () => newId() }, person: text, category: text, turns: whole },
  { collection: 'claim_turns', versionKey: false },
);
claimTurnSchema.index({ organization: 1, person: 1, category: 1 }, { unique: true });

export function toRequest(record: RequestRecord): Request {
  return {
    id: record._id,
    personId: record.person,
    person: {
      name: record.personName,
      grade: record.grade,
      department: record.department,
      location: record.location ?? '',
    },
    category: { ...record.category },
    kind: record.kind,
    points: record.points,
    value: record.value,
    quantity: record.quantity,
    grade: record.grade,
    eventDate: record.eventDate,
    quarter: record.quarter,
    year: record.year,
    notes: record.notes,
    link: record.link,
    approverId: record.approver,
    assignedAt: record.assignedAt ?? record.raisedAt,
    delegatedFromId: record.delegatedFrom ?? null,
    needsAssignment: record.needsAssignment ?? false,
    remindedAt: record.remindedAt ?? null,
    nudgedAt: record.nudgedAt ?? null,
    escalatedAt: record.escalatedAt ?? null,
    proposerId: record.proposer,
    status: record.status,
    raisedAt: record.raisedAt,
    decidedAt: record.decidedAt,
    ...(typeof record.decidedAfter === 'number' && { decidedAfter: record.decidedAfter }),
    decidedById: record.decidedBy,
    decisionNotes: record.decisionNotes,
    duplicateAcknowledged: record.duplicateAcknowledged,
    ...(record.evidenceSeen === true && { evidenceSeen: true }),
    attachmentIds: [...record.attachments],
    utilization: record.utilization === null ? null : { ...record.utilization },
    entryId: record.entry,
  };
}

export function toRecord(request: Request): RequestRecord {
  return {
    _id: request.id,
    person: request.personId,
    personName: request.person.name,
    department: request.person.department,
    location: request.person.location,
    grade: request.grade,
    category: { ...request.category },
    kind: request.kind,
    points: request.points,
    value: request.value,
    quantity: request.quantity,
    eventDate: request.eventDate,
    quarter: request.quarter,
    year: request.year,
    notes: request.notes,
    link: request.link,
    approver: request.approverId,
    assignedAt: request.assignedAt,
    delegatedFrom: request.delegatedFromId,
    needsAssignment: request.needsAssignment,
    remindedAt: request.remindedAt,
    nudgedAt: request.nudgedAt,
    escalatedAt: request.escalatedAt,
    proposer: request.proposerId,
    status: request.status,
    raisedAt: request.raisedAt,
    decidedAt: request.decidedAt,
    ...(request.decidedAfter !== undefined && { decidedAfter: request.decidedAfter }),
    decidedBy: request.decidedById,
    decisionNotes: request.decisionNotes,
    duplicateAcknowledged: request.duplicateAcknowledged,
    ...(request.evidenceSeen === true && { evidenceSeen: true }),
    attachments: [...request.attachmentIds],
    utilization: request.utilization,
    entry: request.entryId,
  };
}
