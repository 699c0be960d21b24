import type { AppError } from '../../kernel/errors.js';
import type { MoveCause } from '../../kernel/events.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/paging.js';
import type { PeriodKey, QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { BasisPoints } from '../../kernel/utilization.js';
import type { EvidenceRule } from '../catalog/index.js';
import type { LimitUse } from './claim-count.js';

export const REQUEST_STATUSES = ['pending', 'approved', 'rejected', 'withdrawn'] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** `raised` by the employee, or `proposed` by an updater of the unit. */
export type RequestKind = 'raised' | 'proposed';

export type Decision = 'approve' | 'reject';

export interface RequestUtilization {
  /** `YYYY-MM` */
  readonly month: string;
  readonly basisPoints: BasisPoints;
}

/** Somebody's claim that a person earned points in a category. Person, category and points are as of its making. */
export interface Request {
  readonly id: string;
  readonly personId: string;
  readonly person: {
    readonly name: string;
    readonly grade: string;
    readonly department: string;
    readonly location: string;
  };
  readonly category: { readonly code: string; readonly name: string; readonly unit: Unit; readonly version: number };
  readonly kind: RequestKind;
  /** Value x quantity, frozen when the request was made. */
  readonly points: Points;
  readonly value: Points;
  readonly quantity: number;
  readonly grade: string;
  /** The effective date: it decides the period. */
  readonly eventDate: LocalDate;
  readonly quarter: QuarterKey;
  /** Fiscal year, named by the year in which it starts. */
  readonly year: number;
  readonly notes: string;
  readonly link: string | null;
  /** Who has to decide. */
  readonly approverId: string;
  /** Since when this one has it; the same as `raisedAt` at first. */
  readonly assignedAt: Date;
  /** The original decider while a delegate has it. */
  readonly delegatedFromId: string | null;
  /** True while nobody may decide it: HR administration has to assign it. */
  readonly needsAssignment: boolean;
  /** When the present decider was reminded by the clock, and last by HR. */
  readonly remindedAt: Date | null;
  readonly nudgedAt: Date | null;
  /** When others were told that it waits too long. */
  readonly escalatedAt: Date | null;
  /** Who made the claim; the person itself where it was raised. */
  readonly proposerId: string;
  readonly status: RequestStatus;
  readonly raisedAt: Date;
  /** When it was approved, rejected or withdrawn, by whom, and why. */
  readonly decidedAt: Date | null;
  /** Milliseconds of working time until then, by the organization's hours of that day. */
  readonly decidedAfter?: number;
  readonly decidedById: string | null;
  readonly decisionNotes: string | null;
  readonly duplicateAcknowledged: boolean;
  /** True where a file of it was evidence of another request before. */
  readonly evidenceSeen?: boolean;
  readonly attachmentIds: readonly string[];
  /** Set in requests that record a percentage instead of points. */
  readonly utilization: RequestUtilization | null;
  readonly entryId: string | null;
}

export interface PersonName {
  readonly id: string;
  readonly name: string;
}

export interface EvidenceFile {
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly type: string;
}

/** A request as screens and clients see it, with names instead of ids. */
export interface RequestView {
  readonly id: string;
  readonly status: RequestStatus;
  readonly kind: RequestKind;
  readonly person: PersonName & { readonly grade: string; readonly department: string; readonly location: string };
  /** `version` is the one that points were computed from. */
  readonly category: { readonly code: string; readonly name: string; readonly unit: Unit; readonly version: number };
  readonly points: Points;
  readonly value: Points;
  readonly quantity: number;
  readonly grade: string;
  readonly eventDate: LocalDate;
  /** The quarter, as `2025-Q4`. */
  readonly period: QuarterKey;
  readonly notes: string;
  readonly link: string | null;
  readonly approver: PersonName;
  /** Since when the approver has it. */
  readonly assignedAt: Date;
  /** Whose it is while the approver is a delegate. */
  readonly delegatedFrom: PersonName | null;
  readonly needsAssignment: boolean;
  /** Pending, and its decider cannot decide: deactivated, gone, without the duty, or nobody may. */
  readonly orphaned: boolean;
  readonly remindedAt: Date | null;
  readonly escalatedAt: Date | null;
  readonly proposer: PersonName;
  readonly raisedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: PersonName | null;
  readonly decisionNotes: string | null;
  readonly duplicateAcknowledged: boolean;
  /** True where a file of it was evidence of another request before. */
  readonly evidenceSeen: boolean;
  readonly utilization: RequestUtilization | null;
  /** Working hours that it waits, or waited until it was decided; one decimal. */
  readonly ageHours: number;
  /** Stands for what is claimed; sent back with a decision, so that nobody decides about what changed meanwhile. */
  readonly mark: string;
  /** True when the viewer may decide it now. */
  readonly canDecide: boolean;
  readonly attachments: readonly EvidenceFile[];
  readonly entryId: string | null;
}

/** Another request of the same person, category and day. */
export interface DuplicateReference {
  readonly id: string;
  readonly status: RequestStatus;
  readonly categoryName: string;
  readonly eventDate: LocalDate;
  readonly points: Points;
  readonly raisedAt: Date;
  /** True where the viewer may look at it at the same unit; only said to who decides. */
  readonly readable?: boolean;
}

/** The same file, by content, in another request. */
export interface SameEvidence {
  readonly attachmentId: string;
  readonly requestId: string;
  readonly person: PersonName;
  readonly categoryName: string;
  readonly eventDate: LocalDate;
  readonly storedAt: Date;
  /** True where the viewer may look at it at the same unit. */
  readonly readable: boolean;
}

export interface RevisedField {
  readonly field: string;
  readonly from?: string | number;
  readonly to?: string | number;
}

export interface TimelineStep {
  readonly type: string;
  readonly at: Date;
  readonly by: string;
  /** Of a move: who has it from then on, and the reason that was given. */
  readonly to?: string;
  readonly cause?: MoveCause;
  /** Of a changed percentage: before and after, in hundredths of a per cent. */
  readonly percent?: { readonly from: BasisPoints; readonly to: BasisPoints };
  /** Of a changed proposal: what is different, with both values where they are figures or days. */
  readonly changes?: readonly RevisedField[];
  readonly reason?: string;
}

export interface RequestDetail {
  readonly request: RequestView;
  readonly duplicates: readonly DuplicateReference[];
  readonly sameEvidence: readonly SameEvidence[];
  /** Oldest first. */
  readonly timeline: readonly TimelineStep[];
  /** How far others of the same window use up the limit; null without one, for what does not count, and for the owner. */
  readonly limit: LimitUse | null;
  /** The first day on which the version applied that points were computed from; null where that is not known. */
  readonly termsFrom: LocalDate | null;
}

/** Somebody who may decide a request. */
export interface ApproverOption extends PersonName {
  /** Set while that one is away: the last day, and who decides instead; null where HR would have to find somebody. */
  readonly away?: { readonly until: LocalDate; readonly instead: string | null };
}

export interface RaiseOption {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unit: Unit;
  readonly description: string;
  /** What one claim (of quantity 1) is worth for the person's grade; 0 when not eligible. */
  readonly points: Points;
  readonly eligible: boolean;
  /** Why not, or why not now. */
  readonly reason?: string;
  readonly evidence: EvidenceRule;
  readonly linkAccepted: boolean;
  /** True where points are multiplied by a quantity. */
  readonly quantity: boolean;
  /** Who may decide it. One and no choice where `fixedApprover`. */
  readonly approvers: readonly ApproverOption[];
  readonly fixedApprover: boolean;
  /** Set when the limit is used up for events of today. */
  readonly possibleAgainFrom?: LocalDate;
}

export interface RaiseOptions {
  readonly categories: readonly RaiseOption[];
}

/** A pending request that shall get another decider. */
export interface Move {
  readonly id: string;
  readonly toId: string;
  /** The original decider, where the new one is a delegate. */
  readonly delegatedFrom?: string | null;
  /** Nobody may decide it; `toId` is then whoever has it already. */
  readonly needsAssignment?: boolean;
}

export interface MoveReason {
  /** In words, for the people concerned and the audit. */
  readonly reason: string;
  readonly cause: MoveCause;
  /** Who is away, where somebody decides instead. */
  readonly away?: { readonly id: string; readonly name: string };
  /** True where it comes back because the organization does without delegates from now on. */
  readonly switchedOff?: true;
}

/** What people are told of when many are moved in several transactions: all of them with the first, nothing later. */
export type MovesToTell = readonly { readonly id: string; readonly fromId: string }[];

export interface MoveRefusal {
  readonly id: string;
  readonly error: AppError;
}

export interface MoveResult {
  readonly moved: readonly Request[];
  /** Not pending any more, or the new decider may not decide it. */
  readonly refused: readonly MoveRefusal[];
}

export interface BulkResult {
  readonly done: readonly string[];
  readonly failed: readonly { readonly id: string; readonly code: string; readonly detail: string }[];
}

export interface RequestFilter {
  /** `decided` means approved or rejected, `uncredited` all but approved; every one where absent. */
  readonly status?: RequestStatus | 'decided' | 'uncredited' | 'all' | undefined;
  readonly quarter?: QuarterKey | undefined;
  readonly year?: number | undefined;
  /** A category's code. */
  readonly category?: string | undefined;
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  /** Id of the person who gains. */
  readonly person?: string | undefined;
  /** Part of the person's name. */
  readonly q?: string | undefined;
}

export interface RequestCounts {
  readonly period: PeriodKey;
  readonly pending: number;
  /** Pending and assigned to the viewer. */
  readonly assigned: number;
  readonly approved: number;
  readonly rejected: number;
  readonly withdrawn: number;
}

export type RequestPage = Page<RequestView>;
