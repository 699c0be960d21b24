import type { ActorReference } from './actor.js';

/** How a browser's session came about. */
export type SessionMethod = 'password' | 'code' | 'remembered' | 'single-sign-on';

/** What can happen, in the past tense. One record is audit trail, outbox message and activity feed. */
export interface EventData {
  'organization.created': { name: string };
  'settings.changed': { fields: string[] };
  'settings.mail_tested': Record<string, never>;
  /** Mails that were given up are tried again. */
  'mails.resent': { count: number };
  'list.changed': {
    list: string;
    change: 'added' | 'renamed' | 'removed' | 'moved' | 'marked' | 'restored';
    value: string;
  };
  'person.registered': { employeeId: string };
  /** Which fields changed; grants and superiors have events of their own. */
  'person.edited': { fields: string[] };
  'person.deactivated': { reason: string };
  'person.reactivated': { reason: string };
  'person.sessions_ended': { reason: string };
  'person.password_changed': { initial: boolean; means?: PasswordMeans };
  'person.invited': { expires: string };
  'person.code_sent': Record<string, never>;
  'person.reset_sent': Record<string, never>;
  /** By an operator, who hands it over. */
  'person.reset_link_made': Record<string, never>;
  'registration.received': { name: string };
  'registration.activated': { personId: string };
  'registration.refused': { reason: string };
  /** The erasure began: whoever it was is not known any more. What is left follows. */
  'person.erased': { reason: string };
  'person.erasure_completed': { records: number; files: number; accounts: number };
  /** Somebody took what is kept about the person; `by` says whether it was the person. */
  'person.data_exported': { by: 'person' | 'administration' };
  /** Words of an account's entries were replaced and its chain closed anew; points stayed (docs/adr/0025). */
  'account.resealed': { entries: number; replaced: number };
  'person.preferences_changed': Record<string, unknown>;
  'person.grants_changed': { grants: string[] };
  'person.reassigned': { managerId: string | null; dpId: string | null };
  'session.started': { method: SessionMethod | 'token' | 'refresh' };
  /** `tries` where several came together. */
  'session.refused': { reason: string; tries?: number };
  'session.ended': { what: 'session' | 'device' | 'program' | 'others'; count: number };
  'token.created': { tokenId: string; name: string; scopes: string[]; expires: string };
  'token.revoked': { tokenId: string; name: string };
  /** A token that was replaced came back: somebody else has it. `device` names what it was given to. */
  'token.reuse_detected': { kind: 'remembered' | 'refresh'; device: string };
  'import.uploaded': { kind: string; rows: number };
  'import.progressed': { done: number; total: number; personId: string | null };
  'import.checked': { valid: number; invalid: number; personId: string | null };
  'import.completed': { created: number; updated: number; failed: number; personId: string | null };
  'import.discarded': { reason: 'given up' | 'left alone'; personId: string | null };
  'import.mapping_saved': { name: string };
  'import.mapping_deleted': { name: string };
  'category.created': { code: string };
  'category.revised': { code: string; version: number; effectiveFrom: string };
  'category.version_withdrawn': { code: string; version: number };
  'category.deleted': { code: string; name: string };
  'category.status_changed': { code: string; status: 'active' | 'inactive' };
  'targets.revised': { effectiveFrom: string };
  /** A version whose day had not come. */
  'targets.withdrawn': { effectiveFrom: string; number: number };
  'request.raised': RequestEventData;
  'request.proposed': RequestEventData;
  'request.approved': RequestEventData & DecisionData;
  'request.rejected': RequestEventData & DecisionData;
  'request.withdrawn': RequestEventData;
  /** A pending proposal was changed by who made it, or its percentage corrected by who decides; worth is computed anew. */
  'request.revised': RequestEventData & { fields: string[]; reason?: string };
  /** One for every validator who got proposals of a file; those of the file tell nobody themselves. */
  'requests.proposed': {
    validatorId: string;
    unit: string;
    count: number;
    importId: string;
    /** The first of them, so that the message can name some. */
    requestIds?: string[];
  };
  'request.reassigned': RequestEventData & ReassignmentData;
  /** One for everybody who got several at once. */
  'requests.reassigned': RequestsReassignedData;
  'requests.reminded': {
    deciderId: string;
    requestIds: string[];
    /** `clock` when they waited long enough, `manual` when HR administration asked. */
    by: 'clock' | 'manual';
    oldest: OldestRequest;
  };
  'requests.escalated': {
    unit: string;
    requestIds: string[];
    deciders: { id: string; name: string; count: number }[];
    oldest: OldestRequest;
    /** Who is told, as it was when it happened. */
    colleagueIds: string[];
    hrIds: string[];
  };
  /** Nobody may decide these; HR administration has to assign them. */
  'requests.unassigned': { requestIds: string[]; reason: string };
  'absence.named': AbsenceEventData;
  'absence.changed': AbsenceEventData & { formerDelegateIds: string[] };
  'absence.cancelled': AbsenceEventData;
  'absence.started': AbsenceEventData;
  /** How many of the requests that others had meanwhile are still to be decided. */
  'absence.ended': AbsenceEventData & { left: number; of: number; early: boolean };
  'requests.bulk_decided': {
    decision: 'approve' | 'reject';
    done: number;
    failed: number;
    proposerId: string;
    requestIds: string[];
    /** The decider's words, which are the same for all. */
    notes?: string;
  };
  'announcement.sent': { subject: string; recipients: number };
  /** A part of the people whom it is for is told now. */
  'announcement.part_sent': { subject: string; number: number; part: number; total: number };
  'announcement.cancelled': { subject: string; reached: number; recipients: number };
  'points.credited': PointsEventData;
  /** Entries and everything that is computed from them agreed. */
  'verification.completed': VerificationEventData;
  /** They did not; HR and central administration are told. */
  'verification.failed': VerificationEventData;
  /** Beside `points.credited`, with the figures that the amount was computed from; nobody is told by this one. */
  'bonus.awarded': { personId: string; period: string; points: number };
  /** How the bonus of somebody eligible stands, who is told so. */
  'bonus.analysed': BonusEventData;
  /** Awarding, or telling, everybody who is eligible. */
  'bonus.run_started': { kind: string; period: string; count: number; points: number; personId: string | null };
  'bonus.run_progressed': { done: number; total: number; personId: string | null };
  'bonus.run_completed': {
    kind: string;
    period: string;
    done: number;
    skipped: number;
    points: number;
    personId: string | null;
  };
  'utilization.recorded': { personId: string; month: string; basisPoints: number };
  'attachment.stored': { name: string; size: number; type: string };
  'attachment.downloaded': { name: string };
  /** No request claimed it in time. */
  'attachment.expired': { name: string };
  /** `what` was taken where it is not points. */
  /** With a person where an export went on without anybody waiting for it. */
  'export.taken': { format: string; from: string; to: string; rows: number; what?: string; personId?: string };
  'export.begun': { format: string; from: string; to: string };
  'export.progressed': { done: number; total: number; personId: string };
  'export.cancelled': { rows: number; reason: string; personId: string };
  'export.failed': { rows: number; reason: string; personId: string };
  /** A file that was kept was taken, again or for the first time. */
  'export.downloaded': { format: string; from: string; to: string; rows: number };
  'export.deleted': { reason: string; personId: string };
}

/** How a password came about: changed by its owner, by a link of a mail, or set by HR administration. */
export type PasswordMeans = 'change' | 'reset' | 'invitation' | 'administration';

export interface RequestEventData {
  requestId: string;
  unit: string;
  categoryCode: string;
  categoryName: string;
  points: number;
  personId: string;
  personName: string;
  approverId: string | null;
  proposerId: string | null;
  /** True when the decision was one of several of a bulk: proposers then get one summary instead. */
  bulk?: boolean;
}

export interface DecisionData {
  deciderId: string;
  deciderName: string;
  notes: string;
}

/** Why a pending request gets another decider. */
export type MoveCause = 'reassigned' | 'delegated' | 'returned' | 'taken over' | 'handed over';

export interface ReassignmentData {
  fromId: string;
  fromName: string;
  toId: string;
  toName: string;
  cause: MoveCause;
  reason: string;
  /** Whose place is taken, where somebody decides instead; not always who had it before. */
  away?: { id: string; name: string };
  /** True where it came back because the organization does without delegates from now on. */
  switchedOff?: boolean;
}

/** What has waited longest of several. */
export interface OldestRequest {
  requestId: string;
  unit: string;
  categoryName: string;
  personName: string;
  /** Whole ones, since it was made. */
  workingDays: number;
}

export interface RequestsReassignedData {
  toId: string;
  toName: string;
  /** Who had them, and how many. */
  from: { id: string; name: string; count: number }[];
  /** The only one who had them; null where there were several. */
  fromId: string | null;
  unit: string;
  requestIds: string[];
  cause: MoveCause;
  reason: string;
  away?: { id: string; name: string };
  switchedOff?: boolean;
}

export interface AbsenceEventData {
  absenceId: string;
  personId: string;
  personName: string;
  /** Days, both included. */
  from: string;
  to: string;
  /** Who decides meanwhile, by unit. */
  delegates: { unit: string; personId: string }[];
}

export interface BonusEventData {
  personId: string;
  period: string;
  /** What the milestones are worth. */
  points: number;
  quarterPoints: number;
  quarterlyTarget: number;
  yearPoints: number;
  yearlyTarget: number;
  /** Per cents of the yearly target that are reached. */
  milestones: number[];
  /** Per cent; null for grades that do without. */
  utilization: number | null;
}

export interface VerificationEventData {
  entries: number;
  differences: number;
  /** How many people are concerned, as far as differences are named. */
  people: number;
}

export interface PointsEventData {
  entryId: string;
  personId: string;
  kind: 'earn' | 'award' | 'bonus' | 'adjustment' | 'reversal';
  points: number;
  categoryCode: string;
  quarter: string;
  year: number;
}

export type EventType = keyof EventData;

/** An event as code announces it. `before` and `after` hold what changed, for the audit. */
export interface NewEvent<T extends EventType = EventType> {
  readonly type: T;
  readonly subject: { readonly type: string; readonly id: string };
  readonly data: EventData[T];
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** An event as it was stored. Ids sort in the order of storing. */
export interface StoredEvent<T extends EventType = EventType> extends NewEvent<T> {
  readonly id: string;
  readonly organizationId: string;
  readonly at: Date;
  readonly actor: ActorReference;
  readonly requestId: string | null;
  readonly address: string | null;
}

/** A stored event of any type, to be narrowed by `type`. */
export type AnyStoredEvent = { [T in EventType]: StoredEvent<T> }[EventType];
